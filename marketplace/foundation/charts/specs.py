"""Vega-Lite specifications: sizes and places only; every text is written before, every colour is a token of ours."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10
from typing import Any

from marketplace.foundation.charts.values import Series

WIDTH = 328  # what a phone of 360 pixels shows without making letters smaller
HEIGHT = 168
ROW = 46
BAR = 40
LETTERS = 13
TEXT, MUTED, FILL, TRACK, GRID, EDGE = (
    f"var(--{name})" for name in ("text", "text-muted", "mark-fill", "mark-track", "hairline", "edge")
)
DASHES: tuple[list[int], ...] = ([1, 0], [6, 3], [2, 3], [8, 3, 2, 3])
Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
CONFIG: Spec = {
    "font": "sans-serif",  # to measure with; the page shows its own
    "view": {"stroke": None},
    "text": {"fontSize": LETTERS, "fill": TEXT},
    "axis": {"labelFontSize": LETTERS, "labelColor": MUTED, "domainColor": EDGE, "ticks": False, "labelPadding": 7},
}


def _whole(rows: Sequence[Spec], layers: Sequence[Spec], height: int = HEIGHT) -> Spec:
    return {
        "$schema": SCHEMA,
        "background": None,
        "width": WIDTH,
        "height": height,
        "padding": 2,
        "autosize": {"type": "fit", "contains": "padding"},
        "data": {"values": list(rows)},
        "layer": list(layers),
        "config": CONFIG,
    }


def _rows(series: Series) -> list[Spec]:
    """One row for each label; `place` keeps equal labels apart and in their order."""
    return [
        {
            "place": place,
            "label": label,
            "value": None if value is None else float(value),
            "text": "–" if value is None else series.drawn(value),
        }
        for place, (label, value) in enumerate(zip(series.labels, series.values, strict=True))
    ]


def top(values: Sequence[float]) -> float:
    """The end of a scale: the next 1, 2, 2.5 or 5 of a power of ten that holds every value."""
    largest = max([0.0, *values])
    if largest == 0:
        return 1.0
    power = 10.0 ** floor(log10(largest))
    steps = (step * power for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10))
    return next((end for end in steps if end >= largest), largest)


def upright(series: Series) -> Spec:
    """Bars that stand on the labels, each with its number on top."""
    across = {
        "field": "label",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "labelAngle": 0, "labelLimit": 0},
        "scale": {"paddingInner": 0.35, "paddingOuter": 0.2},
    }
    most = top([row["value"] or 0 for row in _rows(series)])
    up = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domain": [0, most * 1.12]}}
    words = {"text": {"field": "text"}, "x": across, "y": up}
    return _whole(
        [{**row, "value": row["value"] or 0} for row in _rows(series)],
        [
            {
                "mark": {"type": "bar", "fill": FILL, "cornerRadiusEnd": 2, "width": _bar(len(series.labels))},
                "encoding": {"x": across, "y": up},
            },
            {"mark": {"type": "text", "dy": -9, "fontWeight": 600, "fill": TEXT}, "encoding": words},
        ],
    )


def _bar(many: int) -> float:
    return min(BAR, 0.68 * WIDTH / max(1, many))


def lying(series: Series, *, track: bool = False) -> Spec:
    """Bars that lie under their labels, with the number at the right edge; a track shows the whole width."""
    rows = _rows(series)
    most = max([1e-9, *(row["value"] or 0 for row in rows)])
    down = {"field": "place", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0, "paddingOuter": 0}}
    along = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domain": [0, most], "nice": False}}
    bar = {"type": "bar", "height": 12, "yOffset": 10, "cornerRadius": 2}
    above = {"type": "text", "dy": -9, "baseline": "middle", "limit": WIDTH - 84}
    layers = [
        {"mark": {**bar, "fill": FILL}, "encoding": {"y": down, "x": along}},
        {
            "mark": {**above, "align": "left", "x": 0, "fill": TEXT},
            "encoding": {"y": down, "text": {"field": "label"}},
        },
        {
            "mark": {**above, "align": "right", "x": "width", "fontWeight": 600, "fill": TEXT},
            "encoding": {"y": down, "text": {"field": "text"}},
        },
    ]
    if track:
        whole = {"datum": most, "type": "quantitative", "axis": None, "scale": along["scale"]}
        layers.insert(0, {"mark": {**bar, "fill": TRACK}, "encoding": {"y": down, "x": whole}})
    values = [{**row, "value": row["value"] or 0} for row in rows]
    return _whole(values, layers, height=max(1, len(rows)) * ROW)


def lines(series: Sequence[Series]) -> Spec:
    """Lines over a grid of four heights, each ending in its name when there are several."""
    known = [float(value) for each in series for _, value in each.known]
    most = top(known)
    labels = list(series[0].labels)
    across = {"field": "label", "type": "ordinal", "sort": labels, "scale": {"padding": 0.6}}
    bottom = {"title": None, "labelAngle": 0, "labelLimit": 0, "labelOverlap": True}
    up = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domain": [0, most * 1.1], "nice": False}}
    grid = [{"value": most * part / 2, "text": series[0].drawn(_plain(most * part / 2))} for part in (1, 2)]
    heights = {"y": up, "text": {"field": "text"}}
    layers: list[Spec] = [
        {"data": {"values": grid}, "mark": {"type": "rule", "stroke": GRID}, "encoding": {"y": up}},
        {
            "data": {"values": grid},
            "mark": {"type": "text", "x": 0, "align": "left", "dy": -7, "fontSize": 11, "fill": MUTED},
            "encoding": heights,
        },
    ]
    for place, each in enumerate(series):
        layers += _one_line(each, place, {"x": {**across, "axis": bottom}, "y": up}, named=len(series) > 1)
    return _whole([], layers)


def _one_line(series: Series, place: int, encoding: Spec, *, named: bool) -> list[Spec]:
    rows = _rows(series)
    last = [row for row in rows if row["value"] is not None][-1:]
    said = [{**row, "text": series.name if named else row["text"]} for row in last]
    dash = DASHES[place % len(DASHES)]
    return [
        {
            "data": {"values": rows},
            "mark": {"type": "line", "stroke": FILL, "strokeWidth": 2.5, "strokeDash": dash},
            "encoding": encoding,
        },
        {
            "data": {"values": [row for row in rows if row["value"] is not None]},
            "mark": {"type": "point", "filled": True, "fill": FILL, "size": 34, "opacity": 1},
            "encoding": encoding,
        },
        {
            "data": {"values": said},
            "mark": {"type": "text", "align": "right", "dx": 4, "dy": -12, "fontWeight": 600, "fill": TEXT},
            "encoding": {**encoding, "text": {"field": "text"}},
        },
    ]


def spark(series: Series) -> Spec:
    """Only the line, and a dot where it ends."""
    rows = [row for row in _rows(series) if row["value"] is not None]
    across = {"field": "place", "type": "quantitative", "axis": None, "scale": {"nice": False, "zero": False}}
    up = {"field": "value", "type": "quantitative", "axis": None, "scale": {"nice": False, "zero": False, "padding": 3}}
    encoding = {"x": across, "y": up}
    layers: list[Spec] = [
        {"mark": {"type": "line", "stroke": FILL, "strokeWidth": 2}, "encoding": encoding},
        {
            "data": {"values": rows[-1:]},
            "mark": {"type": "point", "filled": True, "fill": FILL, "size": 36, "opacity": 1},
            "encoding": encoding,
        },
    ]
    return {**_whole(rows, layers, height=32), "width": 120, "padding": 4}


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else value
