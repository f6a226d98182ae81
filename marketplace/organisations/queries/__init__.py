"""The doors to organisations, their people and their circles."""

from marketplace.organisations.queries.audiences import audience_organisations, audiences_of, is_inside
from marketplace.organisations.queries.members import (
    Choice,
    Member,
    Recipient,
    choices_of,
    joins_to_decide,
    locked_membership,
    members_of,
    members_to_notify,
    membership_of,
    open_invitations,
    own_joins,
)
from marketplace.organisations.queries.organisations import (
    found_by_code,
    locked_organisation,
    organisation,
    organisations_by_id,
    same_group,
    unit,
    units_by_id,
    units_of,
)

__all__ = [
    "Choice",
    "Member",
    "Recipient",
    "audience_organisations",
    "audiences_of",
    "choices_of",
    "found_by_code",
    "is_inside",
    "joins_to_decide",
    "locked_membership",
    "locked_organisation",
    "members_of",
    "members_to_notify",
    "membership_of",
    "open_invitations",
    "organisation",
    "organisations_by_id",
    "own_joins",
    "same_group",
    "unit",
    "units_by_id",
    "units_of",
]
