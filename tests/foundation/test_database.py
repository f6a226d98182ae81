"""One transaction rule on both databases."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.foundation import once
from marketplace.foundation.database import db, in_transaction, locked, transaction
from marketplace.foundation.moves import MoveRule
from marketplace.foundation.once import OneTimeKey, Repeated, claim
from marketplace.foundation.versions import Conflict, expect, touch

if TYPE_CHECKING:
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy


def row(move: str, to_state: str = "b") -> MoveRule:
    return MoveRule(machine="test", from_state="a", move=move, to_state=to_state)


def rows() -> list[MoveRule]:
    return list(db.session.scalars(select(MoveRule).where(MoveRule.machine == "test")))


def test_inner_blocks_join_the_outermost_one(database: SQLAlchemy) -> None:
    with pytest.raises(ValueError, match="stop"), transaction():
        with transaction() as session:
            session.add(row("inner"))
        raise ValueError("stop")
    assert rows() == []
    assert not in_transaction()


def test_a_change_outside_a_transaction_is_refused_at_the_next_one(database: SQLAlchemy) -> None:
    db.session.add(row("stray"))
    with pytest.raises(RuntimeError, match="outside"), transaction():
        pass
    db.session.rollback()


def test_what_is_decided_about_is_read_inside_the_block(app: Flask, database: SQLAlchemy) -> None:
    with transaction() as session:
        session.add(OneTimeKey(key="k", purpose="p", person_id="-", result_id="first"))
    seen = db.session.scalars(select(OneTimeKey)).one()

    def change() -> None:
        with app.app_context(), transaction():
            db.session.scalars(locked(select(OneTimeKey))).one().result_id = "second"

    other = threading.Thread(target=change)
    db.session.commit()
    other.start()
    other.join()
    assert seen.result_id == "first"
    with transaction():
        assert db.session.scalars(locked(select(OneTimeKey))).one().result_id == "second"


@pytest.mark.concurrency
def test_eight_writers_one_after_the_other_lose_nothing(app: Flask, database: SQLAlchemy) -> None:
    with transaction() as session:
        session.add(OneTimeKey(key="k", purpose="count", person_id="-", result_id="0"))

    def add_one() -> None:
        with app.app_context():
            for _ in range(5):
                with transaction():
                    counter = db.session.scalars(locked(select(OneTimeKey))).one()
                    counter.result_id = str(int(counter.result_id) + 1)

    threads = [threading.Thread(target=add_one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    assert db.session.scalars(select(OneTimeKey)).one().result_id == "40"


@pytest.mark.concurrency
def test_a_form_sent_eight_times_at_once_creates_once(app: Flask, database: SQLAlchemy) -> None:
    start, made, repeated = threading.Barrier(8), [], []
    key = once.new_key()

    def send(number: int) -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction() as session:
                    claim(key, "test.create", f"result-{number}")
                    session.add(row(f"made-{number}"))
                made.append(f"result-{number}")
            except Repeated as earlier:
                repeated.append(earlier.result_id)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rows()) == len(made) == 1
    assert repeated == made * 7


def test_a_version_that_moved_on_is_a_conflict() -> None:
    class Thing:
        version = 3

    thing = Thing()
    expect(thing, 3)
    expect(thing, None)
    touch(thing)
    with pytest.raises(Conflict) as conflict:
        expect(thing, 3)
    assert conflict.value.current == 4
