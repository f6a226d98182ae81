"""Matches, lists and answers as the templates want them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from marketplace.foundation.i18n import _, language, number
from marketplace.foundation.text import Localised
from marketplace.matching.presenters.sentences import FOR_OFFERS, FOR_SEEKERS, MISSING, TOPICS, WITH_SUBJECTS
from marketplace.matching.queries import Said
from marketplace.matching.queries.matches import Match, Question, View
from marketplace.matching.queries.seats import UNION, UNION_MEMBERS
from marketplace.matching.rules.answers import Answer
from marketplace.matching.rules.corpus import tags_of
from marketplace.matching.rules.explanation import Reason, by_topic
from marketplace.matching.rules.outcomes import Outcome, PairState
from marketplace.matching.rules.seats import Seat
from marketplace.matching.rules.signals import Topic
from marketplace.organisations.models import Organisation
from marketplace.profiles.models import Profile
from marketplace.profiles.rules import PUBLIC_PAGES
from marketplace.reference.queries import label

MOST_SUBJECTS = 3
FULL_BAR = 2.0
PERCENT = 100
ASK = "deals.ask"
TAXONOMIES = ("sector", "technology", "segment")


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


@dataclass(frozen=True, slots=True)
class Bar:
    """What one topic adds: the label, the exact addition as text, and a length from -100 to 100."""

    label: str
    adds: str
    length: float


@dataclass(frozen=True, slots=True)
class Line:
    """One answer of one's own organisation."""

    organisation_id: str
    name: Localised
    answer: Answer
    answered_at: datetime


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
        [_sentence(reason, match, view) for reason in told.reasons_for],
        [_sentence(reason, match, view) for reason in told.reasons_against],
        [str(MISSING[row.field, row.is_ours]) for row in told.missing],
        mandate_id,
        counterparty_id,
        _is_sensitive(match, view),
        *_state(match.state),
    )


def _state(state: PairState | None) -> tuple[str | None, str | None]:
    """How far the pair has come, in words, and its introduction; nothing where one may ask (again)."""
    if state is None or not state.is_open:
        return None, None
    words = {
        Outcome.ASKED: _("An introduction has been asked for"),
        Outcome.INTRODUCED: _("Introduced to each other"),
        Outcome.DEAL: _("You have a deal together"),
    }
    return str(words[state.outcome]), state.introduction_id


def _is_sensitive(match: Match, view: View) -> bool:
    """Core technology that would go to a side abroad: a flag for care, never a reason."""
    offer, seeker = (match.theirs, match.ours) if view.reader_is_seeker else (match.ours, match.theirs)
    return bool(offer.acquires_core) and offer.country == "VN" and seeker.country not in (None, "VN")


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


def _sentence(reason: Reason, match: Match, view: View) -> str:
    sentences = FOR_SEEKERS if view.reader_is_seeker else FOR_OFFERS
    subjects = _shared_subjects(match.ours, match.theirs)
    if reason.topic is Topic.SUBJECT and reason.adds > 0 and subjects:
        return str(WITH_SUBJECTS[view.reader_is_seeker]) % {"subjects": subjects}
    positive, negative = sentences[reason.topic]
    return str(positive if reason.adds > 0 else negative)


def _shared_subjects(ours: Seat, theirs: Seat) -> str:
    common = [code for code in dict.fromkeys(tags_of(ours)) if code in set(tags_of(theirs))]
    return "; ".join(_subject(code) for code in common[:MOST_SUBJECTS])


def _subject(code: str) -> str:
    """The label of a code of whichever taxonomy knows it."""
    lang = language()
    return next((text for taxonomy in TAXONOMIES if (text := label(taxonomy, code, lang)) != code), code)


def told_markets(seat: Seat) -> list[str]:
    """The markets as a party named them: the European Union as one."""
    return [market for market in seat.markets if UNION not in seat.markets or market not in UNION_MEMBERS]


def bars(match: Match) -> list[Bar]:
    """What every topic adds, strongest first; together with the starting point they are the score."""
    rows = sorted(by_topic(match.parts), key=lambda reason: (-abs(reason.adds), reason.topic))
    return [
        Bar(str(TOPICS[row.topic]), _signed(row.adds), max(-PERCENT, min(PERCENT, PERCENT * row.adds / FULL_BAR)))
        for row in rows
        if row.adds
    ]


def sum_line(match: Match) -> str:
    """How the score comes about, in one line."""
    return str(
        _(
            "Starting point %(start)s, with all parts below %(total)s (log-odds): shown as %(score)s of at most 99.",
            start=_signed(match.intercept),
            total=_signed(match.log_odds),
            score=number(round(match.score)),
        )
    )


def _signed(value: float) -> str:
    sign = "+" if value >= 0 else "−"
    return f"{sign}{number(round(abs(value), 2))}"


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


def lines(said: Sequence[Said], organisations: dict[str, Organisation]) -> list[Line]:
    """The own answers with the names of those whom they are about."""
    return [
        Line(row.about_organisation_id, organisations[row.about_organisation_id].name, row.answer, row.answered_at)
        for row in said
        if row.about_organisation_id in organisations
    ]
