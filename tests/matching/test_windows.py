"""Files of past deals: read as the product's own objects, ranked by its own scorer, fitted without looking ahead."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner

from marketplace.matching.commands.earlier import earlier_window, month_after
from marketplace.matching.commands.groups import matching_group
from marketplace.matching.commands.windows import read_tables, role_of, window_of
from marketplace.matching.rules.seats import Role

FILES = {
    "history.csv": """investor,company,month,amount_usd,stage
I1,C1,2011-03,1000000.0,series-a
I1,C2,2011-09,,
I2,C3,2010-01,9000000.0,series-c+
""",
    "companies.csv": """company,country,city,tags,founded,text
C1,USA,Boston,robots|c:software,2004.0,"robots, software. Boston, USA"
C2,USA,Boston,robots,,"robots. Boston, USA"
C3,DEU,Berlin,biotech,,"biotech. Berlin, DEU"
C4,USA,Boston,robots|c:software,,"robots, software. Boston, USA"
C5,,,,,
""",
    "investors.csv": """investor,country,city,declared_tags,declared_stages
I1,USA,Boston,,
I2,DEU,Berlin,,
""",
    "candidates.csv": """company,amount_sought_usd,stage,first_time
C4,1200000.0,series-a,1
C5,,,1
C1,2000000.0,series-b,0
""",
    "eligible_investors.csv": "investor\nI1\nI2\n",
}


@pytest.fixture
def window(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        if name == "history.csv":
            with gzip.open(tmp_path / f"{name}.gz", "wt", encoding="utf-8") as packed:
                packed.write(text)
        else:
            (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def rank(window: Path, direction: str) -> dict[str, list[str]]:
    out = window / "run.csv"
    arguments = ["rank-window", str(window), "--direction", direction, "--top", "10", "--out", str(out)]
    answer = CliRunner().invoke(matching_group, arguments)
    assert answer.exit_code == 0, answer.output
    found: dict[str, list[str]] = {}
    with out.open(encoding="utf-8", newline="") as run:
        for row in csv.DictReader(run):
            found.setdefault(row["query"], []).append(row["item"])
    return found


def test_each_side_is_ranked_and_known_pairs_are_left_out(window: Path) -> None:
    assert rank(window, "C2I")["C4"] == ["I1", "I2"]
    companies = rank(window, "I2C")
    assert companies["I1"][0] == "C4"
    assert set(companies["I1"]) == {"C4", "C5"}
    assert set(companies["I2"]) == {"C1", "C4", "C5"}


def test_missing_fields_are_unknown(window: Path) -> None:
    read = window_of(read_tables(window), Role.INVEST)
    empty = next(seat for seat in read.offers if seat.profile == "C5")
    assert (empty.country, empty.city, empty.low, empty.stages, empty.technologies) == (None, None, None, (), ())
    assert read.month == 2011 * 12 + 9


def test_acquisitions_are_told_by_amounts_that_are_withheld(window: Path) -> None:
    tables = read_tables(window)
    assert role_of(tables.history) is Role.INVEST
    assert role_of([{**row, "amount_usd": ""} for row in tables.history]) is Role.ACQUIRE


def test_a_folder_without_its_files_is_refused_with_their_names(tmp_path: Path) -> None:
    answer = CliRunner().invoke(
        matching_group, ["rank-window", str(tmp_path), "--direction", "I2C", "--out", "run.csv"]
    )
    assert answer.exit_code == 1
    assert "history.csv" in answer.output


def test_an_earlier_window_sees_nothing_later() -> None:
    deals = [
        {"investor": "I1", "company": f"C{number}", "month": month, "amount_usd": "1", "stage": ""}
        for number, month in enumerate(["2009-01", "2009-05", "2010-02", "2010-07", "2010-12", "2011-01"])
    ]
    cut = earlier_window(deals, {}, {}, "2010-07", Role.INVEST)
    assert max(row["month"] for row in cut.tables.history) == "2010-02"
    assert cut.tables.eligible == ["I1"]
    assert cut.answers == {("I1", "C3"), ("I1", "C4")}
    assert month_after("2010-07", -12) == "2009-07"
