"""Charts as a page holds them: safe for its policy, in its colours and language, with their table, never in its way."""

from __future__ import annotations

import re
import threading
import time
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from flask import g, render_template_string
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.foundation.charts import Chart, Series, bars, drawing, funnel, line, short_money, sparkline
from marketplace.foundation.charts.specs import top
from marketplace.foundation.charts.svg import ATTRIBUTES, dressed, plain_svg
from marketplace.foundation.i18n import money
from marketplace.foundation.money import Money

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

YEARS = ("2022", "2023", "2024")
SALES = Series(
    name="Sales",
    labels=YEARS,
    values=(1_234_500_00, None, 2_500_000_00),
    write=lambda cents: money(Money(int(cents), "USD")),
    short=lambda cents: short_money(Money(int(cents), "USD")),
)
STEPS = Series(name="Deals", labels=("Met", "Signed", "Counted & <done>"), values=(40, 10, 0))


@pytest.fixture(params=["en", "vi"])
def reader(app: Flask, request: pytest.FixtureRequest) -> Iterator[str]:
    with app.test_request_context(f"/{request.param}/kpi"):
        g.language = request.param
        yield request.param


def every_kind() -> list[Chart]:
    return [
        bars("By year", "Year", SALES),
        bars("By step", "Step", STEPS),
        line("By year", "Year", [SALES, Series(name="Exports", labels=YEARS, values=(1, 2, 3))]),
        funnel("Way", "Step", STEPS),
        sparkline("Trend", "Year", SALES),
    ]


def tree_of(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(str(chart.svg))  # noqa: S314 - drawn here


def drawn_texts(chart: Chart) -> list[str]:
    return [node.text or "" for node in tree_of(chart).iter("text")]


@pytest.mark.usefixtures("reader")
def test_nothing_in_a_drawing_needs_more_than_the_pages_policy_allows() -> None:
    for chart in every_kind():
        root = tree_of(chart)
        for node in root.iter():
            assert node.tag in {"svg", "g", "path", "line", "rect", "circle", "text", "tspan", "title", "desc"}
            given_here = set(node.attrib) - {"viewBox", "class", "role", "focusable", "id"}
            assert {name for name in given_here if not name.startswith("aria-")} <= ATTRIBUTES
        assert "font-family" not in str(chart.svg)


@pytest.mark.usefixtures("reader")
def test_every_colour_is_a_token() -> None:
    for chart in every_kind():
        colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', str(chart.svg)))
        assert colours <= {"none", "transparent"} | {colour for colour in colours if colour.startswith("var(--")}
        assert "var(--mark-fill)" in colours


@pytest.mark.usefixtures("reader")
def test_a_drawing_has_a_name_and_a_description() -> None:
    for chart in every_kind():
        root = tree_of(chart)
        named = {node.get("id"): node.text for node in root if node.tag in {"title", "desc"}}
        assert root.get("role") == "img"
        assert named[root.attrib["aria-labelledby"]] == chart.title
        assert named[root.attrib["aria-describedby"]] == chart.summary


def test_numbers_are_written_in_the_pages_language(reader: str) -> None:
    chart = bars("By year", "Year", SALES)
    full = {"vi": "2.500.000 US$", "en": "US$2,500,000"}[reader]
    assert chart.rows[2][1].replace("\xa0", " ").removeprefix("US") == full.removeprefix("US")
    short = [text.replace("\xa0", " ") for text in drawn_texts(chart)]
    assert ("2,5 Tr" if reader == "vi" else "2.5M") in short


@pytest.mark.usefixtures("reader")
def test_what_is_not_known_is_no_zero() -> None:
    chart = bars("By year", "Year", SALES)
    assert chart.rows[1] == ("2023", "—")
    assert "–" in drawn_texts(chart)
    assert "0" not in drawn_texts(chart)


@pytest.mark.usefixtures("reader")
def test_without_numbers_there_is_a_sentence_and_no_drawing() -> None:
    for chart in (
        bars("Nothing", "Year", Series(name="Deals", labels=(), values=())),
        line("Nothing", "Year", [Series(name="Deals", labels=YEARS, values=(None, None, None))]),
        funnel("Nothing", "Step", Series(name="Deals", labels=YEARS[:2], values=(None, None))),
    ):
        assert chart.svg is None
        assert chart.summary


@pytest.mark.usefixtures("reader")
def test_a_funnel_says_which_share_goes_on() -> None:
    assert [row[2] for row in funnel("Way", "Step", STEPS).rows] == ["", "25 %", "0 %"]


@pytest.mark.usefixtures("reader")
def test_the_table_is_on_the_page_and_open_where_there_is_no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    page = '{% from "components/chart.html" import chart %}{{ chart(made) }}'
    with_drawing = render_template_string(page, made=funnel("Way", "Step", STEPS))
    assert "Counted &amp; &lt;done&gt;" in with_drawing
    assert '<details class="chart-table">' in with_drawing
    monkeypatch.setattr("marketplace.foundation.charts.kinds.drawn", lambda _spec: None)
    without = render_template_string(page, made=funnel("Way", "Step", STEPS))
    assert "<svg" not in without
    assert '<details class="chart-table" open>' in without


def test_hostile_text_stays_text() -> None:
    drawing_ = plain_svg(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><style>*{}</style><script>x()</script>'
        '<g style="fill:red" onclick="x()"><a href="javascript:x()"><path d="M0,0"/></a>'
        '<text fill="url(#x)" font-family="f">&lt;script&gt;</text></g></svg>'
    )
    assert drawing_ == '<svg viewBox="0 0 1 1"><!----><g><text>&lt;script&gt;</text></g></svg>'
    assert "<script>" not in dressed(drawing_, "<script>", '"><script>')


def test_what_is_no_drawing_is_refused() -> None:
    with pytest.raises(ValueError, match="no SVG"):
        plain_svg("not a drawing")


@given(st.lists(st.floats(0, 1e15, allow_nan=False), max_size=6))
@settings(deadline=None)
def test_a_scale_holds_every_value_and_wastes_at_most_half(values: list[float]) -> None:
    end, largest = top(values), max([0.0, *values])
    assert end >= largest
    assert end <= 2 * largest or largest < 1e-300 or largest == 0


def slow(seconds: float, drawn: list[dict[str, Any]]) -> Callable[[dict[str, Any]], str]:
    def draw(spec: dict[str, Any]) -> str:
        drawn.append(spec)
        time.sleep(seconds)
        return '<svg viewBox="0 0 1 1"><!----></svg>'

    return draw


def test_a_page_does_not_wait_for_a_slow_engine_and_the_next_reader_has_the_drawing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[dict[str, Any]] = []
    drawer = drawing.Drawer(slow(0.4, made))
    monkeypatch.setattr(drawing, "_drawer", lambda _process: drawer)
    monkeypatch.setattr(drawing, "PATIENCE", 0.05)
    spec = {"mark": "bar", "data": {"values": [{"slow": 1}]}}
    with app.app_context():
        begun = time.monotonic()
        assert drawing.drawn(spec) is None
        assert time.monotonic() - begun < 0.3
        time.sleep(0.5)
        assert drawing.drawn(spec) is not None
        assert drawing.drawn(spec) is not None
    assert len(made) == 1


def test_readers_at_once_share_one_drawing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[dict[str, Any]] = []
    drawer = drawing.Drawer(slow(0.2, made))
    monkeypatch.setattr(drawing, "_drawer", lambda _process: drawer)
    found: list[str | None] = []

    def read() -> None:
        with app.app_context():
            found.append(drawing.drawn({"mark": "bar", "data": {"values": [{"shared": 1}]}}))

    readers = [threading.Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len(found) == 8
    assert None not in found
    assert len(made) == 1


def test_an_engine_that_fails_costs_the_drawing_and_not_the_page(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_spec: dict[str, Any]) -> str:
        raise ValueError("broken")

    drawer = drawing.Drawer(broken)
    monkeypatch.setattr(drawing, "_drawer", lambda _process: drawer)
    with app.app_context():
        assert drawing.drawn({"mark": "bar", "data": {"values": [{"broken": 1}]}}) is None


def test_too_many_waiting_are_sent_away(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    drawer = drawing.Drawer(slow(0.3, []))
    monkeypatch.setattr(drawing, "_drawer", lambda _process: drawer)
    monkeypatch.setattr(drawing, "MOST_WAITING", 1)
    monkeypatch.setattr(drawing, "PATIENCE", 0.01)
    with app.app_context():
        assert drawing.drawn({"waiting": 1}) is None
        assert drawer.ask("another", {"waiting": 2}) is None
