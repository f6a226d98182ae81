"""What organisations said about each other, as it holds now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from marketplace.foundation.actor import Actor
from marketplace.foundation.clock import day_of, today
from marketplace.foundation.database import db
from marketplace.matching.models import Preference
from marketplace.matching.rules.answers import Answer, asked_again_on, is_postponed, is_veto


@dataclass(frozen=True, slots=True)
class Said:
    """The answer that holds, since when, and for "later" the months to wait."""

    about_organisation_id: str
    answer: Answer
    answered_at: datetime
    months: int | None = None

    @property
    def comes_back_on(self) -> date | None:
        """The day on which a party that was put off is shown again."""
        return asked_again_on(day_of(self.answered_at), self.months) if self.answer is Answer.LATER else None


def _current() -> Select[Preference]:
    """The answers that hold, asked row by row: the newest of each pair would be looked for among everybody's."""
    later = aliased(Preference)
    taken_over = exists().where(
        later.organisation_id == Preference.organisation_id,
        later.about_organisation_id == Preference.about_organisation_id,
        later.number > Preference.number,
    )
    return select(Preference).where(~taken_over)


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
    return answers_of(str(actor.organisation_id))


def answers_of(organisation_id: str) -> list[Said]:
    """What an organisation has said and not taken back, newest first: for its own lists and nobody else's."""
    mine = _current().where(Preference.organisation_id == organisation_id, Preference.answer != Answer.OPEN)
    rows = db.session.scalars(mine.order_by(Preference.answered_at.desc(), Preference.id.desc()))
    return [Said(row.about_organisation_id, Answer(row.answer), row.answered_at, row.months) for row in rows]


def postponed(actor: Actor) -> frozenset[str]:
    """The organisations that the one acted for does not want in its lists for now."""
    return put_off(own_answers(actor))


def put_off(answers: Iterable[Said]) -> frozenset[str]:
    """Those of these answers' parties that still wait."""
    day = today()
    return frozenset(
        said.about_organisation_id
        for said in answers
        if is_postponed(said.answer, day_of(said.answered_at), said.months, day)
    )


def last_number(organisation_id: str, about_organisation_id: str) -> int:
    """How many answers an organisation has given about another."""
    wanted = select(func.max(Preference.number)).where(
        Preference.organisation_id == organisation_id, Preference.about_organisation_id == about_organisation_id
    )
    return db.session.scalar(wanted) or 0
