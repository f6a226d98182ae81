"""Matches, lists and answers as the templates want them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from marketplace.foundation.i18n import _, day, language
from marketplace.foundation.text import Localised
from marketplace.matching.presenters.details import Pair, detail
from marketplace.matching.presenters.sentences import FOR_OFFERS, FOR_SEEKERS, MISSING, TOPICS
from marketplace.matching.presenters.words import ANSWERS, STATES, TAUGHT, TAUGHT_FIELDS
from marketplace.matching.queries import Said
from marketplace.matching.queries.matches import Match, Question, View
from marketplace.matching.rules.explanation import Reason
from marketplace.matching.rules.outcomes import PairState
from marketplace.matching.rules.sensitive import is_sensitive
from marketplace.matching.rules.signals import Topic
from marketplace.profiles.models import Profile
from marketplace.profiles.rules import PUBLIC_PAGES

ASK = "deals.ask"
TELLING = 0.02


@dataclass(frozen=True, slots=True)
class Card:
    """One match in a list."""

    profile_id: str
    organisation_id: str
    name: Localised
    country: str | None
    href: str | None
    score: float
    reasons_for: list[str]
    reasons_against: list[str]
    missing: list[str]
    ask_mandate_id: str | None
    ask_counterparty_id: str
    wants_core: bool
    state: str | None
    introduction_id: str | None
    answer: str | None
    explores: bool
    missing_of_theirs: list[str]


def card(match: Match, row: Profile, view: View) -> Card:
    """A match with its reasons as sentences for this reader."""
    told = match.explanation
    mandate_id, counterparty_id = _ask(match, view)
    return Card(
        match.profile_id,
        match.organisation_id,
        row.name,
        row.country,
        address(row),
        match.score,
        [sentence(reason, match, view) for reason in told.reasons_for],
        [sentence(reason, match, view) for reason in told.reasons_against],
        [str(MISSING[row.field, row.is_ours]) for row in told.missing],
        mandate_id,
        counterparty_id,
        _is_sensitive(match, view),
        *_state(match.state),
        said(match.said),
        match.explores,
        [_within(str(MISSING[row.field, False])) for row in told.missing if not row.is_ours],
    )


def own_missing(found: Sequence[Match]) -> list[str]:
    """What the reader has not told, said once for the whole page: it is missing beside everybody."""
    fields = dict.fromkeys(row.field for match in found for row in match.explanation.missing if row.is_ours)
    return [_within(str(MISSING[field, True])) for field in fields]


def _within(words: str) -> str:
    """Words that stand alone elsewhere, as they stand inside a sentence."""
    return words[:1].lower() + words[1:]


def said(answer: Said | None) -> str | None:
    """The own answer in words, with the day on which a party that was put off comes back."""
    if answer is None:
        return None
    back = answer.comes_back_on
    if back is not None:
        return str(_("Not now: comes back on %(day)s", day=day(back)))
    return str(ANSWERS[answer.answer])


def _state(state: PairState | None) -> tuple[str | None, str | None]:
    """How far the pair has come, in words, and its introduction; nothing where one may ask (again)."""
    if state is None or not state.has_introduction:
        return None, None
    return str(STATES[state.outcome]), state.introduction_id


def _sides(match: Match, view: View) -> Pair:
    seeker, offer = (match.ours, match.theirs) if view.reader_is_seeker else (match.theirs, match.ours)
    return Pair(seeker, offer, view.reader_is_seeker)


def _is_sensitive(match: Match, view: View) -> bool:
    pair = _sides(match, view)
    return is_sensitive(pair.seeker, pair.offer)


def _ask(match: Match, view: View) -> tuple[str | None, str]:
    """An introduction is about one mandate and one counterparty: the own mandate, else the other side's."""
    if view.mandate_id is not None:
        return view.mandate_id, match.organisation_id
    return match.mandate_id, match.ours.organisation


def address(row: Profile) -> str | None:
    """Where the public profile of a party is shown; None for kinds without one."""
    match PUBLIC_PAGES.get(row.kind):
        case "company":
            return url_for("products_public.company", profile_id=row.id)
        case "investor":
            return url_for("profiles_public.investor", profile_id=row.id)
    return None


def sentence(reason: Reason, match: Match, view: View) -> str:
    """A reason with the values behind it: "Works in what you look for: Finance; AI"."""
    speaks_for = reason.adds > 0
    if reason.topic is Topic.TAUGHT:
        text, behind = TAUGHT[not speaks_for], _taught_by(match, speaks_for)
    else:
        sentences = FOR_SEEKERS if view.reader_is_seeker else FOR_OFFERS
        text = sentences[reason.topic][not speaks_for] if reason.topic in sentences else TOPICS[reason.topic]
        behind = detail(reason.topic, _sides(match, view), speaks_for=speaks_for)
    return f"{text}: {behind}" if behind else str(text)


def _taught_by(match: Match, speaks_for: bool) -> str:
    """The fields in which a party is like, or unlike, those answered before; the strongest first."""
    parts = [part for part in match.parts if part.code in TAUGHT_FIELDS and part.adds and (part.adds > 0) is speaks_for]
    parts.sort(key=lambda part: (-abs(part.adds), part.code))
    telling = [part for number, part in enumerate(parts) if not number or abs(part.adds) >= TELLING]
    return ", ".join(str(TAUGHT_FIELDS[part.code]) for part in telling)


def tabs(views: Sequence[View], chosen: View) -> list[dict[str, Any]]:
    """The reader's lists, and which one is open."""
    return [
        {"label": title(view), "href": url_for("matching.index", view=view.key), "current": view.key == chosen.key}
        for view in views
    ]


def title(view: View) -> str:
    """The question that a list answers, with the mandate's title where there is one."""
    questions = {
        Question.FITS_MANDATE: _("Who fits our mandate"),
        Question.COULD_INVEST: _("Who could invest in us"),
        Question.COULD_BUY_US: _("Who could buy us or join with us"),
        Question.COULD_BE_BOUGHT: _("Whom could we buy"),
    }
    named = view.mandate.title.best(language()) if view.mandate else ""
    question = str(questions[view.question])
    return f"{question}: {named}" if named else question
