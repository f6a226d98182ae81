"""What people follow: one's own for oneself, and what is due for the job that looks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, and_, exists, func, select

from marketplace.accounts.models import Person
from marketplace.alerts.models import Source
from marketplace.alerts.rules.frequency import Kind
from marketplace.alerts.rules.memory import unpacked
from marketplace.alerts.rules.news import Standing
from marketplace.foundation.actor import Actor, NotFound, Role
from marketplace.foundation.database import db, locked
from marketplace.mandates.models import MandateRow
from marketplace.organisations.models import Membership

_MAY_BE_TOLD = and_(Person.verified_at.is_not(None), Person.suspended_at.is_(None))


def own_sources(actor: Actor) -> Sequence[Source]:
    """Everything that the person follows or declined, for whichever organisation, oldest first."""
    mine = select(Source).where(Source.person_id == actor.person_id)
    return db.session.scalars(mine.order_by(Source.created_at, Source.id)).all()


def own_by_key(actor: Actor, kind: Kind) -> dict[str, Source]:
    """What the person follows of a kind for the organisation acted for, by its key."""
    mine = select(Source).where(
        Source.person_id == actor.person_id, Source.organisation_id == actor.organisation_id, Source.kind == kind
    )
    return {row.key: row for row in db.session.scalars(mine)}


def locked_source(actor: Actor, source_id: str) -> Source:
    """One of the person's own, to be changed; NotFound for strangers."""
    mine = select(Source).where(Source.id == source_id, Source.person_id == actor.person_id)
    row = db.session.scalar(locked(mine))
    if row is None:
        raise NotFound
    return row


def locked_by_key(actor: Actor, kind: str, key: str) -> Source | None:
    """The same by what it follows for the organisation acted for; None where nothing was ever chosen."""
    return db.session.scalar(
        locked(
            select(Source).where(
                Source.person_id == actor.person_id,
                Source.organisation_id == actor.organisation_id,
                Source.kind == kind,
                Source.key == key,
            )
        )
    )


def locked_for_link(source_id: str, person_id: str) -> Source | None:
    """What stands behind a way out that was signed; None if it is gone."""
    return db.session.scalar(locked(select(Source).where(Source.id == source_id, Source.person_id == person_id)))


def source_of_link(source_id: str, person_id: str) -> Source | None:
    """The same, to be read."""
    return db.session.scalar(select(Source).where(Source.id == source_id, Source.person_id == person_id))


def sources_by_id(person_id: str, source_ids: Sequence[str]) -> dict[str, Source]:
    """Those of one person that are still there."""
    wanted = select(Source).where(Source.person_id == person_id, Source.id.in_(source_ids))
    return {row.id: row for row in db.session.scalars(wanted)}


def locked_of(person_id: str) -> Sequence[Source]:
    """Everything of one person that is to be looked at some time, locked."""
    wanted = select(Source).where(Source.person_id == person_id, Source.due_at.is_not(None))
    return db.session.scalars(locked(wanted.order_by(Source.id))).all()


def people_due(moment: datetime, most: int) -> Sequence[str]:
    """For whom something is to be looked at, those who waited longest first; who may not be told waits."""
    due = _due(moment).join(Person, Person.id == Source.person_id).where(_MAY_BE_TOLD)
    people = due.with_only_columns(Source.person_id).group_by(Source.person_id)
    return db.session.scalars(people.order_by(func.min(Source.due_at), Source.person_id).limit(most)).all()


def due_of(person_id: str, moment: datetime) -> Sequence[Source]:
    """What is to be looked at for one person."""
    return db.session.scalars(_due(moment).where(Source.person_id == person_id).order_by(Source.id)).all()


def locked_due(person_id: str, moment: datetime) -> Sequence[Source]:
    """The same, read anew, with everything of the person locked: of two who write a digest one goes first."""
    return [row for row in locked_of(person_id) if row.due_at is not None and row.due_at <= moment]


def standing_of(row: Source) -> Standing:
    """A row as the rules read it."""
    return Standing(row.mark, None if row.known is None else unpacked(row.known, partial=row.partial))


def followers_missing(most: int) -> Sequence[tuple[str, str, str]]:
    """Person, organisation and mandate of lists that would be followed by themselves, and are not noted yet."""
    noted = exists().where(
        Source.person_id == Membership.person_id,
        Source.organisation_id == Membership.organisation_id,
        Source.kind == Kind.MANDATE,
        Source.key == MandateRow.id,
    )
    wanted = (
        select(Membership.person_id, Membership.organisation_id, MandateRow.id)
        .join(Person, Person.id == Membership.person_id)
        .join(MandateRow, MandateRow.organisation_id == Membership.organisation_id)
        .where(MandateRow.live, Membership.role.in_((Role.ADMIN, Role.EDITOR)), _MAY_BE_TOLD, ~noted)
        .order_by(MandateRow.id, Membership.person_id)
    )
    return [(person, place, mandate) for person, place, mandate in db.session.execute(wanted.limit(most))]


def _due(moment: datetime) -> Select[Source]:
    return select(Source).where(Source.due_at <= moment)
