"""The four kinds of charts: bars, lines, a funnel of steps, and a line small enough for a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from marketplace.foundation.charts import specs
from marketplace.foundation.charts.drawing import drawn
from marketplace.foundation.charts.svg import dressed
from marketplace.foundation.charts.values import Chart, Number, Series
from marketplace.foundation.i18n import _, number

MOST_UPRIGHT = 6
LONGEST_UPRIGHT = 9


def bars(title: str, across: str, series: Series, summary: str = "") -> Chart:
    """One bar for each label, upright for a few years or quarters; `across` heads the column of labels."""
    spec = specs.upright(series) if _stands_upright(series) else specs.lying(series)
    return _chart("bars", spec, (title, summary or _about_bars(series)), across, [series])


def line(title: str, across: str, series: Sequence[Series], summary: str = "") -> Chart:
    """One line for each series over the same labels; told apart by dashes and names, never by colour alone."""
    told = summary or " ".join(filter(None, map(_about_line, series)))
    return _chart("line", specs.lines(series), (title, told), across, series)


def sparkline(title: str, across: str, series: Series, summary: str = "") -> Chart:
    """A line without axes, for a row of a table or beside a number."""
    return _chart("sparkline", specs.spark(series), (title, summary or _about_line(series)), across, [series])


def funnel(title: str, across: str, series: Series, summary: str = "") -> Chart:
    """Steps of a way, each with how many came so far and which share of the step before that is."""
    spec = specs.lying(series, track=True)
    chart = _chart("funnel", spec, (title, summary or _about_funnel(series)), across, [series])
    shares = ["", *(_share(after, before) for before, after in pairwise(series.values))]
    rows = tuple((*row, share) for row, share in zip(chart.rows, shares, strict=True))
    return Chart(chart.kind, chart.svg, chart.title, chart.summary, (*chart.columns, _("Of the step before")), rows)


def _chart(kind: str, spec: dict[str, Any], words: tuple[str, str], across: str, series: Sequence[Series]) -> Chart:
    title, summary = words
    picture = drawn(spec) if any(each.known for each in series) else None
    return Chart(
        kind=kind,
        svg=None if picture is None else dressed(picture, title, summary),
        title=title,
        summary=summary,
        columns=(across, *(each.name for each in series)),
        rows=tuple(
            (label, *(each.written(each.values[place]) for each in series))
            for place, label in enumerate(series[0].labels)
        ),
    )


def _stands_upright(series: Series) -> bool:
    return len(series.labels) <= MOST_UPRIGHT and all(
        len(label) <= LONGEST_UPRIGHT and label[-1:].isdigit() for label in series.labels
    )


def _about_bars(series: Series) -> str:
    if not series.known:
        return str(_("There are no numbers yet."))
    label, value = max(series.known, key=lambda pair: pair[1])
    return str(_("The highest value is %(value)s (%(label)s).", value=series.written(value), label=label))


def _about_line(series: Series) -> str:
    if not series.known:
        return str(_("There are no numbers yet."))
    (first, start), (last, end) = series.known[0], series.known[-1]
    if first == last:
        return str(_("%(name)s: %(value)s (%(label)s).", name=series.name, value=series.written(start), label=first))
    told = _(
        "%(name)s: from %(start)s (%(first)s) to %(end)s (%(last)s).",
        name=series.name,
        start=series.written(start),
        first=first,
        end=series.written(end),
        last=last,
    )
    return str(told)


def _about_funnel(series: Series) -> str:
    if not series.known:
        return str(_("There are no numbers yet."))
    (first, start), (last, end) = series.known[0], series.known[-1]
    told = _(
        "%(first)s: %(start)s; %(last)s: %(end)s.",
        first=first,
        start=series.written(start),
        last=last,
        end=series.written(end),
    )
    return str(told)


def _share(after: Number | None, before: Number | None) -> str:
    return f"{number(round(100 * float(after) / float(before)))} %" if before and after is not None else ""
