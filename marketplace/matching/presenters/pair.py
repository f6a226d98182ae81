"""One pair in detail: every addition and its fields, the exact sum, how sure, and what is not known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from babel.numbers import format_decimal

from marketplace.foundation.i18n import _, language, ngettext, number
from marketplace.matching.presenters.details import amounts, stage, told_markets
from marketplace.matching.presenters.sentences import TOPICS
from marketplace.matching.presenters.words import FIELDS, POLICIES, UNSAID
from marketplace.matching.queries.matches import Match, View
from marketplace.matching.rules.explanation import Missing, by_topic
from marketplace.matching.rules.seats import Seat
from marketplace.matching.rules.signals import Topic
from marketplace.matching.rules.told import FIELDS as MADE_OF
from marketplace.reference.queries import label

FULL_BAR = 2.0
PERCENT = 100
HUNDREDTHS = 100
POLICY_TOPICS: Mapping[Topic, str] = {Topic.SMALL_FIRM: "small_firm", Topic.PROMISING: "promising_firm"}


@dataclass(frozen=True, slots=True)
class Bar:
    """What one topic adds: the label, the addition as text, a length from -100 to 100, and the fields behind it."""

    label: str
    adds: str
    length: float
    fields: str


@dataclass(frozen=True, slots=True)
class Sum:
    """The additions of a score: what is shown of them sums to what is shown of the total."""

    start: str
    bars: list[Bar]
    total: str


def summed(match: Match, view: View) -> Sum:
    """What every topic adds, strongest first; together with the starting point they are the score."""
    rows = [row for row in by_topic(match.parts) if row.adds]
    rows.sort(key=lambda row: (-abs(row.adds), row.topic))
    start, *adds = hundredths([match.intercept, *(row.adds for row in rows)])
    bars = [
        Bar(_label(row.topic), _signed(add), _length(row.adds), _fields(row.topic, view))
        for row, add in zip(rows, adds, strict=True)
    ]
    return Sum(_signed(start), bars, _signed(start + sum(adds)))


def hundredths(values: Iterable[float]) -> list[int]:
    """Values in whole hundredths that sum to the rounded sum: what rounding leaves over goes on to the next."""
    sums = [round(total * HUNDREDTHS) for total in accumulate(values)]
    return [after - before for before, after in zip([0, *sums], sums, strict=False)]


def _label(topic: Topic) -> str:
    policy = POLICY_TOPICS.get(topic)
    if policy is not None:
        return str(_("Rule of the ministry: %(rule)s", rule=POLICIES[policy]))
    return str(TOPICS[topic])


def _length(adds: float) -> float:
    return max(-PERCENT, min(PERCENT, PERCENT * adds / FULL_BAR))


def _fields(topic: Topic, view: View) -> str:
    """Which fields of either side a topic is made of: "your past deals; its country"."""
    made = MADE_OF.get(topic)
    if made is None:
        return ""
    ours, theirs = (made.seeker, made.offer) if view.reader_is_seeker else (made.offer, made.seeker)
    told = [_of_side(ours, _("you: %(fields)s")), _of_side(theirs, _("the other side: %(fields)s"))]
    return " · ".join(text for text in told if text)


def _of_side(fields: Sequence[str], said: str) -> str:
    names = ", ".join(dict.fromkeys(str(FIELDS[field]) for field in fields))
    return str(said) % {"fields": names} if names else ""


def _signed(value: int) -> str:
    amount = format_decimal(abs(value) / HUNDREDTHS, "0.00", locale=language())
    return f"{'+' if value >= 0 else '−'}{amount}"


def unsaid(found: Mapping[Missing, float]) -> list[tuple[str, str]]:
    """What telling a missing field could change at most, in points of the score; the most first."""
    rows = sorted(found.items(), key=lambda row: (-row[1], row[0].field, row[0].is_ours))
    return [
        (str(UNSAID[missing.field, missing.is_ours]), _up_to(round(points)))
        for missing, points in rows
        if round(points) > 0
    ]


def _up_to(points: int) -> str:
    return str(ngettext("up to %(num)s point more", "up to %(num)s points more", points))


def policies(codes: Iterable[str]) -> list[str]:
    """The rules of policy that are switched on, in words."""
    return [str(POLICIES[code]) for code in codes if code in POLICIES]


def beside(match: Match) -> list[tuple[str, str, str]]:
    """Both sides beside each other: what is told, by the reader, by the other side as far as the reader may know."""
    us, them = match.ours, match.theirs
    rows: list[tuple[Any, str, str]] = [
        (_("Country"), _term("country", us.country), _term("country", them.country)),
        (_("Sectors"), _terms("sector", us.sectors), _terms("sector", them.sectors)),
        (_("Technologies"), _terms("technology", us.technologies), _terms("technology", them.technologies)),
        (_("Stages"), _stages(us), _stages(them)),
        (_("Markets"), _terms("market", told_markets(us)), _terms("market", told_markets(them))),
        (_("Languages"), _terms("language", us.languages), _terms("language", them.languages)),
        (_("Amount or range"), amounts(us), amounts(them)),
        (_("Past deals"), _count(us), _count(them)),
    ]
    return [(str(name), ours or "—", theirs or "—") for name, ours, theirs in rows]


def _term(taxonomy: str, code: str | None) -> str:
    return label(taxonomy, code, language())


def _terms(taxonomy: str, codes: Iterable[str]) -> str:
    return "; ".join(_term(taxonomy, code) for code in codes)


def _stages(seat: Seat) -> str:
    return "; ".join(map(stage, seat.stages))


def _count(seat: Seat) -> str:
    return number(len(seat.deals)) if seat.deals else ""
