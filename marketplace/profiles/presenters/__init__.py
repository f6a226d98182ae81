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
from marketplace.profiles.presenters.public import (
    PublicParts,
    only_language,
    organisation_data,
    party_head,
    public_parts,
    whole_address,
)

__all__ = [
    "Difference",
    "PartyPage",
    "Progress",
    "PublicParts",
    "certificates_shown",
    "differences",
    "only_language",
    "organisation_data",
    "page_of_kind",
    "party_head",
    "party_page",
    "progress",
    "public_parts",
    "whole_address",
    "written_month",
]
