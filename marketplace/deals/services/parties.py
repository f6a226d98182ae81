"""How a party stands: taken from its live profile, its corporate group from the organisations."""

from __future__ import annotations

from marketplace.deals.content import PartyStanding
from marketplace.foundation.text import folded_key
from marketplace.organisations.queries import organisations_by_id
from marketplace.profiles.content import PartyProfile
from marketplace.profiles.queries import live_contents

ENTERPRISE = "enterprise"


def standing_of(organisation_id: str) -> PartyStanding:
    """A party as its live profile shows it today; what the profile does not say stays open."""
    organisation = organisations_by_id([organisation_id])[organisation_id]
    profile = live_contents([organisation_id]).get(organisation_id)
    name = organisation.name.best("en")
    if profile is None:
        return PartyStanding(name, organisation.country, None, None, organisation.kind == ENTERPRISE)
    return PartyStanding(
        name=name,
        country=profile.country or organisation.country,
        ownership=profile.ownership,
        control_country=profile.control_country,
        is_dte=_is_dte(profile),
    )


def _is_dte(profile: PartyProfile) -> bool:
    """An enterprise that shows digital products, technologies or segments; officers check it."""
    return profile.kind == ENTERPRISE and bool(profile.technologies or profile.segments or profile.enterprise_type)


def group_key(organisation_id: str | None, standing: PartyStanding) -> str:
    """What stands for a party's corporate group when deals are compared."""
    if organisation_id is None:
        return f"name:{standing.country or '--'}:{folded_key(standing.name)}"[:240]
    organisation = organisations_by_id([organisation_id])[organisation_id]
    return f"group:{organisation.group_id}" if organisation.group_id else f"organisation:{organisation_id}"
