from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, select

from marketplace.deals.policies import OFFICER_POWERS
from marketplace.foundation import actor as actors
from marketplace.foundation.actor import ANONYMOUS, SYSTEM, Actor, Power, acting_as, known_actor
from marketplace.foundation.database import transaction
from marketplace.foundation.row_security import DUTY_POWERS, Asking, Duty, across_audiences, asking
from marketplace.organisations.models import Audience

if TYPE_CHECKING:
    from flask_sqlalchemy import SQLAlchemy

MEMBER = Actor(person_id="p", organisation_id="o")


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (ANONYMOUS, Asking("", "", Duty.NONE)),
        (MEMBER, Asking("o", "p", Duty.NONE)),
        (Actor(person_id="p", organisation_id="o", powers=frozenset({Power.CURATE})), Asking("o", "p", Duty.NONE)),
        (Actor(person_id="p", organisation_id="o", powers=frozenset({Power.AUDIT})), Asking("o", "p", Duty.STAFF)),
        (SYSTEM, Asking("", "", Duty.SYSTEM)),
    ],
)
def test_what_the_policies_are_told(actor: Actor, expected: Asking) -> None:
    with acting_as(actor):
        assert asking() == expected


def test_the_officers_of_deals_are_those_whose_duty_crosses_audiences() -> None:
    assert DUTY_POWERS == OFFICER_POWERS


def test_asking_who_is_known_never_looks_for_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def look() -> Actor:
        looked.append("looked")
        return MEMBER

    monkeypatch.setattr(actors, "_builder", [])
    assert known_actor() is ANONYMOUS
    actors.build_actors_with(look, known=lambda: ANONYMOUS)
    assert known_actor() is ANONYMOUS
    assert asking().organisation == ""
    assert looked == []


@pytest.mark.usefixtures("database")
def test_crossing_audiences_is_a_duty_and_the_actor_stays_who_it_is() -> None:
    with acting_as(MEMBER):
        with across_audiences("a test"):
            assert asking() == Asking("o", "p", Duty.SYSTEM)
            assert actors.current_actor() is MEMBER
        assert asking().duty is Duty.NONE
    with pytest.raises(AssertionError), across_audiences(""):
        pass


def test_what_is_changed_inside_is_written_inside(database: SQLAlchemy) -> None:
    written: list[Duty] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO organisations_audience"):
            written.append(asking().duty)

    event.listen(database.engine, "before_cursor_execute", note)
    with acting_as(MEMBER), transaction() as session:
        session.add(Audience(id="1" * 26, purpose="deal"))
        with across_audiences("a test"):
            session.add(Audience(id="2" * 26, purpose="deal"))
        session.add(Audience(id="3" * 26, purpose="deal"))
    event.remove(database.engine, "before_cursor_execute", note)
    assert written == [Duty.NONE, Duty.SYSTEM, Duty.NONE]


def test_only_postgresql_is_told_who_asks(database: SQLAlchemy) -> None:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    for actor in (ANONYMOUS, MEMBER, SYSTEM):
        with acting_as(actor), database.engine.connect() as connection:
            connection.execute(select(Audience.id))
            connection.execute(select(Audience.id))
    event.remove(database.engine, "before_cursor_execute", note)
    told = [statement for statement in said if "vuon.organisation" in statement]
    assert len(told) == (3 if database.engine.dialect.name == "postgresql" else 0)
