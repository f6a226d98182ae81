"""Who gets the places: tables and charts of exposure, coverage and groups beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flask import url_for

from marketplace.foundation.charts import Chart, Series, bars
from marketplace.foundation.i18n import _, language, number
from marketplace.matching.presenters.cards import address
from marketplace.matching.presenters.staff.weights import signed, title_of
from marketplace.matching.presenters.staff.words import GROUPS, KINDS, TRAITS
from marketplace.matching.queries.effects import Comparison, Coverage
from marketplace.matching.queries.toplists import Kind
from marketplace.matching.queries.traits import Trait
from marketplace.matching.rules.coverage import FEWEST, OTHERS, UNTOLD, Fairness, Gap, Group
from marketplace.matching.rules.toplists import MOST_SHOWN
from marketplace.profiles.queries import live_rows
from marketplace.reference.queries import label

Row = tuple[Any, ...]
PERCENT = 100
MOST_NEVER = 50
MOST_BARS = 12
TAXONOMIES = (Trait.PROVINCE, Trait.SECTOR)
STEPS = ((0, 0), (1, 1), (2, 5), (6, 20), (21, None))


@dataclass(frozen=True, slots=True)
class Named:
    """A party with its public page, and in how many lists it stands."""

    name: str
    href: str | None
    lists: str
    share: str


@dataclass(frozen=True, slots=True)
class GroupPart:
    """One division of the parties, as a chart and a table."""

    title: str
    chart: Chart | None
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class FairRow:
    """One group: its share of the pool and of the places, the ratio with its interval, and what that says."""

    title: str
    parties: str
    pool: str
    places: str
    ratio: str
    interval: str
    score: str
    says: str
    tone: str


@dataclass(frozen=True, slots=True)
class FairPart:
    """One division of the parties with its groups, and the signals that differ most."""

    title: str
    rows: list[FairRow]
    gaps: list[tuple[str, str]]


def percent(share: float) -> str:
    """A share of one as a percentage; small ones with a decimal."""
    value = PERCENT * share
    return f"{number(round(value, 1) if 0 < value < 10 else round(value))} %"


def kind_tabs(endpoint: str, chosen: Kind) -> list[tuple[str, str, bool]]:
    """The kinds of lists: words, address, whether it is the open one."""
    return [(str(words), url_for(endpoint, kind=kind.value), kind is chosen) for kind, words in KINDS.items()]


def group_title(trait: str, code: str) -> str:
    """The name of a group."""
    if code in (UNTOLD, OTHERS) or trait not in TAXONOMIES:
        return str(GROUPS[code])
    return label(trait, code, language())


def often(found: Coverage) -> Chart:
    """How many parties stand in how many lists."""
    counts = found.exposure.counts
    labels = [_step(first, last) for first, last in STEPS]
    values = [
        int(((counts >= first) & (counts <= (last if last is not None else counts.max(initial=0)))).sum())
        for first, last in STEPS
    ]
    return bars(
        str(_("In how many first tens parties stand")),
        str(_("Lists")),
        Series(name=str(_("Parties")), labels=labels, values=values),
    )


def _step(first: int, last: int | None) -> str:
    if last == 0:
        return str(_("in none"))
    if last == first:
        return str(_("in one"))
    if last is None:
        return str(_("in more than %(number)s", number=number(first - 1)))
    return str(_("in %(first)s to %(last)s", first=number(first), last=number(last)))


def group_parts(found: Coverage) -> list[GroupPart]:
    """Each division with the share of its parties that somebody sees."""
    return [_group_part(trait, rows) for trait, rows in found.groups.items() if len(rows) > 1]


def _group_part(trait: Trait, rows: Sequence[Group]) -> GroupPart:
    told = [row for row in rows if row.parties >= FEWEST]
    drawn = told[:MOST_BARS]
    chart = bars(
        str(_("%(trait)s: share of the parties that somebody sees", trait=TRAITS[trait])),
        str(TRAITS[trait]),
        Series(
            name=str(_("Seen by somebody")),
            labels=[group_title(trait, row.label) for row in drawn],
            values=[round(PERCENT * row.shown / row.parties) for row in drawn],
            write=lambda value: f"{number(value)} %",
        ),
    )
    return GroupPart(str(TRAITS[trait]), chart if drawn else None, [_group_row(trait, row) for row in rows])


def _group_row(trait: Trait, row: Group) -> Row:
    title = group_title(trait, row.label)
    if row.parties < FEWEST:
        return title, str(_("fewer than 5")), "—", "—", "—"
    return title, number(row.parties), number(row.never), percent(row.pool_share), percent(row.place_share)


def most_shown(found: Coverage) -> list[Named]:
    """The parties that stand in most lists."""
    counts = found.exposure.counts
    order = np.argsort(-counts, kind="stable")[:MOST_SHOWN]
    return _named(found, [int(place) for place in order if counts[place]])


def never_shown(found: Coverage) -> list[Named]:
    """Some of the parties that stand in no list, by name."""
    places = [int(place) for place in np.flatnonzero(found.exposure.counts == 0)]
    return sorted(_named(found, places[:MOST_NEVER]), key=lambda row: row.name.casefold())


def _named(found: Coverage, places: Sequence[int]) -> list[Named]:
    parties, counts = [found.parties[place] for place in places], found.exposure.counts
    rows = live_rows([party.profile_id for party in parties])
    return [
        Named(
            party.profile.name.best(language()),
            address(rows[party.profile_id]) if party.profile_id in rows else None,
            number(int(counts[place])),
            percent(counts[place] / found.scope.readers if found.scope.readers else 0),
        )
        for place, party in zip(places, parties, strict=True)
    ]


def fair_parts(found: Comparison) -> list[FairPart]:
    """Each division with its groups beside each other."""
    return [
        FairPart(
            str(TRAITS[trait]), [_fair_row(trait, row) for row in rows], _gap_lines(trait, found.gaps[trait], rows)
        )
        for trait, rows in found.fairness.items()
        if len(rows) > 1
    ]


def _fair_row(trait: Trait, row: Fairness) -> FairRow:
    title, group = group_title(trait, row.group.label), row.group
    if group.parties < FEWEST or row.ratio is None or row.low is None or row.high is None:
        return FairRow(title, str(_("fewer than 5")), "—", "—", "—", "—", "—", str(_("too few to say")), "neutral")
    says, tone = _verdict(row)
    return FairRow(
        title,
        number(group.parties),
        percent(group.pool_share),
        percent(group.place_share),
        number(round(row.ratio, 2)),
        str(_("%(low)s to %(high)s", low=number(round(row.low, 2)), high=number(round(row.high, 2)))),
        "—" if row.score is None else number(round(row.score)),
        says,
        tone,
    )


def _verdict(row: Fairness) -> tuple[str, str]:
    if not row.differs or row.ratio is None:
        return str(_("no clear difference")), "neutral"
    if row.ratio > 1:
        return str(_("more places than its share")), "caution"
    return str(_("fewer places than its share")), "caution"


def _gap_lines(trait: Trait, gaps: Sequence[Gap], rows: Sequence[Fairness]) -> list[tuple[str, str]]:
    """For each group that is large enough: the signals that add most more or less than for all."""
    large = {row.group.label for row in rows if row.group.parties >= FEWEST}
    lines: dict[str, list[str]] = {}
    for gap in gaps:
        if gap.label in large:
            lines.setdefault(group_title(trait, gap.label), []).append(f"{title_of(gap.code)} {signed(gap.more)}")
    return [(title, "; ".join(told)) for title, told in lines.items()]
