"""Parties as pages show them: the public page, what changed between two texts, and how complete a profile is."""

from marketplace.profiles.presenters.differences import Difference, differences
from marketplace.profiles.presenters.party import (
    PartyPage,
    certificates_shown,
    page_of_kind,
    party_page,
    written_month,
)
from marketplace.profiles.presenters.progress import Progress, progress

__all__ = [
    "Difference",
    "PartyPage",
    "Progress",
    "certificates_shown",
    "differences",
    "page_of_kind",
    "party_page",
    "progress",
    "written_month",
]
