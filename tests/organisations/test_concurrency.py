"""Eight at once: one membership, one administrator left, one organisation, one answer."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from marketplace.accounts import services as accounts
from marketplace.accounts.models import MailedLink, Person
from marketplace.accounts.rules import Purpose
from marketplace.foundation.actor import NotFound, Refused, Role
from marketplace.foundation.database import db
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import Fact
from marketplace.foundation.once import Repeated
from marketplace.foundation.text import Localised
from marketplace.organisations import queries, services
from marketplace.organisations.models import JoinRequest, Membership, Organisation
from marketplace.organisations.rules import Kind
from tests.factories.accounts import a_person
from tests.factories.organisations import an_actor, an_enterprise, signed_in_as

if TYPE_CHECKING:
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

pytestmark = pytest.mark.concurrency
EIGHT = 8
CODE = "0100112437"


def at_once(app: Flask, acts: list[Callable[[], object]]) -> Counter[str]:
    """Do these things at the same moment, each in a context of its own; count how they ended."""
    db.session.commit()
    barrier = threading.Barrier(len(acts))
    ends: list[str] = []

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            barrier.wait()
            try:
                act()
                ends.append("done")
            except Refused as refusal:
                ends.append(refusal.code)
            except (NotFound, Repeated) as other:
                ends.append(type(other).__name__)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ends) == len(acts)
    return Counter(ends)


def test_eight_acceptances_of_one_invitation_make_one_membership(app: Flask, database: SQLAlchemy) -> None:
    place = an_enterprise()
    boss, guest = an_actor(place), signed_in_as(a_person("guest@demo.example"))
    row_id = services.invite(boss, place.id, "guest@demo.example", Role.VIEWER, "vi")
    ends = at_once(app, [lambda: services.accept_invitation(guest, row_id)] * EIGHT)
    assert ends == {"done": 1, "organisations.invitation_over": EIGHT - 1}
    assert db.session.scalar(select(func.count(Membership.id)).where(Membership.person_id == guest.person_id)) == 1
    joined = select(func.count(Fact.id)).where(Fact.name == "organisations.member_joined")
    assert db.session.scalar(joined.where(Fact.values["member_id"].as_string() == guest.person_id)) == 1


def test_eight_administrators_who_leave_at_once_leave_one_behind(app: Flask, database: SQLAlchemy) -> None:
    place = an_enterprise()
    bosses = [an_actor(place) for _ in range(EIGHT)]
    rows = [queries.membership_of(str(boss.person_id), place.id) for boss in bosses]

    def leave(number: int) -> Callable[[], object]:
        row = rows[number]
        assert row is not None
        row_id = row.id
        return lambda: services.remove_member(bosses[number], row_id)

    ends = at_once(app, [leave(number) for number in range(EIGHT)])
    assert ends == {"done": EIGHT - 1, "organisations.last_admin": 1}
    assert db.session.scalar(select(func.count(Membership.id)).where(Membership.role == Role.ADMIN)) == 1


def test_removing_and_demoting_at_once_keeps_an_administrator(app: Flask, database: SQLAlchemy) -> None:
    place = an_enterprise()
    one, two = an_actor(place), an_actor(place)
    first = queries.membership_of(str(one.person_id), place.id)
    second = queries.membership_of(str(two.person_id), place.id)
    assert first is not None
    assert second is not None
    first_id, second_id = first.id, second.id
    acts: list[Callable[[], object]] = [
        lambda: services.remove_member(two, first_id),
        lambda: services.change_role(one, second_id, Role.VIEWER),
    ]
    ends = at_once(app, acts * 4)
    assert ends["done"] >= 1
    assert db.session.scalar(select(func.count(Membership.id)).where(Membership.role == Role.ADMIN)) == 1


def test_eight_sendings_of_one_form_found_one_organisation(app: Flask, database: SQLAlchemy) -> None:
    founder, once = signed_in_as(a_person()), new_id()
    new = services.NewOrganisation(Kind.ENTERPRISE, Localised(vi="Demo"), "VN")

    def found() -> None:
        services.found_organisation(founder, new, once)

    # Eight threads have no request, so the one-time key belongs to nobody in particular: the harder case.
    ends = at_once(app, [found] * EIGHT)
    assert ends == {"done": 1, "Repeated": EIGHT - 1}
    assert db.session.scalar(select(func.count(Organisation.id))) == 1


def test_eight_founders_with_one_code_make_one_organisation(app: Flask, database: SQLAlchemy) -> None:
    people = [signed_in_as(a_person()) for _ in range(EIGHT)]
    new = services.NewOrganisation(Kind.ENTERPRISE, Localised(vi="Demo"), "VN", CODE)

    def found(number: int) -> Callable[[], object]:
        return lambda: services.found_organisation(people[number], new, new_id())

    ends = at_once(app, [found(number) for number in range(EIGHT)])
    assert ends == {"done": 1, "organisations.code_taken": EIGHT - 1}
    assert db.session.scalar(select(func.count(Organisation.id))) == 1


def test_eight_answers_to_one_request_are_one_answer(app: Flask, database: SQLAlchemy) -> None:
    place = an_enterprise(code=CODE)
    boss, person = an_actor(place), signed_in_as(a_person())
    services.ask_to_join(person, CODE)
    row_id = queries.joins_to_decide(boss)[0].request_id
    acts: list[Callable[[], object]] = [
        lambda: services.decide_join(boss, row_id, accept=True),
        lambda: services.decide_join(boss, row_id, accept=False),
    ]
    ends = at_once(app, acts * 4)
    assert ends == {"done": 1, "organisations.already_decided": EIGHT - 1}
    state = db.session.get_one(JoinRequest, row_id).state
    members = db.session.scalar(select(func.count(Membership.id)).where(Membership.person_id == person.person_id))
    assert members == (1 if state == "accepted" else 0)


def test_eight_uses_of_one_sign_up_link_make_one_person(app: Flask, database: SQLAlchemy) -> None:
    accounts.ask_for_link(Purpose.SIGN_UP, "lan@demo.example", "vi", "127.0.0.1")
    link = db.session.scalars(select(MailedLink)).one()
    secret = accounts.link_secret("accounts.sign_up", link.id)
    ends = at_once(app, [lambda: accounts.finish_sign_up(secret, "Lan", "chín con voi bơi qua sông", "")] * EIGHT)
    assert ends == {"done": 1, "accounts.link_over": EIGHT - 1}
    assert db.session.scalar(select(func.count(Person.id))) == 1


def test_eight_uses_of_one_reset_link_change_the_password_once(app: Flask, database: SQLAlchemy) -> None:
    a_person("lan@demo.example")
    accounts.ask_for_link(Purpose.RESET, "lan@demo.example", "vi", "127.0.0.1")
    link = db.session.scalars(select(MailedLink)).one()
    secret = accounts.link_secret("accounts.reset", link.id)
    ends = at_once(app, [lambda: accounts.reset_password(secret, "chín con voi bơi qua sông")] * EIGHT)
    assert ends == {"done": 1, "accounts.link_over": EIGHT - 1}
