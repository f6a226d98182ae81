"""Parties that may be met or named here: those whose profile everybody sees."""

from __future__ import annotations

from marketplace.foundation.actor import NotFound
from marketplace.organisations.queries import found_by_code
from marketplace.profiles.models import Profile
from marketplace.profiles.queries import live_rows
from marketplace.profiles.rules import PUBLIC_PAGES


def public_party(organisation_id: str) -> Profile:
    """The live profile of a party that may be met here; NotFound for all whose name is not public."""
    row = live_rows([organisation_id]).get(organisation_id)
    if row is None or row.kind not in PUBLIC_PAGES:
        raise NotFound
    return row


def public_party_with_code(enterprise_code: str) -> str | None:
    """The party that shows this code on its live profile; None also where a code stands behind no public name."""
    found = found_by_code(enterprise_code) if enterprise_code else None
    row = live_rows([found.id]).get(found.id) if found else None
    return row.organisation_id if row is not None and row.enterprise_code == enterprise_code else None
