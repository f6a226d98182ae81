"""Earlier half-years and parts of windows as folders: nothing later leaks in, and the product can read them."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from benchmarks.match_peers.folds import earlier_folder, measured_folder, window_folder
from benchmarks.match_peers.plain import chance, jaccard
from benchmarks.match_peers.runs import listed
from benchmarks.match_peers.scene import Scene, scene_of
from benchmarks.match_peers.slices import slices_of
from marketplace.matching.commands.windows import table

DEALS = """investor,company,month,amount_usd,stage
I1,C1,2009-02,100.0,seed
I1,C2,2009-03,200.0,seed
I1,C3,2009-05,300.0,seed
I2,C1,2009-05,300.0,seed
I1,C4,2010-01,400.0,seed
I2,C4,2010-02,500.0,series-a
I1,C1,2010-06,600.0,series-a
I1,C5,2010-07,700.0,seed
"""
COMPANIES = """company,country,city,tags,founded,text
C1,USA,Boston,robots,2004.0,robots
C2,USA,Boston,robots|maps,,robots and maps
C3,DEU,Berlin,biotech,,biotech
C4,USA,Boston,maps,,maps
C5,DEU,Berlin,maps,,maps
"""
INVESTORS = """investor,country,city,declared_tags,declared_stages
I1,USA,Boston,,
I2,DEU,Berlin,,
"""


@pytest.fixture
def deals(tmp_path: Path) -> Path:
    """A small set: its deals, and the folder of a measured window with the profiles."""
    profiles = tmp_path / "investments" / "val_2010-07-01"
    profiles.mkdir(parents=True)
    (tmp_path / "investments" / "all_deals.csv").write_text(DEALS, "utf-8")
    (profiles / "companies.csv").write_text(COMPANIES, "utf-8")
    (profiles / "investors.csv").write_text(INVESTORS, "utf-8")
    return tmp_path / "investments"


@pytest.fixture
def window(deals: Path, tmp_path: Path) -> Path:
    """The half-year that begins in January 2010."""
    return earlier_folder(deals, "2010-01", tmp_path / "out")


def test_an_earlier_window_holds_only_what_was_before_and_asks_about_what_came(window: Path) -> None:
    assert max(row["month"] for row in table(window, "history")) == "2009-05"
    assert [row["investor"] for row in table(window, "eligible_investors")] == ["I1"]
    assert [(row["company"], row["amount_sought_usd"], row["first_time"]) for row in table(window, "candidates")] == [
        ("C1", "600.0", "0"),
        ("C4", "400.0", "1"),
    ]
    assert {row["company"] for row in table(window, "companies")} == {"C1", "C2", "C3", "C4"}


def test_answers_are_new_pairs_of_eligible_investors(window: Path) -> None:
    assert [(row["investor"], row["company"]) for row in table(window, "qrels")] == [("I1", "C4")]


def test_the_same_deals_give_the_same_bytes(deals: Path, window: Path, tmp_path: Path) -> None:
    again = earlier_folder(deals, "2010-01", tmp_path / "again")
    names = [path.name for path in sorted(window.iterdir())]
    assert names == [path.name for path in sorted(again.iterdir())]
    assert all((window / name).read_bytes() == (again / name).read_bytes() for name in names)


def test_nothing_from_the_measured_window_on_is_cut_out(deals: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not before the measured window"):
        window_folder(deals, "2010-07", tmp_path)


def test_the_measured_window_is_taken_as_it_is(deals: Path, tmp_path: Path) -> None:
    assert window_folder(deals, "val", tmp_path) == (measured_folder(deals), "2010-07")


def _scene(deals: Path, window: Path) -> Scene:
    return scene_of(deals, window, "2010-01")


def test_partners_of_old_are_in_no_list_and_equal_scores_never_stay_equal(deals: Path, window: Path) -> None:
    scene = _scene(deals, window)
    scores = listed(scene, chance(scene).offers * 0)
    names = [seat.profile for seat in scene.window.offers]
    assert scores[0, names.index("C1")] == float("-inf")
    assert 0 < scores[0, names.index("C4")] < 1e-5


def test_subjects_in_common_are_a_share_of_all_subjects(deals: Path, window: Path) -> None:
    scene = _scene(deals, window)
    names = [seat.profile for seat in scene.window.offers]
    found = jaccard(scene).offers[0]
    assert found[names.index("C4")] == pytest.approx(1 / 3)  # maps, of robots, maps and biotech
    assert found[names.index("C1")] == pytest.approx(1 / 3)


def test_a_country_s_slice_asks_only_about_its_companies(deals: Path, window: Path, tmp_path: Path) -> None:
    parts = {part.name: part for part in slices_of(_scene(deals, window), window, tmp_path / "slices")}
    assert set(parts) == {"USA", "few"}
    assert parts["USA"].companies == {"C1", "C4"}
    assert [row["company"] for row in table(parts["USA"].folder, "qrels")] == ["C4"]
    assert len(table(parts["USA"].folder, "eligible_investors")) == 1


def test_a_slice_s_history_is_the_window_s_own(deals: Path, window: Path, tmp_path: Path) -> None:
    part = slices_of(_scene(deals, window), window, tmp_path / "slices")[0]
    with gzip.open(part.folder / "history.csv.gz", "rt", encoding="utf-8") as packed:
        assert list(csv.DictReader(packed)) == table(window, "history")
