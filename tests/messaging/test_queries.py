"""The inbox and the thread, as those inside see them and as nobody else does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from marketplace.foundation.actor import ANONYMOUS, SYSTEM, Actor, NotFound
from marketplace.foundation.database import db
from marketplace.foundation.ids import new_id
from marketplace.messaging import queries, services
from marketplace.organisations.models import AudienceMember, Organisation
from marketplace.organisations.services import open_audience
from tests.factories.messaging import a_conversation
from tests.factories.organisations import a_ministry_unit, a_staff_actor, a_stranger, an_actor, an_enterprise

if TYPE_CHECKING:
    from flask_sqlalchemy import SQLAlchemy


def an_officer() -> Actor:
    return a_staff_actor(a_ministry_unit())


@pytest.mark.parametrize("outsider", [a_stranger, an_officer, lambda: ANONYMOUS])
def test_for_everybody_outside_there_is_no_conversation(database: SQLAlchemy, outsider: object) -> None:
    talk, actor = a_conversation(said=["Xin chào"]), outsider()  # type: ignore[operator]
    for door in (queries.conversation, queries.locked_conversation, queries.thread):
        with pytest.raises(NotFound):
            door(actor, talk.id)
    assert (queries.inbox(actor).total, queries.unread_total(actor)) == (0, 0)


def test_a_conversation_that_is_not_there_looks_the_same(database: SQLAlchemy) -> None:
    with pytest.raises(NotFound):
        queries.conversation(a_stranger(), new_id())


def test_a_person_let_in_by_name_is_alone_of_its_organisation(database: SQLAlchemy) -> None:
    talk, firm = a_conversation(said=["Xin chào"]), an_enterprise()
    adviser, colleague = an_actor(firm), an_actor(firm)
    with database.session.begin_nested():
        member = AudienceMember(
            audience_id=talk.audience_id, organisation_id=firm.id, who=adviser.person_id, person_id=adviser.person_id
        )
        database.session.add(member)
    database.session.commit()
    assert queries.inbox(adviser).total == 1
    assert queries.inbox(colleague).total == 0


def test_the_inbox_names_the_other_side_and_counts_what_is_unread(database: SQLAlchemy) -> None:
    talk = a_conversation(said=["Một", "Hai"])
    (line,) = queries.inbox(talk.partner).items
    assert (line.others, line.unread, line.last_text, line.last_is_own) == ((talk.enterprise.name,), 2, "Hai", False)
    (own,) = queries.inbox(talk.founder).items
    assert (own.others, own.unread, own.last_is_own) == ((talk.investor.name,), 0, True)


def test_the_liveliest_conversation_comes_first(database: SQLAlchemy) -> None:
    firm = an_enterprise()
    actor = an_actor(firm)
    ids = [_with(firm) for _ in range(3)]
    services.post_message(actor, ids[0], "Xin chào", new_id())
    assert [line.id for line in queries.inbox(actor).items] == [ids[0], ids[2], ids[1]]


def test_a_long_thread_shows_its_newest_page_first(database: SQLAlchemy) -> None:
    talk = a_conversation(said=[f"Số {number}" for number in range(queries.THREAD_PAGE + 2)])
    newest, oldest = queries.thread(talk.founder, talk.id), queries.thread(talk.founder, talk.id, 2)
    assert [line.sequence for line in oldest.items] == [1, 2]
    assert (newest.items[0].sequence, newest.items[-1].sequence) == (3, queries.THREAD_PAGE + 2)


def test_the_inbox_asks_the_database_no_more_often_for_more_rows(database: SQLAlchemy) -> None:
    firm = an_enterprise()
    actor = an_actor(firm)
    _with(firm)
    few = statements_of(actor)
    for _ in range(6):
        services.post_message(actor, _with(firm), "Xin chào", new_id())
    assert statements_of(actor) == few


def statements_of(actor: Actor) -> int:
    db.session.expire_all()
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        queries.inbox(actor)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def _with(firm: Organisation) -> str:
    audience_id = open_audience("conversation", [firm.id, an_enterprise().id])
    return services.open_conversation(SYSTEM, "engagement", new_id(), audience_id)
