"""What parties have in common with others: the groups that coverage and the bias check look at."""

from collections.abc import Sequence
from enum import StrEnum

from marketplace.matching.queries.seats import VIET_NAM, Party
from marketplace.matching.rules.coverage import UNTOLD
from marketplace.profiles.content import PartyProfile

SIZES = ((10, "under_10"), (50, "under_50"), (200, "under_200"))
LARGEST = "from_200"
FEW_DEALS = 5
DOMESTIC = ("vietnamese", "state")


class Trait(StrEnum):
    """What a group has in common."""

    PROVINCE = "province"
    SIZE = "size"
    SECTOR = "sector"
    HOME = "home"
    EXPERIENCE = "experience"
    OWNERSHIP = "ownership"
    LANGUAGE = "language"


COVERED = (Trait.PROVINCE, Trait.SIZE, Trait.SECTOR, Trait.HOME)
COMPARED = (Trait.PROVINCE, Trait.SIZE, Trait.EXPERIENCE, Trait.OWNERSHIP, Trait.LANGUAGE, Trait.HOME, Trait.SECTOR)


def labels(trait: Trait, parties: Sequence[Party]) -> list[str]:
    """The group of each party; "" where its profile does not say."""
    return [_READ[trait](party.profile) for party in parties]


def _size(profile: PartyProfile) -> str:
    if profile.employees is None:
        return UNTOLD
    return next((code for end, code in SIZES if profile.employees < end), LARGEST)


def _home(profile: PartyProfile) -> str:
    if profile.country is None:
        return UNTOLD
    return "home" if profile.country == VIET_NAM else "abroad"


def _experience(profile: PartyProfile) -> str:
    deals = len(profile.past_deals)
    if not deals:
        return "no_deals"
    return "few_deals" if deals <= FEW_DEALS else "many_deals"


def _ownership(profile: PartyProfile) -> str:
    if profile.ownership is None:
        return UNTOLD
    return "domestic" if profile.ownership in DOMESTIC else "foreign_part"


def _language(profile: PartyProfile) -> str:
    texts = (profile.summary, profile.description)
    vietnamese, english = any(text.vi for text in texts), any(text.en for text in texts)
    if vietnamese and english:
        return "both"
    return "vi" if vietnamese else "en" if english else UNTOLD


_READ = {
    Trait.PROVINCE: lambda profile: profile.province or UNTOLD,
    Trait.SIZE: _size,
    Trait.SECTOR: lambda profile: profile.sectors[0] if profile.sectors else UNTOLD,
    Trait.HOME: _home,
    Trait.EXPERIENCE: _experience,
    Trait.OWNERSHIP: _ownership,
    Trait.LANGUAGE: _language,
}
