"""Words for kinds of organisation, roles, powers and messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marketplace.foundation.i18n import lazy
from marketplace.notifications.presenters import Wording, words_for
from marketplace.organisations.rules import Kind

KINDS: Mapping[str, Any] = {
    Kind.ENTERPRISE: lazy("Digital technology enterprise"),
    Kind.INVESTOR: lazy("Investor or fund"),
    Kind.PARTNER: lazy("International partner"),
    Kind.CUSTOMER: lazy("Customer"),
    Kind.DISTRIBUTOR: lazy("Distributor"),
    Kind.INTERNATIONAL_BODY: lazy("International organisation"),
    Kind.MINISTRY_UNIT: lazy("Ministry body"),
    Kind.PROVINCE: lazy("Province"),
    Kind.PARK: lazy("High-tech or digital park"),
    Kind.OVERSEAS_OFFICE: lazy("Office abroad"),
    Kind.ORGANISER: lazy("Event organiser"),
}
ROLES: Mapping[str, Any] = {
    "admin": lazy("Administrator"),
    "editor": lazy("Editor"),
    "viewer": lazy("Reader"),
}
ROLE_MEANINGS: Mapping[str, Any] = {
    "admin": lazy("Administrator: edits, acts for the organisation and manages its members"),
    "editor": lazy("Editor: edits and acts for the organisation"),
    "viewer": lazy("Reader: sees everything of the organisation, changes nothing"),
}
POWERS: Mapping[str, Any] = {
    "review": lazy("Review"),
    "curate": lazy("Curate"),
    "propose": lazy("Propose deals for the count"),
    "confirm": lazy("Confirm deals for the count"),
    "audit": lazy("Audit"),
    "import": lazy("Import data"),
    "reference": lazy("Keep reference data"),
    "operate": lazy("Operate the site"),
}


def kind_name(kind: str) -> str:
    """A kind of organisation in the page's language."""
    return str(KINDS.get(kind, kind))


def role_name(role: str) -> str:
    """A role in the page's language."""
    return str(ROLES.get(role, role))


def power_name(power: str) -> str:
    """A power in the page's language."""
    return str(POWERS.get(power, power))


words_for(
    {
        "organisations.join_asked": Wording(
            lambda _: lazy("Somebody asks to join your organisation."), "organisations.show"
        ),
        "organisations.join_accepted": Wording(
            lambda _: lazy("You are now a member of the organisation that you asked to join."), "organisations.choose"
        ),
        "organisations.join_declined": Wording(
            lambda _: lazy("The organisation that you asked to join has declined."), "organisations.choose"
        ),
        "organisations.role_changed": Wording(
            lambda _: lazy("Your role in an organisation has changed. Sign in again to work in it."),
            "organisations.choose",
        ),
        "organisations.removed": Wording(
            lambda _: lazy("You are no longer a member of an organisation."), "organisations.choose"
        ),
    }
)
