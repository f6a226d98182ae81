"""What can be done in a conversation: open it, write, say how far one has read, learn whom to tell."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from marketplace.foundation.actor import SYSTEM, Actor, NotFound, Refused, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, locked, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.once import claim
from marketplace.foundation.text import nfc
from marketplace.foundation.upsert import insert_new
from marketplace.foundation.versions import touch
from marketplace.messaging import policies, queries, rules
from marketplace.messaging.facts import ConversationOpened, MessagePosted
from marketplace.messaging.models import Conversation, Message, ReadMark
from marketplace.organisations.models import AudienceMember
from marketplace.organisations.queries import Recipient, is_inside, members_to_notify


@dataclass(frozen=True, slots=True)
class Posted:
    """The place that a message got."""

    message_id: str
    sequence: int


def open_conversation(actor: Actor, about_kind: str, about_id: str, audience_id: str) -> str:
    """The conversation of this circle about this matter, opened if there is none yet; gives its id."""
    with transaction() as session:
        inside = actor is SYSTEM or is_inside(actor, audience_id)
        if not inside:
            raise NotFound
        allow(policies.can_open(actor, inside=inside))
        row = {"id": new_id(), "about_kind": about_kind, "about_id": about_id, "audience_id": audience_id}
        moment = now()
        fresh = {**row, "last_sequence": 0, "active_at": moment, "created_at": moment, "version": 1}
        if insert_new(session, Conversation, fresh):
            record(ConversationOpened(row["id"], about_kind, about_id))
            return row["id"]
        same = queries.conversations_seen_by(SYSTEM).where(
            Conversation.audience_id == audience_id,
            Conversation.about_kind == about_kind,
            Conversation.about_id == about_id,
        )
        return session.scalars(same).one().id


def post_message(actor: Actor, conversation_id: str, text: str, once: str, seen: int = 0) -> Posted:
    """Write a message; `seen` is the place up to which the writer's page showed the conversation.

    Raises Repeated with the earlier message's id where this very form was sent before.
    """
    with transaction() as session:
        conversation = queries.locked_conversation(actor, conversation_id)
        allow(policies.can_post(actor))
        message_id = new_id()
        claim(once, "messaging.post", message_id)
        conversation.last_sequence += 1
        conversation.active_at = now()
        touch(conversation)
        message = Message(
            id=message_id,
            conversation_id=conversation.id,
            audience_id=conversation.audience_id,
            sequence=conversation.last_sequence,
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
            text=_sayable(text),
            posted_at=conversation.active_at,
        )
        session.add(message)
        session.flush()
        _read_on(actor, conversation, seen)
        record(MessagePosted(conversation.id, message_id, message.sequence, message.organisation_id))
    return Posted(message_id, message.sequence)


def mark_read(actor: Actor, conversation_id: str, up_to: int) -> None:
    """The reader has seen the messages up to this place."""
    with transaction():
        _read_on(actor, queries.conversation(actor, conversation_id), up_to)


def readers_to_tell(conversation_id: str, sequence: int, sender_organisation_id: str) -> list[Recipient]:
    """Those of the other side for whom a mail about this message helps; noted, so that none is told twice."""
    with transaction():
        conversation = queries.conversation(SYSTEM, conversation_id)
        told = []
        for organisation_id, reader in _other_side(conversation, sender_organisation_id):
            mark = _locked_mark(conversation, organisation_id, reader.person_id)
            standing = rules.Standing(mark.read_up_to, mark.told_up_to, mark.told_at)
            if rules.should_tell(standing, sequence, now()):
                mark.told_up_to, mark.told_at = sequence, now()
                told.append(reader)
    return told


def _sayable(text: str) -> str:
    said = nfc(text)
    if not said:
        raise Refused("messaging.empty")
    if len(said) > rules.LONGEST:
        raise Refused("messaging.too_long", longest=rules.LONGEST)
    return said


def _read_on(actor: Actor, conversation: Conversation, seen: int) -> None:
    if actor.person_id is None or actor.organisation_id is None:
        return
    mark = _locked_mark(conversation, actor.organisation_id, actor.person_id)
    mark.read_up_to = rules.read_after(mark.read_up_to, seen, conversation.last_sequence)


def _locked_mark(conversation: Conversation, organisation_id: str, person_id: str) -> ReadMark:
    key = {"conversation_id": conversation.id, "organisation_id": organisation_id, "person_id": person_id}
    fresh = {"audience_id": conversation.audience_id, "read_up_to": 0, "told_up_to": 0}
    insert_new(db.session(), ReadMark, {**key, **fresh})
    return db.session.scalars(locked(select(ReadMark).filter_by(**key))).one()


def _other_side(conversation: Conversation, sender_organisation_id: str) -> list[tuple[str, Recipient]]:
    inside = select(AudienceMember).where(
        AudienceMember.audience_id == conversation.audience_id,
        AudienceMember.organisation_id != sender_organisation_id,
    )
    allowed: dict[str, set[str | None]] = {}
    for member in db.session.scalars(inside):
        allowed.setdefault(member.organisation_id, set()).add(member.person_id)
    return [
        (organisation_id, reader)
        for organisation_id, persons in sorted(allowed.items())
        for reader in members_to_notify(organisation_id)
        if None in persons or reader.person_id in persons
    ]
