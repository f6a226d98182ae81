"""A person chooses how to be told."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.foundation.actor import Actor, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, locked, transaction
from marketplace.foundation.journal import record
from marketplace.foundation.upsert import insert_new
from marketplace.foundation.versions import expect, touch
from marketplace.notifications import queries
from marketplace.notifications.facts import WishesChosen
from marketplace.notifications.models import Setting
from marketplace.notifications.rules import DEFAULT_DIGEST_HOUR, DEFAULT_ZONE, Channel, Topic, Wishes, plan


def choose(actor: Actor, wishes: Wishes, expected_version: int | None = None) -> None:
    """Keep how the person wishes to be told; what still waits to be mailed follows at once."""
    with transaction():
        allow(actor.is_signed_in)
        row = locked_setting(str(actor.person_id))
        expect(row, expected_version)
        row.channels = {topic: str(wishes.channel(topic)) for topic in Topic if topic in wishes.channels}
        row.zone, row.digest_hour = wishes.zone, wishes.digest_hour
        row.quiet_from, row.quiet_until = wishes.quiet_from, wishes.quiet_until
        touch(row)
        follow(row)
        record(WishesChosen(row.person_id))


def locked_setting(person_id: str) -> Setting:
    """The person's row, made if there was none, locked."""
    fresh = {
        "person_id": person_id,
        "channels": {},
        "zone": DEFAULT_ZONE,
        "digest_hour": DEFAULT_DIGEST_HOUR,
        "version": 1,
    }
    insert_new(db.session(), Setting, fresh)
    return db.session.scalars(locked(select(Setting).where(Setting.person_id == person_id))).one()


def follow(row: Setting) -> None:
    """Plan anew what waits for this person: nobody gets what was declined a moment ago."""
    wishes, moment = queries.as_wishes(row), now()
    for waiting in queries.locked_waiting(row.person_id):
        planned = plan(waiting.kind, wishes, moment)
        waiting.channel = planned.channel
        waiting.mail_after = planned.not_before or (None if planned.channel is Channel.NONE else moment)
