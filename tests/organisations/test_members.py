"""Members come and go; their rights begin and end with the row."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from marketplace.accounts.models import PersonSession
from marketplace.accounts.services import suspend
from marketplace.foundation.actor import SYSTEM, Actor, NotAllowed, NotFound, Power, Refused, Role
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.versions import Conflict
from marketplace.organisations import queries, services
from marketplace.organisations.models import Membership, Organisation
from marketplace.organisations.rules import INVITATION_LIFE, OPEN_INVITATIONS
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.organisations import (
    a_member,
    a_ministry_unit,
    a_staff_actor,
    a_stranger,
    a_unit,
    an_actor,
    an_enterprise,
    an_investor,
    signed_in_as,
)

if TYPE_CHECKING:
    from flask_sqlalchemy import SQLAlchemy

    from tests.clients import PageClient


def membership(place: Organisation, actor: Actor) -> Membership:
    row = queries.membership_of(str(actor.person_id), place.id)
    assert row is not None
    return row


def test_an_actor_is_made_of_the_membership_in_force(client: PageClient) -> None:
    place, person = an_enterprise(), a_person()
    a_member(place)
    a_member(place, Role.EDITOR, person)
    row_id = sign_in_as(client, person)
    session = db.session.get_one(PersonSession, row_id)
    actor = services.actor_for(session)
    assert (actor.organisation_id, actor.role, actor.powers) == (place.id, Role.EDITOR, frozenset())
    services.remove_member(SYSTEM, membership(place, actor).id)
    assert services.actor_for(session).organisation_id is None


def test_an_officer_holds_no_more_than_the_unit_has(database: SQLAlchemy, client: PageClient) -> None:
    unit = a_ministry_unit((Power.PROPOSE,))
    officer = a_person()
    row = services.add_member(SYSTEM, unit.organisation_id, officer.id, Role.EDITOR)
    with pytest.raises(Refused, match="more_than_unit"):
        services.place_member(SYSTEM, row, unit.id, (Power.PROPOSE, Power.CONFIRM))
    services.place_member(SYSTEM, row, unit.id, (Power.PROPOSE,))
    session = db.session.get_one(PersonSession, sign_in_as(client, officer))
    assert services.actor_for(session).powers == {Power.PROPOSE}
    services.change_unit(SYSTEM, unit.id, powers=(Power.CONFIRM,), provinces=())
    assert services.actor_for(session).powers == frozenset()


def test_powers_written_into_an_enterprises_membership_mean_nothing(client: PageClient) -> None:
    place, person = an_enterprise(), a_person()
    a_member(place, Role.ADMIN, person)
    with transaction() as session:
        row = session.scalars(select(Membership)).one()
        row.powers = ["operate", "confirm"]
    session_row = db.session.get_one(PersonSession, sign_in_as(client, person))
    assert services.actor_for(session_row).powers == frozenset()
    with pytest.raises(Refused, match="no_powers_here"):
        a_unit(place)


def test_nobody_gives_powers_to_oneself_or_to_the_own_unit(database: SQLAlchemy) -> None:
    unit = a_ministry_unit()
    operator = a_staff_actor(unit, (Power.OPERATE,))
    own = queries.membership_of(str(operator.person_id), unit.organisation_id)
    assert own is not None
    with pytest.raises(NotAllowed):
        services.place_member(operator, own.id, unit.id, (Power.OPERATE, Power.CONFIRM))
    with pytest.raises(NotAllowed):
        services.change_unit(operator, unit.id, powers=tuple(Power), provinces=())
    reviewer = a_staff_actor(unit, (Power.REVIEW,))
    with pytest.raises(NotFound):
        services.place_member(reviewer, membership(an_enterprise_with(reviewer), reviewer).id, None)


def an_enterprise_with(actor: Actor) -> Organisation:
    place = an_enterprise()
    services.add_member(SYSTEM, place.id, str(actor.person_id), Role.ADMIN)
    return place


def test_a_stranger_finds_nothing(database: SQLAlchemy) -> None:
    place = an_enterprise()
    boss = an_actor(place)
    row = membership(place, boss)
    stranger, nobody = a_stranger(), signed_in_as(a_person())
    for actor in (stranger, nobody):
        for ask in (
            lambda actor=actor: queries.organisation(actor, place.id),
            lambda actor=actor: queries.members_of(actor, place.id),
            lambda actor=actor: queries.units_of(actor, place.id),
            lambda actor=actor: queries.open_invitations(actor, place.id),
            lambda actor=actor: services.change_role(actor, row.id, Role.VIEWER),
            lambda actor=actor: services.remove_member(actor, row.id),
            lambda actor=actor: services.invite(actor, place.id, "x@demo.example", Role.ADMIN, "vi"),
            lambda actor=actor: services.set_enterprise_code(actor, place.id, "0100112437"),
        ):
            with pytest.raises(NotFound):
                ask()
    with pytest.raises(NotFound):
        services.change_role(stranger, "0" * 26, Role.VIEWER)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER])
def test_only_administrators_manage_members(database: SQLAlchemy, role: Role) -> None:
    place = an_enterprise()
    boss, member = an_actor(place), an_actor(place, role)
    with pytest.raises(NotAllowed):
        services.change_role(member, membership(place, member).id, Role.ADMIN)
    with pytest.raises(NotAllowed):
        services.change_role(member, membership(place, boss).id, Role.VIEWER)
    with pytest.raises(NotAllowed):
        services.remove_member(member, membership(place, boss).id)
    with pytest.raises(NotAllowed):
        services.invite(member, place.id, "x@demo.example", Role.VIEWER, "vi")
    with pytest.raises(NotAllowed):
        queries.open_invitations(member, place.id)
    services.remove_member(member, membership(place, member).id)
    assert queries.membership_of(str(member.person_id), place.id) is None


def test_the_last_administrator_stays(database: SQLAlchemy) -> None:
    place = an_enterprise()
    boss, editor = an_actor(place), an_actor(place, Role.EDITOR)
    with pytest.raises(Refused, match="last_admin"):
        services.remove_member(boss, membership(place, boss).id)
    with pytest.raises(Refused, match="last_admin"):
        services.change_role(boss, membership(place, boss).id, Role.VIEWER)
    services.change_role(boss, membership(place, editor).id, Role.ADMIN)
    services.change_role(boss, membership(place, boss).id, Role.VIEWER)


def test_two_forms_for_one_role_do_not_overwrite_each_other(database: SQLAlchemy) -> None:
    place = an_enterprise()
    boss, member = an_actor(place), an_actor(place, Role.VIEWER)
    row = membership(place, member)
    services.change_role(boss, row.id, Role.EDITOR, version=1)
    with pytest.raises(Conflict):
        services.change_role(boss, row.id, Role.ADMIN, version=1)
    db.session.expire_all()
    assert membership(place, member).role == Role.EDITOR


def test_one_acts_only_for_organisations_one_belongs_to(client: PageClient) -> None:
    person = a_person()
    mine, other = an_enterprise(), an_investor()
    a_member(mine, person=person)
    row_id = sign_in_as(client, person)
    with pytest.raises(NotFound):
        services.act_for(signed_in_as(person), row_id, other.id)
    with pytest.raises(NotFound):
        services.act_for(signed_in_as(a_person()), row_id, mine.id)
    services.act_for(signed_in_as(person), row_id, mine.id)
    with transaction() as session:
        session.get_one(PersonSession, row_id).acting_organisation_id = other.id
    assert services.actor_for(db.session.get_one(PersonSession, row_id)).organisation_id == mine.id


def test_members_to_notify_can_act_and_can_be_reached(database: SQLAlchemy) -> None:
    place = an_enterprise()
    boss, editor = an_actor(place), an_actor(place, Role.EDITOR)
    an_actor(place, Role.VIEWER)
    gone = a_person()
    a_member(place, person=gone)
    suspend(SYSTEM, gone.id)
    assert {told.person_id for told in queries.members_to_notify(place.id)} == {boss.person_id, editor.person_id}


def test_offers_that_ran_out_leave_room_for_new_ones(database: SQLAlchemy) -> None:
    place = an_enterprise()
    actor = an_actor(place)
    with time_machine.travel(now() - INVITATION_LIFE - timedelta(days=1)):
        for number in range(OPEN_INVITATIONS):
            services.invite(actor, place.id, f"guest{number}@demo.example", Role.VIEWER, "vi")
    assert services.invite(actor, place.id, "one-more@demo.example", Role.VIEWER, "vi")


def test_an_offer_does_not_exist_for_officers_who_do_not_run_the_place(database: SQLAlchemy) -> None:
    place = an_enterprise()
    offer = services.invite(an_actor(place), place.id, "guest@demo.example", Role.VIEWER, "vi")
    officer = a_staff_actor(a_ministry_unit((Power.REVIEW, Power.IMPORT)))
    with pytest.raises(NotFound):
        services.withdraw(officer, offer)
