"""An import from a file to live records, again, and back."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from marketplace.exchange.gateway import Unreadable
from marketplace.exchange.models import ImportBatch, SourceRecord
from marketplace.exchange.rules.readings import Outcome
from marketplace.exchange.services import importing, undoing
from marketplace.exchange.services.plans import Choices
from marketplace.exchange.services.undoing import Undone
from marketplace.foundation.actor import ANONYMOUS, SYSTEM, NotAllowed, Refused, acting_as
from marketplace.foundation.database import db, transaction
from marketplace.mandates.models import MandateRow
from marketplace.organisations.models import Organisation
from marketplace.organisations.queries import organisations_by_id
from marketplace.products.models import ProductRow
from marketplace.profiles.models import Profile
from marketplace.profiles.queries import live_contents
from marketplace.profiles.services import publish_profile, withdraw_profile
from tests.factories.organisations import an_actor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskCliRunner
    from flask_sqlalchemy import SQLAlchemy

    from marketplace.exchange.services.reports import Report

INVESTORS = (
    "name,type,headquarters,target_countries,stages,thesis,industries,cheque_min,cheque_max,cheque_range\n"
    'Demo Lotus Fund,VC,Singapore,"Vietnam,UK","Seed, Series+",We back software.,Fintech,,,$50k to $1M\n'
    'Demo Reed Angels,Angel network,"Hanoi, Vietnam",Atlantis,Idea,,Astrology,"$100,000","$1,000,000",\n'
)


def product_line(product: str = "Demo hoá đơn", host: str = "www.demo-one.vn", industry: str = "Fintech") -> str:
    row = {"company_vi": "Công ty Demo Một", "company_en": "Demo One", "company_url": host}
    row |= {"product_vi": product, "product_en": product, "industry_vi": "", "industry_en": industry}
    return json.dumps(row | {"description_vi": "Mô tả", "description_en": "Text"}, ensure_ascii=False)


@pytest.fixture(autouse=True)
def operator(database: SQLAlchemy) -> Iterator[None]:
    with acting_as(SYSTEM):
        yield


def run(kind: str, path: Path, *, trial: bool = False) -> Report:
    chosen = importing.KINDS[kind]
    choices = Choices(f"{kind}-list")
    reading = importing.read_list(chosen, path, choices)
    verb = importing.try_list if trial else importing.import_list
    return verb(SYSTEM, chosen, reading, choices, lambda _: None)


def rows(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def undo(report: Report) -> Undone:
    assert report.batch_id is not None
    return undoing.undo(SYSTEM, report.batch_id)


@pytest.fixture
def investors(tmp_path: Path) -> Path:
    path = tmp_path / "investors.csv"
    path.write_text(INVESTORS, encoding="utf-8")
    return path


@pytest.fixture
def products(tmp_path: Path) -> Path:
    path = tmp_path / "products.jsonl"
    path.write_text("\n".join([product_line(), product_line("Demo ví", industry="Logistics")]), encoding="utf-8")
    return path


def test_investors_become_parties_with_mandates_and_the_report_lists_what_was_not_read(investors: Path) -> None:
    report = run("investors", investors)
    assert report.counts == {"created": 2, "changed": 0, "unchanged": 0, "refused": 0}
    assert (rows(Organisation), rows(Profile), rows(MandateRow)) == (2, 2, 2)
    notes = {note for row in report.rows for note in row.notes}
    assert ("target_countries", "place.unknown", "Atlantis") in notes
    assert ("stages", "stage.unknown", "Series+") in notes
    assert ("industries", "trade.unknown", "Astrology") in notes
    shares = {field.name: (field.given, field.read) for field in report.fields}
    assert shares["industries"] == (2, 1)
    assert shares["cheque_range"] == (1, 1)


def test_the_same_list_again_changes_nothing(investors: Path) -> None:
    run("investors", investors)
    assert run("investors", investors).counts["unchanged"] == 2
    assert (rows(Organisation), rows(MandateRow)) == (2, 2)


def test_a_trial_says_the_same_and_leaves_nothing(investors: Path) -> None:
    report = run("investors", investors, trial=True)
    assert (report.counts["created"], report.batch_id) == (2, None)
    assert (rows(Organisation), rows(SourceRecord), rows(ImportBatch)) == (0, 0, 0)


def test_products_of_one_web_host_belong_to_one_firm_with_the_trades_of_all(products: Path) -> None:
    assert run("products", products).counts["created"] == 2
    assert (rows(Organisation), rows(ProductRow)) == (1, 2)
    (profile,) = live_contents().values()
    assert set(profile.sectors) == {"finance", "logistics"}


def test_names_never_merge_rows_and_equal_ones_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "products.jsonl"
    path.write_text(product_line() + "\n" + product_line(host="demo-two.vn"), encoding="utf-8")
    report = run("products", path)
    assert rows(Organisation) == 2
    assert dict(report.duplicates)["demo one"] == ("demo-one.vn", "demo-two.vn")


def test_a_row_that_cannot_be_a_record_is_refused_and_the_others_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "products.jsonl"
    lines = [product_line(), product_line(host="nowhere"), product_line(), "{not json"]
    path.write_text("\n".join(lines), encoding="utf-8")
    report = run("products", path)
    assert report.counts == {"created": 1, "changed": 0, "unchanged": 0, "refused": 3}
    assert {note[1] for row in report.rows for note in row.notes} == {"row.no_web_host", "row.repeated", "row.broken"}


def test_a_changed_row_goes_back_to_what_was_live_before(products: Path) -> None:
    run("products", products)
    products.write_text(product_line(industry="Edtech"), encoding="utf-8")
    changed = run("products", products)
    assert changed.counts["changed"] == 1
    assert undo(changed).rows == 1
    (profile,) = live_contents().values()
    assert set(profile.sectors) == {"finance", "logistics"}


def test_created_rows_are_withdrawn_and_come_back_with_the_next_import(investors: Path) -> None:
    assert undo(run("investors", investors)) == Undone(2, ())
    assert live_contents() == {}
    again = run("investors", investors)
    assert again.counts["refused"] == 0
    assert len(live_contents()) == 2
    assert rows(Organisation) == 2


def test_an_import_is_taken_back_once(investors: Path) -> None:
    report = run("investors", investors)
    undo(report)
    with pytest.raises(Refused):
        undo(report)


def test_a_row_with_something_newer_is_not_taken_back(investors: Path) -> None:
    report = run("investors", investors)
    investors.write_text(INVESTORS.replace("We back software.", "We back data."), encoding="utf-8")
    run("investors", investors)
    result = undo(report)
    assert (result.rows, [code for _, _, code in result.refused]) == (1, ["row.newer_revision"])


def test_an_import_never_overwrites_what_the_owner_published_since(investors: Path) -> None:
    run("investors", investors)
    party_id, profile = next(iter(live_contents().items()))
    publish_profile(
        SYSTEM, party_id, profile.__class__(kind="investor", name=profile.name, website="https://demo.example")
    )
    investors.write_text(INVESTORS.replace("We back software.", "X").replace("$100,000", "$200,000"), encoding="utf-8")
    report = run("investors", investors)
    assert {row.outcome for row in report.rows} == {Outcome.REFUSED, Outcome.CHANGED}
    assert live_contents()[party_id].website == "https://demo.example"


def test_only_those_with_the_power_import(investors: Path) -> None:
    choices = Choices("x")
    kind = importing.KINDS["investors"]
    with pytest.raises(NotAllowed):
        importing.import_list(ANONYMOUS, kind, importing.read_list(kind, investors, choices), choices, lambda _: None)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("name,type\nx,y\n", "file.no_column"), ("", "file.no_rows"), ('name,type\n"x,y\n', "file.quotes")],
)
def test_a_file_that_is_no_such_list_is_refused_with_what_to_do(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Unreadable, match=complaint):
        run("investors", path)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("tên\nCông ty\n".encode("utf-16"))
    with pytest.raises(Unreadable, match="not_utf8"):
        run("companies", path)


def test_the_command_prints_its_report_and_writes_it_as_json(
    cli: FlaskCliRunner, investors: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    result = cli.invoke(args=["import", "investors", str(investors), "--report", str(report)])
    assert result.exit_code == 0, result.output
    assert "2 rows: 2 created" in result.output
    written = json.loads(report.read_text(encoding="utf-8"))
    assert (written["counts"]["created"], len(written["row_reports"])) == (2, 2)
    assert "applied" in cli.invoke(args=["import", "list"]).output
    assert "2 row(s) taken back" in cli.invoke(args=["import", "undo", written["batch"]]).output
    assert cli.invoke(args=["import", "undo", "nothing"]).exit_code == 1


@pytest.fixture
def cli(app: object) -> FlaskCliRunner:
    return app.test_cli_runner()  # type: ignore[attr-defined,no-any-return]


def test_an_import_does_not_bring_back_what_its_owner_withdrew(investors: Path) -> None:
    run("investors", investors)
    party_id = next(iter(live_contents()))
    owner = an_actor(organisations_by_id([party_id])[party_id])
    with acting_as(owner):
        withdraw_profile(owner, party_id)
    again = run("investors", investors)
    assert again.counts == {"created": 0, "changed": 0, "unchanged": 1, "refused": 1}
    assert party_id not in live_contents()


def test_an_address_with_odd_brackets_is_listed_not_fatal(tmp_path: Path) -> None:
    path = tmp_path / "products.jsonl"
    path.write_text("\n".join([product_line(host="https://[demo.vn"), product_line()]), encoding="utf-8")
    assert run("products", path).counts == {"created": 1, "changed": 0, "unchanged": 0, "refused": 1}


@pytest.mark.concurrency
def test_what_an_owner_publishes_while_an_import_is_taken_back_stays(app: Flask, investors: Path) -> None:
    report = run("investors", investors)
    party_id, profile = next(iter(live_contents().items()))
    owner = an_actor(organisations_by_id([party_id])[party_id])
    db.session.commit()
    published, undoing_now = threading.Event(), threading.Event()

    def publish() -> None:
        with app.app_context(), acting_as(owner), transaction():
            publish_profile(owner, party_id, replace(profile, website="https://demo.example"))
            published.set()
            undoing_now.wait(timeout=10)
            time.sleep(0.3)  # the other has asked what is live by now, or waits for the lock

    owning = threading.Thread(target=publish)
    owning.start()
    assert published.wait(timeout=10)
    undoing_now.set()
    result = undo(report)
    owning.join()
    db.session.rollback()
    assert [code for _, _, code in result.refused] == ["row.newer_revision"]
    assert live_contents()[party_id].website == "https://demo.example"
