"""What can be done with organisations: one function for each use case, each with its own transaction."""

from marketplace.organisations.services.acting import act_for, actor_for, lifetime_of
from marketplace.organisations.services.audiences import add_to_audience, open_audience, remove_from_audience
from marketplace.organisations.services.invitations import accept_invitation, invite, withdraw
from marketplace.organisations.services.joining import ask_to_join, decide_join
from marketplace.organisations.services.members import add_member, change_role, remove_member
from marketplace.organisations.services.organisations import (
    NewOrganisation,
    clean_code,
    create_organisation,
    create_organisations,
    found_organisation,
    group,
    rename,
    set_enterprise_code,
    ungroup,
)
from marketplace.organisations.services.units import change_unit, open_unit, place_member

__all__ = [
    "NewOrganisation",
    "accept_invitation",
    "act_for",
    "actor_for",
    "add_member",
    "add_to_audience",
    "ask_to_join",
    "change_role",
    "change_unit",
    "clean_code",
    "create_organisation",
    "create_organisations",
    "decide_join",
    "found_organisation",
    "group",
    "invite",
    "lifetime_of",
    "open_audience",
    "open_unit",
    "place_member",
    "remove_from_audience",
    "remove_member",
    "rename",
    "set_enterprise_code",
    "ungroup",
    "withdraw",
]
