"""Imports as officers meet them: tried, brought in as tried, taken back; nobody else finds the pages."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from sqlalchemy import event, func, select

from marketplace.exchange import gateway, presenters, queries
from marketplace.exchange.models import ImportBatch, ImportRow, ImportTrial
from marketplace.exchange.services import applying, trials, undoing, working
from marketplace.exchange.services.plans import Choices
from marketplace.foundation.actor import SYSTEM, Actor, NotAllowed, NotFound, Power, Refused, acting_as
from marketplace.foundation.database import db
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import Fact
from marketplace.foundation.once import Repeated
from marketplace.organisations.models import Organisation
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.organisations import a_ministry_unit, a_staff_actor

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

    from tests.clients import PageClient

pytestmark = pytest.mark.usefixtures("database")

HEAD = "name,type,headquarters,target_countries,stages,thesis,industries,cheque_min,cheque_max,cheque_range\n"
ROW = 'Demo Lotus Fund{0},VC,Singapore,Vietnam,"Seed, Series+",We back software.,Fintech,,,\n'


def a_list(rows: int = 2, *, unreadable: int = 0) -> bytes:
    return (HEAD + "".join(ROW.format(i) for i in range(rows)) + ",VC,,,,,,,,\n" * unreadable).encode()


@pytest.fixture
def importer() -> Actor:
    return a_staff_actor(a_ministry_unit(), (Power.IMPORT,))


@pytest.fixture
def visitor(app: Flask) -> Callable[..., PageClient]:
    def enter(*powers: Power, language: str = "en") -> PageClient:
        unit, person, found = a_ministry_unit(), a_person(language=language), app.test_client()
        a_staff_actor(unit, powers or tuple(Power), person)
        sign_in_as(found, person, unit.organisation_id)
        return found  # type: ignore[return-value]

    return enter


def received(actor: Actor, content: bytes, name: str = "list.csv", once: str | None = None) -> str:
    with acting_as(actor):
        upload = trials.Upload(name, BytesIO(content), "investors", Choices("demo"), once or new_id())
        return trials.receive(actor, upload)


def confirmed(actor: Actor, trial_id: str) -> None:
    """Bring in the very file that was tried."""
    with acting_as(actor):
        trials.confirm(actor, trial_id, queries.trial(actor, trial_id).sha256)


def facts(name: str) -> list[Fact]:
    return list(db.session.scalars(select(Fact).where(Fact.name == name)))


def rows(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_list_is_tried_confirmed_and_taken_back_on_pages(visitor: Callable[..., PageClient]) -> None:
    page = visitor(Power.IMPORT)
    sent = {"kind": "investors", "country": "VN", "criteria": "public", "once": "a"}
    answer = page.post("/staff/imports/new", data={**sent, "file": (BytesIO(a_list(unreadable=1)), "list.csv")})
    assert answer.status_code == 302
    shown = page.get(answer.location).text
    assert "nothing was written" in shown
    assert "no name" in shown
    assert rows(Organisation) == rows(ImportBatch) + 1  # the ministry's own
    sha = re.search(r'name="sha256" value="(\w+)"', shown)
    assert sha is not None
    done = page.post(f"{answer.location}/confirm", data={"sha256": sha[1]})
    assert "Brought in" in page.get(done.location).text
    assert "2 rows would be taken back" in page.get(f"{done.location}/undo").text
    page.post(f"{done.location}/undo")
    assert "2 rows were taken back" in page.get(done.location).text
    assert "Taken back" in page.get("/staff/imports").text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("list.xlsx", b"PK\x03\x04", "must be CSV or JSON lines"),
        ("list.csv", b"PK\x03\x04" + b"x" * 50, "no text list"),
        ("list.csv", "tên".encode("utf-16"), "no text list"),
        ("list.csv", b"  \n", "is empty"),
    ],
)
def test_what_is_no_list_is_refused_and_the_choices_stay(
    visitor: Callable[..., PageClient], name: str, content: bytes, said: str
) -> None:
    sent = {"kind": "investors", "source": "Demo register", "country": "SG", "criteria": "shared", "once": "a"}
    answer = visitor().post("/staff/imports/new", data={**sent, "file": (BytesIO(content), name)})
    assert answer.status_code == 422
    assert said in answer.text
    for kept in ('value="investors" checked', "Demo register", 'selected value="SG"', 'value="shared" checked'):
        assert kept in answer.text
    assert rows(ImportTrial) == 0


def test_a_list_without_its_columns_says_which_are_missing(visitor: Callable[..., PageClient]) -> None:
    page = visitor()
    sent = {"kind": "investors", "country": "VN", "criteria": "public", "once": "a"}
    answer = page.post("/staff/imports/new", data={**sent, "file": (BytesIO(b"name,type\nx,y\n"), "list.csv")})
    assert "has no column cheque_max" in page.get(answer.location).text


def test_only_the_very_file_that_was_tried_is_brought_in(importer: Actor) -> None:
    trial_id = received(importer, a_list())
    with acting_as(importer), pytest.raises(Refused, match="other_file"):
        trials.confirm(importer, trial_id, "0" * 64)
    assert rows(ImportBatch) == 0


def test_a_second_click_brings_nothing_in_twice(importer: Actor) -> None:
    trial_id = received(importer, a_list(), once="same")
    with pytest.raises(Repeated):
        received(importer, a_list(), once="same")
    sha = queries.trial(importer, trial_id).sha256
    with acting_as(importer):
        trials.confirm(importer, trial_id, sha)
        with pytest.raises(Refused, match="not_tried"):
            trials.confirm(importer, trial_id, sha)
    assert rows(ImportBatch) == 1
    assert [fact.person_id for fact in facts("exchange.import_confirmed")] == [importer.person_id]


def test_who_ordered_an_import_is_known(importer: Actor) -> None:
    trial_id = received(importer, a_list())
    confirmed(importer, trial_id)
    batch = db.session.scalars(select(ImportBatch)).one()
    assert batch.person_id == importer.person_id
    assert queries.names_of([batch]).keys() == {importer.person_id}


@pytest.fixture
def everything_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes long is done beside the pages, a few rows at a time."""
    monkeypatch.setattr(trials, "AT_ONCE_BYTES", 0)
    monkeypatch.setattr(undoing, "AT_ONCE_ROWS", 0)
    monkeypatch.setattr(applying, "CHUNK", 5)


@pytest.mark.usefixtures("everything_is_long")
def test_a_long_list_is_worked_on_beside_the_pages(importer: Actor) -> None:
    trial_id = received(importer, a_list(12))
    assert queries.trial(importer, trial_id).state == "waiting"
    working.work()
    tried = queries.trial(importer, trial_id)
    db.session.refresh(tried)
    assert (tried.state, tried.counts["created"]) == ("tried", 12)
    with acting_as(importer):
        trials.confirm(importer, trial_id, tried.sha256)
    assert rows(ImportRow) == 0
    working.work()
    db.session.refresh(tried)
    assert (tried.state, tried.rows_done, rows(ImportRow)) == ("imported", 12, 12)
    with acting_as(importer):
        assert undoing.order_undo(importer, str(tried.batch_id)) is False
    working.work()
    batch = queries.batch(importer, str(tried.batch_id))
    db.session.refresh(batch)
    assert (batch.state, batch.taken_back["rows"]) == ("undone", 12)


@pytest.mark.usefixtures("everything_is_long")
def test_an_import_whose_program_was_ended_goes_on_and_both_parts_can_be_taken_back(
    importer: Actor,
) -> None:
    trial_id = received(importer, a_list(12))
    working.work()
    confirmed(importer, trial_id)
    real = working._set
    calls: list[dict[str, object]] = []

    def ended(of_id: str, **values: object) -> None:
        real(of_id, **values)
        if values.get("rows_done") and not calls:
            calls.append(values)
            raise KeyboardInterrupt

    with patch.object(working, "_set", ended), pytest.raises(KeyboardInterrupt):
        working.work()
    db.session.rollback()
    working.work()
    first, second = db.session.scalars(select(ImportBatch).order_by(ImportBatch.id))
    assert (first.state, second.state) == ("stopped", "applied")
    assert (second.counts["unchanged"], second.counts["created"]) == (5, 7)
    with acting_as(SYSTEM):
        assert undoing.undo(SYSTEM, first.id).rows == 5
        assert undoing.undo(SYSTEM, second.id).rows == 7


@pytest.mark.usefixtures("everything_is_long")
@pytest.mark.parametrize("ends_by", [RuntimeError, KeyboardInterrupt])  # it fails; its process is killed
def test_work_that_always_fails_is_given_up_and_its_page_says_so(
    visitor: Callable[..., PageClient], importer: Actor, ends_by: type[BaseException]
) -> None:
    trial_id = received(importer, a_list(12))
    working.work()
    confirmed(importer, trial_id)
    whole = working._set

    def some(of_id: str, **values: object) -> None:
        whole(of_id, **values)
        if values.get("rows_done"):
            raise ends_by

    with patch.object(working, "_set", some):
        for _ in range(working.MOST_ATTEMPTS):
            with pytest.raises(ends_by):
                working.work()
            db.session.rollback()
        working.work()
        working.work()
    db.session.expire_all()
    assert queries.trial(importer, trial_id).state == "unreadable"
    assert set(db.session.scalars(select(ImportBatch.state))) == {"stopped"}
    assert rows(ImportBatch) == working.MOST_ATTEMPTS
    page = visitor().get(f"/staff/imports/trials/{trial_id}").text
    assert f"failed {working.MOST_ATTEMPTS} times" in page
    assert f"hỏng {working.MOST_ATTEMPTS} lần" in visitor(language="vi").get(f"/staff/imports/trials/{trial_id}").text
    assert f"/staff/imports/{queries.trial(importer, trial_id).batch_id}" in page


@pytest.mark.usefixtures("everything_is_long")
def test_what_failed_while_it_was_tried_is_not_counted_when_it_is_brought_in(importer: Actor) -> None:
    trial_id = received(importer, a_list(12))
    with patch.object(working, "_try", side_effect=RuntimeError), pytest.raises(RuntimeError):
        working.work()
    db.session.rollback()
    working.work()
    db.session.expire_all()
    found = queries.trial(importer, trial_id)
    assert (found.state, found.attempts) == ("tried", 0)


@pytest.mark.parametrize("line", ["[" * 100_000, "9" * 5_000, '{"name": ' + "9" * 5_000 + "}"])
def test_a_line_that_no_reader_survives_is_listed(line: str) -> None:
    read = gateway.read_bytes("list.jsonl", f'{{"name": "Demo"}}\n{line}\n'.encode(), frozenset({"name"}))
    assert [number for number, _ in read.broken] == [2]


@pytest.mark.parametrize(("name", "row"), [("list.csv", b"Demo\n"), ("list.jsonl", b"{}\n")])
def test_a_list_that_would_fill_the_memory_is_refused(name: str, row: bytes) -> None:
    head = b"name\n" if name.endswith("csv") else b'{"name": "Demo"}\n'
    with patch.object(gateway, "MOST_ROWS", 5), pytest.raises(gateway.Unreadable) as refused:
        gateway.read_bytes(name, head + row * 6, frozenset({"name"}))
    assert "5" in presenters.why_unreadable(refused.value)


def test_work_that_fails_keeps_no_other_list_waiting(importer: Actor) -> None:
    failing, other = (received(importer, a_list(900 + more)) for more in (0, 1))
    whole = working.work_on

    def some(trial_id: str) -> None:
        if trial_id == failing:
            raise RecursionError
        whole(trial_id)

    with patch.object(working, "work_on", some), acting_as(SYSTEM), pytest.raises(RecursionError):
        working.work()
    db.session.expire_all()
    assert queries.trial(importer, other).state == "tried"


def test_the_preview_says_what_undoing_does(importer: Actor) -> None:
    for content in (a_list(), a_list().replace(b"software", b"data", 1)):
        trial_id = received(importer, content)
        confirmed(importer, trial_id)
    first = db.session.scalars(select(ImportBatch).order_by(ImportBatch.id)).first()
    assert first is not None
    seen = undoing.preview(importer, first.id)
    assert (seen.rows, [code for _, _, code in seen.refused]) == (1, ["row.newer_revision"])
    with acting_as(SYSTEM):
        assert undoing.undo(SYSTEM, first.id) == seen


def test_a_report_that_leaves_the_site_is_noted_and_no_cell_is_a_formula(
    visitor: Callable[..., PageClient], importer: Actor
) -> None:
    trial_id = received(importer, a_list().replace(b"Demo Lotus Fund1", b"=cmd()"))
    answer = visitor(language="vi").get(f"/staff/imports/trials/{trial_id}/report.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert [fact.values for fact in facts("exchange.report_downloaded")] == [{"of_id": trial_id, "rows": 2}]
    assert "không có giai đoạn nào tên" in answer.text
    assert presenters.harmless("=cmd()") == "'=cmd()"
    assert not [line for line in answer.text.splitlines() if re.search(r"(^|,)\"?[=+@]", line)]


ADDRESSES = (
    "",
    "/new",
    "/trials/{trial}",
    "/trials/{trial}/report.csv",
    "/{batch}",
    "/{batch}/undo",
    "/{batch}/report.csv",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_those_who_import_find_the_pages(
    visitor: Callable[..., PageClient], importer: Actor, address: str
) -> None:
    trial_id = received(importer, a_list())
    confirmed(importer, trial_id)
    batch = str(queries.trial(importer, trial_id).batch_id)
    path = "/staff/imports" + address.format(trial=trial_id, batch=batch)
    assert visitor(Power.IMPORT).get(path).status_code == 200
    others = visitor(*(power for power in Power if power is not Power.IMPORT))
    assert others.get(path).status_code == 404


def test_the_services_ask_for_the_power_themselves(importer: Actor) -> None:
    trial_id = received(importer, a_list())
    officer = a_staff_actor(a_ministry_unit(), (Power.REVIEW,))
    with pytest.raises(NotAllowed):
        received(officer, a_list())
    with acting_as(officer), pytest.raises(NotAllowed):
        trials.confirm(officer, trial_id, "x")
    with acting_as(officer), pytest.raises(NotAllowed):
        undoing.order_undo(officer, "x")
    with pytest.raises(NotFound):
        queries.trial(officer, trial_id)


def test_the_list_of_imports_asks_no_more_the_longer_it_is(
    database: SQLAlchemy, visitor: Callable[..., PageClient], importer: Actor
) -> None:
    page = visitor()

    def cost() -> int:
        said: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            said.append(statement)

        page.get("/staff/imports")
        event.listen(database.engine, "before_cursor_execute", note)
        assert page.get("/staff/imports").status_code == 200
        event.remove(database.engine, "before_cursor_execute", note)
        return len(said)

    def one_more() -> None:
        for _round in range(2):
            trial_id = received(importer, a_list(1))
        confirmed(importer, trial_id)

    one_more()
    few = cost()
    for _ in range(4):
        one_more()
    assert cost() <= few
