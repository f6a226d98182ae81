"""Opening, writing and reading, for those who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DatabaseError

from marketplace.foundation.actor import NotAllowed, NotFound, Refused, Role
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import Fact
from marketplace.foundation.once import Repeated
from marketplace.messaging import queries, services
from marketplace.messaging.models import Conversation, Message
from marketplace.messaging.rules import LONGEST
from marketplace.organisations.services import open_audience, remove_from_audience
from tests.factories.messaging import a_conversation
from tests.factories.organisations import a_stranger, an_actor, an_enterprise

if TYPE_CHECKING:
    from flask_sqlalchemy import SQLAlchemy


def facts(name: str) -> int:
    return db.session.scalar(select(func.count()).select_from(Fact).where(Fact.name == name)) or 0


def test_opening_twice_gives_the_same_conversation(database: SQLAlchemy) -> None:
    enterprise = an_enterprise()
    actor = an_actor(enterprise)
    about, audience_id = new_id(), open_audience("conversation", [enterprise.id])
    first = services.open_conversation(actor, "engagement", about, audience_id)
    assert services.open_conversation(actor, "engagement", about, audience_id) == first
    assert facts("messaging.conversation_opened") == 1


def test_a_stranger_cannot_open_a_conversation_in_a_circle_of_others(database: SQLAlchemy) -> None:
    audience_id = open_audience("conversation", [an_enterprise().id])
    with pytest.raises(NotFound):
        services.open_conversation(a_stranger(), "engagement", new_id(), audience_id)


def test_messages_are_kept_in_order_as_they_were_written(database: SQLAlchemy) -> None:
    talk = a_conversation(said=["Xin chào"])
    services.post_message(talk.partner, talk.id, "  Good\r\nmorning  ", new_id())
    page = queries.thread(talk.founder, talk.id)
    assert [(line.sequence, line.text, line.is_own) for line in page.items] == [
        (1, "Xin chào", True),
        (2, "Good\nmorning", False),
    ]


def test_the_fact_of_a_message_holds_no_word_of_it(database: SQLAlchemy) -> None:
    a_conversation(said=["Bí mật"])
    fact = db.session.scalars(select(Fact).where(Fact.name == "messaging.message_posted")).one()
    assert set(fact.values) == {"conversation_id", "message_id", "sequence", "sender_organisation_id"}
    assert "Bí mật" not in str(fact.values)


def test_the_same_form_sent_twice_writes_once(database: SQLAlchemy) -> None:
    talk, once = a_conversation(), new_id()
    first = services.post_message(talk.founder, talk.id, "Xin chào", once)
    with pytest.raises(Repeated) as repeated:
        services.post_message(talk.founder, talk.id, "Xin chào", once)
    assert repeated.value.result_id == first.message_id
    assert queries.conversation(talk.founder, talk.id).last_sequence == 1


@pytest.mark.parametrize(
    ("text", "code"), [(" \n\u200b ", "messaging.empty"), ("a" * (LONGEST + 1), "messaging.too_long")]
)
def test_a_message_that_says_nothing_or_too_much_is_refused_and_leaves_no_trace(
    database: SQLAlchemy, text: str, code: str
) -> None:
    talk = a_conversation()
    with pytest.raises(Refused) as refusal:
        services.post_message(talk.founder, talk.id, text, new_id())
    assert refusal.value.code == code
    assert (facts("messaging.message_posted"), queries.conversation(talk.founder, talk.id).last_sequence) == (0, 0)


def test_who_only_looks_on_may_read_and_not_write(database: SQLAlchemy) -> None:
    talk = a_conversation(said=["Xin chào"])
    viewer = an_actor(talk.investor, Role.VIEWER)
    assert queries.thread(viewer, talk.id).total == 1
    with pytest.raises(NotAllowed):
        services.post_message(viewer, talk.id, "Hello", new_id())


def test_a_party_that_leaves_the_circle_reads_and_writes_no_more(database: SQLAlchemy) -> None:
    talk = a_conversation(said=["Xin chào"])
    remove_from_audience(talk.audience_id, talk.investor.id)
    with pytest.raises(NotFound):
        services.post_message(talk.partner, talk.id, "Hello", new_id())
    with pytest.raises(NotFound):
        queries.thread(talk.partner, talk.id)


def test_reading_lowers_the_count_of_this_person_only(database: SQLAlchemy) -> None:
    talk = a_conversation(said=["Một", "Hai", "Ba"])
    colleague = an_actor(talk.investor)
    services.mark_read(talk.partner, talk.id, 2)
    assert [queries.unread_total(actor) for actor in (talk.partner, colleague, talk.founder)] == [1, 3, 0]


def test_an_answer_reads_only_what_its_page_showed(database: SQLAlchemy) -> None:
    talk = a_conversation(said=["Một", "Hai"])
    services.post_message(talk.partner, talk.id, "One", new_id(), seen=1)
    assert queries.unread_total(talk.partner) == 1


def test_every_message_raises_the_version(database: SQLAlchemy) -> None:
    talk = a_conversation(said=["Một", "Hai"])
    assert db.session.get_one(Conversation, talk.id).version == 3


@pytest.mark.parametrize("change", [update(Message).values(text="something else"), delete(Message)])
def test_a_message_cannot_be_changed_or_taken_back(database: SQLAlchemy, change: object) -> None:
    a_conversation(said=["Xin chào"])
    with pytest.raises(DatabaseError), transaction() as session:
        session.execute(change)  # type: ignore[call-overload]
    assert db.session.scalars(select(Message.text)).one() == "Xin chào"
