"""What organisations said about each other, as it holds now."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select

from marketplace.foundation.actor import Actor
from marketplace.foundation.clock import now
from marketplace.foundation.database import db
from marketplace.matching.models import Preference
from marketplace.matching.rules.answers import Answer, is_postponed, is_veto


@dataclass(frozen=True, slots=True)
class Said:
    """The answer that holds, and since when."""

    about_organisation_id: str
    answer: Answer
    answered_at: datetime


def _current() -> Select[Preference]:
    newest = (
        select(
            Preference.organisation_id.label("who"),
            Preference.about_organisation_id.label("about"),
            func.max(Preference.number).label("number"),
        )
        .group_by(Preference.organisation_id, Preference.about_organisation_id)
        .subquery()
    )
    holds = and_(
        Preference.organisation_id == newest.c.who,
        Preference.about_organisation_id == newest.c.about,
        Preference.number == newest.c.number,
    )
    return select(Preference).join(newest, holds)


def blocked(first_id: str, second_id: str) -> bool:
    """Whether either organisation has said that it never wants to meet the other."""
    either = or_(
        and_(Preference.organisation_id == first_id, Preference.about_organisation_id == second_id),
        and_(Preference.organisation_id == second_id, Preference.about_organisation_id == first_id),
    )
    return any(is_veto(row.answer) for row in db.session.scalars(_current().where(either)))


def vetoes_around(organisation_id: str) -> frozenset[str]:
    """The organisations that this one said "never" to, and those that said it to this one."""
    around = or_(Preference.organisation_id == organisation_id, Preference.about_organisation_id == organisation_id)
    rows = db.session.scalars(_current().where(around, Preference.answer == Answer.NO)).all()
    pairs = {row.organisation_id for row in rows} | {row.about_organisation_id for row in rows}
    return frozenset(pairs - {organisation_id})


def own_answers(actor: Actor) -> list[Said]:
    """What the organisation acted for has said and not taken back, newest first."""
    mine = _current().where(Preference.organisation_id == actor.organisation_id, Preference.answer != Answer.OPEN)
    rows = db.session.scalars(mine.order_by(Preference.answered_at.desc(), Preference.id.desc()))
    return [Said(row.about_organisation_id, Answer(row.answer), row.answered_at) for row in rows]


def postponed(actor: Actor) -> frozenset[str]:
    """The organisations that the one acted for does not want in its lists for now."""
    moment = now()
    return frozenset(
        said.about_organisation_id
        for said in own_answers(actor)
        if is_postponed(said.answer, (moment - said.answered_at).days)
    )


def last_number(organisation_id: str, about_organisation_id: str) -> int:
    """How many answers an organisation has given about another."""
    wanted = select(func.max(Preference.number)).where(
        Preference.organisation_id == organisation_id, Preference.about_organisation_id == about_organisation_id
    )
    return db.session.scalar(wanted) or 0
