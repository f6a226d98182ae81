"""Kinds of organisation, what each may be given, and the rules of roles, units and powers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum


class Kind(StrEnum):
    """Every kind of party."""

    ENTERPRISE = "enterprise"
    INVESTOR = "investor"
    PARTNER = "partner"
    CUSTOMER = "customer"
    DISTRIBUTOR = "distributor"
    INTERNATIONAL_BODY = "international_body"
    MINISTRY_UNIT = "ministry_unit"
    PROVINCE = "province"
    PARK = "park"
    OVERSEAS_OFFICE = "overseas_office"
    ORGANISER = "organiser"


class AudiencePurpose(StrEnum):
    """What a confidential circle was opened for; others may be added by the features above."""

    ENGAGEMENT = "engagement"
    CONVERSATION = "conversation"
    DEAL = "deal"
    FILE = "file"


# Only these may hold powers; their sessions are shorter.
STAFF_KINDS = frozenset({Kind.MINISTRY_UNIT, Kind.PROVINCE})
# What a person may found without anybody's leave; the rest is opened by an operator.
SELF_SERVICE_KINDS = (Kind.ENTERPRISE, Kind.INVESTOR, Kind.PARTNER, Kind.CUSTOMER, Kind.DISTRIBUTOR)

ORGANISATIONS_PER_PERSON = 5
INVITATION_LIFE = timedelta(days=7)
OPEN_INVITATIONS = 50
NAME_LENGTH = 200
COUNTRY_LENGTH = 2


def powers_held(member: Iterable[str], unit: Iterable[str], kind: str) -> frozenset[str]:
    """A member's powers in force: those given to it, as far as its unit has them, in staff organisations only."""
    return frozenset(member) & frozenset(unit) if kind in STAFF_KINDS else frozenset()
