"""Who is Vietnamese and who is international, as the parties stood on the day of signing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

HOME = "VN"
HOME_OWNERSHIP = frozenset({"vietnamese", "state"})
FOREIGN_OWNERSHIP = frozenset({"fdi", "foreign"})
Answer = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class PartyAtSigning:
    """One party as recorded at signing; `key` is its corporate group, or name and country if it has no account."""

    key: str
    country: str | None
    ownership: str | None
    control_country: str | None
    is_dte: bool
    registered: bool = True


def control(party: PartyAtSigning) -> str | None:
    """Country of ultimate control: as stated, else what ownership and place of registration leave no doubt about."""
    if party.control_country:
        return party.control_country
    if party.ownership in HOME_OWNERSHIP:
        return HOME
    if party.country and party.country != HOME:
        return party.country
    return None


def vietnamese_dte(party: PartyAtSigning) -> Answer:
    """Whether this is a digital technology enterprise under ultimate Vietnamese control."""
    if not party.is_dte:
        return "no"
    country = control(party)
    if country is None:
        return "no" if party.ownership in FOREIGN_OWNERSHIP else "unknown"
    return "yes" if country == HOME else "no"


def international(party: PartyAtSigning, home_keys: frozenset[str]) -> Answer:
    """Whether ultimate control lies abroad, outside the corporate groups of the Vietnamese side."""
    if party.key in home_keys:
        return "no"
    country = control(party)
    if country is None:
        return "yes" if party.ownership in FOREIGN_OWNERSHIP else "unknown"
    return "no" if country == HOME else "yes"


def home_keys(parties: tuple[PartyAtSigning, ...]) -> frozenset[str]:
    """Groups of the Vietnamese digital enterprises among the parties."""
    return frozenset(party.key for party in parties if vietnamese_dte(party) == "yes")


def best(answers: list[Answer]) -> Answer:
    """Yes if any is yes, else unknown if any is unknown, else no."""
    order: tuple[Answer, ...] = ("yes", "unknown", "no")
    return next((answer for answer in order if answer in answers), "no")
