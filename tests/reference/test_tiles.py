"""The map of tiles: every present province once, each on its own cell, about where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import g, render_template_string

from marketplace.foundation.charts import Tile, tile_map
from marketplace.reference import queries
from marketplace.reference.presenters import province_map
from marketplace.reference.queries.shipped import province_tiles

if TYPE_CHECKING:
    from flask import Flask

pytestmark = pytest.mark.usefixtures("database")
# Degrees north and east of the seat of each province, to the tenth.
LIES = {
    "01": (21.0, 105.8), "04": (22.7, 106.3), "08": (21.8, 105.2), "11": (21.4, 103.0), "12": (22.4, 103.5),
    "14": (21.3, 103.9), "15": (21.7, 104.9), "19": (21.6, 105.8), "20": (21.9, 106.8), "22": (21.0, 107.1),
    "24": (21.3, 106.2), "25": (21.3, 105.4), "31": (20.9, 106.7), "33": (20.6, 106.1), "37": (20.3, 106.0),
    "38": (19.8, 105.8), "40": (18.7, 105.7), "42": (18.3, 105.9), "44": (17.5, 106.6), "46": (16.5, 107.6),
    "48": (16.1, 108.2), "51": (15.1, 108.8), "52": (13.8, 109.2), "56": (12.2, 109.2), "66": (12.7, 108.0),
    "68": (11.9, 108.4), "75": (10.9, 106.8), "79": (10.8, 106.7), "80": (10.5, 106.4), "82": (10.4, 106.4),
    "86": (10.3, 106.0), "91": (10.0, 105.1), "92": (10.0, 105.8), "96": (9.2, 105.2),
}  # fmt: skip


def test_all_present_provinces_are_there_exactly_once() -> None:
    assert sorted(province_tiles()) == [province.code for province in queries.provinces()]
    assert len(province_tiles()) == 34


def test_no_two_share_a_cell_or_a_short_name() -> None:
    cells = [(column, row) for column, row, _short in province_tiles().values()]
    assert len(set(cells)) == 34
    assert len({short for _column, _row, short in province_tiles().values()}) == 34


def test_far_north_is_above_and_far_east_is_to_the_right() -> None:
    places = province_tiles()
    for one, (north, east) in LIES.items():
        for other, (other_north, other_east) in LIES.items():
            if north - other_north > 1.2:
                assert places[one][1] < places[other][1], (one, other)
            if east - other_east > 2.6:
                assert places[one][0] > places[other][0], (one, other)


@pytest.mark.parametrize(("language", "name"), [("vi", "Thành phố Hồ Chí Minh"), ("en", "Ho Chi Minh City")])
def test_each_tile_is_a_link_with_name_number_and_shade(app: Flask, language: str, name: str) -> None:
    with app.test_request_context():
        g.language = language
        made = province_map("Companies", "Number", {"79": 1234, "01": 3}, lambda code: f"/p/{code}")
        page = render_template_string(
            '{% from "components/tile_map.html" import tile_map %}{{ tile_map(made) }}', made=made
        )
    written = "1.234" if language == "vi" else "1,234"
    assert page.count('class="tile tile-shade-') == 34
    assert f'<a href="/p/79" class="tile tile-shade-4" aria-label="{name}: {written}">' in page
    assert page.count(f">{name}</a>") == 1  # the table
    assert "style=" not in page


def test_shades_follow_the_numbers() -> None:
    counts = [0, 1, 2, 5, 30, 200, 1234]
    tiles = [Tile(column=n, row=0, short="A", name="A", count=count, href="/") for n, count in enumerate(counts)]
    shades = [tile.shade for tile in tile_map("A", "N", tiles).tiles]
    assert shades[0] == 0
    assert shades == sorted(shades)
    assert set(shades) == {0, 1, 2, 3, 4}
    assert tile_map("A", "N", []).tiles == ()
