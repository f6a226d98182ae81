"""Eight people at once: no gap, no doublet, one conversation."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from marketplace.foundation.actor import SYSTEM, acting_as
from marketplace.foundation.database import db
from marketplace.foundation.ids import new_id
from marketplace.foundation.once import Repeated
from marketplace.messaging import queries, services
from marketplace.messaging.models import Conversation, Message
from marketplace.organisations.services import open_audience
from tests.factories.messaging import a_conversation
from tests.factories.organisations import an_actor, an_enterprise, an_investor

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

pytestmark = pytest.mark.concurrency


def at_once(app: Flask, work: Callable[[int], object], people: int = 8) -> list[object]:
    db.session.commit()
    start, done = threading.Barrier(people), []

    def run(number: int) -> None:
        with app.app_context():
            start.wait()
            try:
                done.append(work(number))
            except Exception as error:  # noqa: BLE001 - the test looks at what came out
                done.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def test_eight_people_who_write_at_once_leave_one_order_without_gaps(app: Flask, database: SQLAlchemy) -> None:
    talk = a_conversation()
    speakers = [an_actor(talk.enterprise if number % 2 else talk.investor) for number in range(8)]

    def write(number: int) -> list[int]:
        with acting_as(speakers[number]):
            return [
                services.post_message(speakers[number], talk.id, f"{number}: {turn}", new_id()).sequence
                for turn in range(3)
            ]

    places = at_once(app, write)
    assert sorted(place for mine in places for place in mine) == list(range(1, 25))  # type: ignore[attr-defined]
    db.session.expire_all()
    kept = db.session.scalars(select(Message.sequence).order_by(Message.sequence)).all()
    assert list(kept) == list(range(1, 25))
    assert queries.conversation(talk.founder, talk.id).last_sequence == 24


def test_one_form_sent_eight_times_at_once_writes_once(app: Flask, database: SQLAlchemy) -> None:
    talk, once = a_conversation(), new_id()

    def write(_: int) -> str:
        with acting_as(talk.founder):
            return services.post_message(talk.founder, talk.id, "Xin chào", once).message_id

    done = at_once(app, write)
    assert sorted(type(each).__name__ for each in done) == ["Repeated"] * 7 + ["str"]
    (made,) = [each for each in done if isinstance(each, str)]
    assert {each.result_id for each in done if isinstance(each, Repeated)} == {made}
    assert db.session.scalar(select(func.count()).select_from(Message)) == 1


def test_eight_who_open_the_same_conversation_get_the_same_one(app: Flask, database: SQLAlchemy) -> None:
    about, audience_id = new_id(), open_audience("conversation", [an_enterprise().id, an_investor().id])
    done = at_once(app, lambda _: services.open_conversation(SYSTEM, "engagement", about, audience_id))
    assert len(set(done)) == 1
    assert db.session.scalar(select(func.count()).select_from(Conversation)) == 1
