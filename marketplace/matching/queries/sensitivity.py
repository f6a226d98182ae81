"""Whether core or strategic technology is at stake between parties, for the pages on which they come together."""

from collections.abc import Iterable

from marketplace.matching.queries.books import knowledge, own_party
from marketplace.matching.queries.seats import VIET_NAM, Party, offer_seat


def core_at_stake(parties: Iterable[tuple[str | None, str | None]]) -> bool:
    """Whether a party in Viet Nam shows core or strategic technology and another party is abroad.

    Each party is its organisation, if it has one here, and its country, if that is known apart from its profile.
    Public profiles and products alone are read, so it may be said to everybody who may know of the parties.
    """
    known = [(own_party(owner) if owner else None, country) for owner, country in parties]
    homes = [country or (party.profile.country if party else None) for party, country in known]
    if all(home in (None, VIET_NAM) for home in homes):
        return False
    return any(home == VIET_NAM and _shows_core(party) for (party, _), home in zip(known, homes, strict=True))


def _shows_core(party: Party | None) -> bool:
    return party is not None and bool(offer_seat(party, None, None, knowledge()).acquires_core)
