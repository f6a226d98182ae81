"""Conversations as the people inside see them; for everybody else there are none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, select, tuple_

from marketplace.accounts.models import Person
from marketplace.foundation.actor import Actor, NotFound
from marketplace.foundation.database import db, locked
from marketplace.foundation.pages import Page, page_of
from marketplace.foundation.row_security import across_audiences
from marketplace.foundation.text import Localised
from marketplace.messaging.models import Conversation, Message, ReadMark
from marketplace.organisations.models import AudienceMember
from marketplace.organisations.queries import audiences_of, organisations_by_id

THREAD_PAGE = 50


@dataclass(frozen=True, slots=True)
class InboxLine:
    """A conversation in the list: with whom, how many unread, and how it last went on."""

    id: str
    about_kind: str
    others: tuple[Localised, ...]
    unread: int
    last_text: str | None
    last_is_own: bool
    active_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One message with the names of who wrote it and for whom."""

    id: str
    sequence: int
    text: str
    posted_at: datetime
    person: str
    organisation: Localised
    is_own: bool


def conversations_seen_by(actor: Actor) -> Select[Conversation]:
    """The conversations of the actor's circles."""
    return select(Conversation).where(Conversation.audience_id.in_(audiences_of(actor)))


def conversation(actor: Actor, conversation_id: str) -> Conversation:
    """One conversation; NotFound for strangers."""
    return _one(conversations_seen_by(actor).where(Conversation.id == conversation_id))


def locked_conversation(actor: Actor, conversation_id: str) -> Conversation:
    """The same, locked: the next message's place is decided under this lock."""
    return _one(locked(conversations_seen_by(actor).where(Conversation.id == conversation_id)))


def conversation_about(actor: Actor, about_kind: str, about_id: str) -> Conversation | None:
    """The actor's conversation about a matter, if there is one."""
    found = conversations_seen_by(actor).where(Conversation.about_kind == about_kind, Conversation.about_id == about_id)
    return db.session.scalars(found.order_by(Conversation.id)).first()


def _one(statement: Select[Conversation]) -> Conversation:
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def others_in(actor: Actor, found: Conversation) -> tuple[Localised, ...]:
    """The names of the other parties in a conversation that a query let the actor see."""
    return _others(actor, [found]).get(found.audience_id, ())


def inbox(actor: Actor, number: int = 1) -> Page[InboxLine]:
    """One page of the actor's conversations, the liveliest first."""
    newest = conversations_seen_by(actor).order_by(Conversation.active_at.desc(), Conversation.id.desc())
    page = page_of(newest, number)
    others = _others(actor, page.items)
    unread = _unread(actor, [row.id for row in page.items])
    last = _last_messages(page.items)
    lines = [_inbox_line(actor, row, others, unread, last.get(row.id)) for row in page.items]
    return Page(lines, page.number, page.size, page.total)


def _inbox_line(
    actor: Actor,
    row: Conversation,
    others: dict[str, tuple[Localised, ...]],
    unread: dict[str, int],
    last: Message | None,
) -> InboxLine:
    return InboxLine(
        id=row.id,
        about_kind=row.about_kind,
        others=others.get(row.audience_id, ()),
        unread=unread.get(row.id, 0),
        last_text=last.text if last else None,
        last_is_own=last is not None and actor.acts_for(last.organisation_id),
        active_at=row.active_at,
    )


def unread_total(actor: Actor) -> int:
    """How many messages of others wait for the actor, in all conversations."""
    ids = conversations_seen_by(actor).with_only_columns(Conversation.id)
    statement = (
        select(func.count())
        .select_from(Message)
        .outerjoin(ReadMark, _mark_of(actor, Message.conversation_id))
        .where(Message.conversation_id.in_(ids), _is_unread(actor))
    )
    return db.session.scalar(statement) or 0


def read_up_to(actor: Actor, conversation_id: str) -> int:
    """The place up to which the actor has read."""
    mark = db.session.get(ReadMark, (conversation_id, actor.organisation_id, actor.person_id))
    return mark.read_up_to if mark else 0


def thread(actor: Actor, conversation_id: str, number: int = 1) -> Page[Line]:
    """One page of the messages, in order; page 1 holds the newest."""
    found = conversation(actor, conversation_id)
    newest = (
        select(Message)
        .where(Message.conversation_id == found.id, Message.audience_id == found.audience_id)
        .order_by(Message.sequence.desc())
    )
    page = page_of(newest, number, THREAD_PAGE)
    return Page(_lines(actor, page.items[::-1]), page.number, page.size, page.total)


def _lines(actor: Actor, messages: Sequence[Message]) -> list[Line]:
    wanted = {message.person_id for message in messages}
    names = {row.id: row.name for row in db.session.scalars(select(Person).where(Person.id.in_(wanted)))}
    organisations = organisations_by_id(message.organisation_id for message in messages)
    return [
        Line(
            id=message.id,
            sequence=message.sequence,
            text=message.text,
            posted_at=message.posted_at,
            person=names[message.person_id],
            organisation=organisations[message.organisation_id].name,
            is_own=actor.acts_for(message.organisation_id),
        )
        for message in messages
    ]


@across_audiences("one sees the places of others in circles whose conversations one was given")
def _others(actor: Actor, rows: Iterable[Conversation]) -> dict[str, tuple[Localised, ...]]:
    statement = (
        select(AudienceMember.audience_id, AudienceMember.organisation_id)
        .where(AudienceMember.audience_id.in_({row.audience_id for row in rows}))
        .distinct()
    )
    inside = [tuple(pair) for pair in db.session.execute(statement) if not actor.acts_for(pair.organisation_id)]
    parties = organisations_by_id(organisation_id for _, organisation_id in inside)
    names: dict[str, list[tuple[str, Localised]]] = {}
    for audience_id, organisation_id in inside:
        party = parties[organisation_id]
        names.setdefault(audience_id, []).append((party.sort_key, party.name))
    return {key: tuple(name for _, name in sorted(found, key=_by_sort_key)) for key, found in names.items()}


def _by_sort_key(named: tuple[str, Localised]) -> str:
    return named[0]


def _mark_of(actor: Actor, conversation_id: ColumnElement[str] | object) -> ColumnElement[bool]:
    return and_(
        ReadMark.conversation_id == conversation_id,
        ReadMark.organisation_id == actor.organisation_id,
        ReadMark.person_id == actor.person_id,
    )


def _is_unread(actor: Actor) -> ColumnElement[bool]:
    others = Message.organisation_id != actor.organisation_id
    return and_(others, Message.sequence > func.coalesce(ReadMark.read_up_to, 0))


def _unread(actor: Actor, ids: Sequence[str]) -> dict[str, int]:
    statement = (
        select(Message.conversation_id, func.count())
        .outerjoin(ReadMark, _mark_of(actor, Message.conversation_id))
        .where(Message.conversation_id.in_(ids), _is_unread(actor))
        .group_by(Message.conversation_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def _last_messages(rows: Sequence[Conversation]) -> dict[str, Message]:
    places = [(row.id, row.last_sequence) for row in rows]
    statement = select(Message).where(tuple_(Message.conversation_id, Message.sequence).in_(places))
    return {message.conversation_id: message for message in db.session.scalars(statement)}
