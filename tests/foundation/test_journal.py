"""Facts: kept with their change, never changed, sealed in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from marketplace.foundation import relay
from marketplace.foundation.actor import Actor, acting_as
from marketplace.foundation.database import db, transaction
from marketplace.foundation.journal import Fact, FactSeal, record

if TYPE_CHECKING:
    from flask_sqlalchemy import SQLAlchemy


@dataclass(frozen=True)
class ThingDone:
    NAME: ClassVar[str] = "test.thing_done"
    thing_id: str
    amount: int = 0


def facts() -> int:
    return db.session.scalar(select(func.count()).select_from(Fact)) or 0


def test_a_fact_outside_a_transaction_is_refused(database: SQLAlchemy) -> None:
    with pytest.raises(RuntimeError, match="outside transaction"):
        record(ThingDone("a"))


def test_a_fact_goes_with_its_change_when_that_is_undone(database: SQLAlchemy) -> None:
    with pytest.raises(ValueError, match="stop"), transaction():
        record(ThingDone("a"))
        raise ValueError("stop")
    assert facts() == 0


def test_a_fact_tells_who_did_it_for_whom(database: SQLAlchemy) -> None:
    with acting_as(Actor(person_id="p" * 26, organisation_id="o" * 26)), transaction():
        record(ThingDone("a", 5))
    fact = db.session.scalars(select(Fact)).one()
    assert (fact.person_id, fact.organisation_id, fact.values) == ("p" * 26, "o" * 26, {"thing_id": "a", "amount": 5})


def test_a_fact_holds_plain_values_only(database: SQLAlchemy) -> None:
    @dataclass(frozen=True)
    class Odd:
        NAME: ClassVar[str] = "test.odd"
        thing: object

    with pytest.raises(TypeError, match="plain value"), transaction():
        record(Odd(object()))


@pytest.mark.parametrize("statement", ["UPDATE fact SET name = 'x'", "DELETE FROM fact", "DELETE FROM fact_seal"])
def test_facts_and_seals_cannot_be_rewritten(database: SQLAlchemy, statement: str) -> None:
    with transaction():
        record(ThingDone("a"))
    relay.expand({})
    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction() as session:
        session.execute(text(statement))


def test_the_relay_seals_facts_into_a_chain_that_holds(database: SQLAlchemy) -> None:
    for number in range(5):
        with transaction():
            record(ThingDone(str(number)))
    assert relay.expand({}) == 5
    assert relay.broken_seals() == []
    assert list(db.session.scalars(select(FactSeal.position).order_by(FactSeal.position))) == [1, 2, 3, 4, 5]


def test_a_wrong_seal_is_found(database: SQLAlchemy) -> None:
    with transaction():
        first, second = record(ThingDone("a")), record(ThingDone("b"))
    with transaction() as session:
        session.add(FactSeal(position=1, fact_id=first, previous_hash=relay.GENESIS, hash="f" * 64))
        session.add(FactSeal(position=2, fact_id=second, previous_hash="f" * 64, hash="e" * 64))
    assert relay.broken_seals() == [1, 2]
