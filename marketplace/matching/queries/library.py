"""The parties behind the books: read when they change, their seats kept as long as they do not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from marketplace.foundation.database import Json
from marketplace.mandates.content import Mandate, visible_to_other_side
from marketplace.mandates.content import from_json as mandate_from
from marketplace.matching.queries.ledger import Live
from marketplace.matching.queries.meanings import read_of
from marketplace.matching.queries.seats import (
    JOINS,
    NOTHING_READ,
    OFFERS,
    SEEKS,
    Knowledge,
    Party,
    joiner_seat,
    offer_seat,
    seeker_seat,
)
from marketplace.matching.queries.weights import current
from marketplace.matching.rules.seats import Role, Seat
from marketplace.products.content import from_json as product_from
from marketplace.profiles.content import PartyProfile
from marketplace.profiles.content import from_json as profile_from
from marketplace.profiles.rules import PUBLIC_PAGES
from marketplace.publishing.queries import chunks, contents_by_revision

INVESTOR, ENTERPRISE = "investor", "enterprise"
Mandates = tuple[tuple[str, Mandate], ...]


class Seats(NamedTuple):
    """What one party sits at in one role, as others may see it."""

    seekers: tuple[Seat, ...]
    offers: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """One party as it was read: its own mandates whole, its seats as others may see them."""

    live: Live
    know: Knowledge
    party: Party
    mandates: Mandates
    seats: Mapping[Role, Seats]


Library = Mapping[str, Kept]


def brought_up(before: Library, live: Mapping[str, Live], know: Knowledge) -> Library:
    """Everybody who is live: whoever changed is read anew, and new knowledge gives everybody new seats."""
    changed = [owner for owner, now in live.items() if owner not in before or before[owner].live != now]
    anew = dict(_read(changed, live, know))
    return {owner: anew[owner] if owner in anew else _with(before[owner], know) for owner in live}


def unread(library: Library) -> Library:
    """Everybody as if nobody had read what their texts mean: others' contents are not read again for it."""
    return {owner: _unread(kept) if kept.live.meanings else kept for owner, kept in library.items()}


def _unread(kept: Kept) -> Kept:
    seats = {
        role: Seats(*(tuple(replace(seat, meanings=()) for seat in side) for side in both))
        for role, both in kept.seats.items()
    }
    live, party = kept.live._replace(meanings=""), replace(kept.party, read=NOTHING_READ)
    return replace(kept, live=live, party=party, seats=seats)


def _with(kept: Kept, know: Knowledge) -> Kept:
    return kept if kept.know is know else _kept(kept.live, kept.party, kept.mandates, know)


def _read(owners: Sequence[str], live: Mapping[str, Live], know: Knowledge) -> Iterator[tuple[str, Kept]]:
    """Five hundred parties at a time, so that their contents need little room."""
    weights = current()
    for chunk in chunks(owners):
        contents = contents_by_revision([revision for owner in chunk for revision in _revisions(live[owner])])
        parties = {owner: _party(owner, live[owner], contents) for owner in chunk}
        read = read_of({owner: parties[owner].profile for owner in chunk if live[owner].meanings}, weights)
        for owner, party in parties.items():
            now = live[owner]
            mandates = tuple((key, mandate_from(contents[revision])) for key, revision in now.mandates)
            yield owner, _kept(now, replace(party, read=read.get(owner, NOTHING_READ)), mandates, know)


def _revisions(live: Live) -> Iterable[str]:
    return (live.profile, *live.products, *(revision for _, revision in live.mandates))


def _party(owner: str, live: Live, contents: Mapping[str, Json]) -> Party:
    profile = profile_from(contents[live.profile])
    shown = live.products if profile.kind in PUBLIC_PAGES else ()
    products = tuple(product_from(contents[revision]) for revision in shown)
    return Party(owner, owner, profile, products, live.group, live.changed)


def _kept(live: Live, party: Party, mandates: Mandates, know: Knowledge) -> Kept:
    visible = [(key, visible_to_other_side(mandate)) for key, mandate in mandates if mandate.is_open]
    return Kept(live, know, party, mandates, {role: seats_of(role, party, visible, know) for role in Role})


def seats_of(role: Role, party: Party, visible: Sequence[tuple[str, Mandate]], know: Knowledge) -> Seats:
    """The seats of one party; `visible` holds what the other side may see of its open mandates."""
    sought = [(key, row) for key, row in visible if SEEKS.get(row.kind) is role]
    offered = [(key, row) for key, row in visible if OFFERS.get(row.kind) is role]
    seekers = [seeker_seat(role, party, key, row, know) for key, row in sought]
    seekers += [joiner_seat(party, key, row, know) for key, row in offered if row.kind in JOINS]
    offers = [offer_seat(party, key, row, know) for key, row in offered]
    if not sought and may_seek(role, party.profile):
        seekers.append(seeker_seat(role, party, None, None, know))
    if not offered and party.profile.kind == ENTERPRISE:
        offers.append(offer_seat(party, None, None, know))
    return Seats(tuple(seekers), tuple(offers))


def may_seek(role: Role, profile: PartyProfile) -> bool:
    """Who is worth showing as a seeker without having said so: investors; listed companies as buyers."""
    if role is Role.INVEST:
        return profile.kind == INVESTOR
    return profile.kind == ENTERPRISE and profile.stock_symbol is not None


def sides_of(role: Role, library: Library) -> tuple[list[Seat], list[Seat]]:
    """All seekers and all offers in one role, in the order of their parties."""
    rows = [kept.seats[role] for kept in library.values()]
    return [seat for row in rows for seat in row.seekers], [seat for row in rows for seat in row.offers]
