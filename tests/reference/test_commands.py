"""What operators load, and what the commands say about it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from marketplace.reference import queries

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskCliRunner

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def test_loading_twice_says_that_nothing_changed(runner: FlaskCliRunner) -> None:
    first = runner.invoke(args=["reference", "load", "--illustrative-rates"])
    assert first.exit_code == 0
    assert "no official rates" in first.output
    second = runner.invoke(args=["reference", "load"])
    assert "0 added, 0 changed, 0 retired" in second.output


def test_rates_are_read_from_a_file_and_bad_rows_are_named(runner: FlaskCliRunner, tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text(
        "\ufeffcurrency,date,usd_per_unit,source\n"
        "VND,2026-06-05,0.000038,Demo bank\n"
        "VND,05/06/2026,0.000038,Demo bank\n"
    )
    answer = runner.invoke(args=["reference", "load-rates", str(file)])
    assert answer.exit_code == 1
    assert "1 added" in answer.output
    assert "line 3: not_a_date" in answer.output
    assert queries.rate_on("VND", date(2026, 6, 5)) is not None


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_industries_are_read_from_a_file(runner: FlaskCliRunner, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"industries.{ending}"
    if ending == "json":
        entry = {"code": "111", "title": "Minh hoạ", "children_level5": [{"code": "1110", "title": "Minh hoạ con"}]}
        total = {"code": "495", "title": "", "children_level5": []}
        file.write_text(json.dumps({"vsic_list": [entry, total]}))
    else:
        file.write_text("code,vi,en\n0111,Minh hoạ,\n01110,Minh hoạ con,Demo\n0495,,\n")
    answer = runner.invoke(args=["reference", "load-industries", str(file)])
    assert answer.exit_code == 0
    assert "2 added, 0 changed, 1 refused" in answer.output
    queries.forget_version()
    assert [entry.code for entry in queries.industries("A")] == ["0111"]
    assert [entry.code for entry in queries.industries("0111")] == ["01110"]
    assert queries.label("industry", "0111", "vi") == "Minh hoạ"
