"""The own answers and the pairs that rest, as their page wants them."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from marketplace.foundation.clock import day_of, now
from marketplace.foundation.i18n import _, day
from marketplace.foundation.text import Localised
from marketplace.matching.presenters.cards import address, said
from marketplace.matching.presenters.words import ANSWERS, ENDED
from marketplace.matching.queries import Said
from marketplace.matching.rules.answers import Answer, is_wish
from marketplace.matching.rules.outcomes import PairState
from marketplace.organisations.models import Organisation
from marketplace.profiles.queries import live_rows


@dataclass(frozen=True, slots=True)
class Line:
    """One answer of one's own organisation, in words."""

    organisation_id: str
    name: Localised
    answer: Answer
    label: str
    answered_at: datetime
    href: str | None


@dataclass(frozen=True, slots=True)
class Resting:
    """A pair that ended: what ended, and until when it is not suggested."""

    organisation_id: str
    name: Localised
    what: str
    until: str


@dataclass(frozen=True, slots=True)
class Undo:
    """What was said a moment ago: about whom, what it means, and whether the party is still on the page."""

    organisation_id: str
    name: Localised
    text: str
    here: bool


def undo(answer: Said, names: Mapping[str, Organisation], shown: Collection[str]) -> Undo | None:
    """The last answer as something that can be undone."""
    held = names.get(answer.about_organisation_id)
    if held is None:
        return None
    back = answer.comes_back_on
    texts = {
        Answer.MUST: _("Noted: you want to meet this party very much."),
        Answer.YES: _("Noted: you would like to meet this party."),
        Answer.LATER: _("Put off: comes back into your list on %(day)s.", day=day(back)),
        Answer.NO: _("You and this party are not shown to each other as matches any more. It is not told why."),
    }
    text = str(texts[answer.answer])
    return Undo(answer.about_organisation_id, held.name, text, answer.about_organisation_id in shown)


def lines(answers: Sequence[Said], names: Mapping[str, Organisation], only: str | None = None) -> list[Line]:
    """The own answers with the names and public pages of those whom they are about, all or one kind of them."""
    live = live_rows([row.about_organisation_id for row in answers])
    return [
        Line(
            row.about_organisation_id,
            names[row.about_organisation_id].name,
            row.answer,
            str(said(row)),
            row.answered_at,
            address(live[row.about_organisation_id]) if row.about_organisation_id in live else None,
        )
        for row in answers
        if row.about_organisation_id in names and only in (None, row.answer.value)
    ]


def choices(answers: Sequence[Said], only: str | None) -> list[dict[str, Any]]:
    """The kinds of answers that were given, each with how many, to look at one of them."""
    counts = Counter(row.answer for row in answers)
    every = [(None, _("All"), len(answers)), *((kind.value, ANSWERS[kind], counts[kind]) for kind in ANSWERS)]
    return [
        {"label": label, "count": count, "href": url_for("matching.answers", only=code), "current": code == only}
        for code, label, count in every
        if count or code == only
    ]


def resting(
    states: Mapping[str, PairState], answers: Sequence[Said], names: Mapping[str, Organisation]
) -> list[Resting]:
    """The pairs that rest and could be brought back by the own wish, those that rest longest first."""
    wishes = {row.about_organisation_id: row.answered_at for row in answers if is_wish(row.answer)}
    rows = [
        (state.rests_until, other, state)
        for other, state in states.items()
        if other in names and state.rests_until is not None and state.is_resting(now(), wishes.get(other))
    ]
    rows.sort(key=lambda row: (row[0], row[1]), reverse=True)
    return [
        Resting(other, names[other].name, str(ENDED[state.reached]), day(day_of(until))) for until, other, state in rows
    ]
