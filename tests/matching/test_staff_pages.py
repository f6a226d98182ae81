"""The pages about weights: read by all staff, changed by officers, nothing saved before it was looked at."""

from __future__ import annotations

import html
import json
import re

import pytest
from flask_sqlalchemy import SQLAlchemy

from marketplace.foundation.actor import Power
from marketplace.foundation.database import db
from marketplace.foundation.ids import new_id
from marketplace.matching.forms import as_draft, as_numbers, read_number
from marketplace.matching.presenters.staff.weights import title_of
from marketplace.matching.presenters.staff.words import GROUPS, PROBLEMS, SIGNALS
from marketplace.matching.queries import weights
from marketplace.matching.queries.books import NotReady
from marketplace.matching.rules.editing import PRIORITIES, Change, Changes, Problem
from marketplace.matching.rules.seats import Role
from marketplace.matching.rules.weights import SHIPPED, Table, shipped, shipped_content
from tests.clients import PageClient
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.organisations import a_ministry_unit, a_staff_actor
from tests.matching.test_staff_weights import OTHER, STRONGER, a_market, an_officer, put

HOME = "/staff/matching"
PAGES = (
    HOME,
    f"{HOME}/versions",
    f"{HOME}/versions/{SHIPPED}",
    f"{HOME}/compare",
    f"{HOME}/exposure",
    f"{HOME}/groups",
)
OFFICERS_ONLY = (f"{HOME}/change", f"{HOME}/versions/{SHIPPED}/again")


def enter(client: PageClient, *powers: Power) -> None:
    unit, person = a_ministry_unit(), a_person()
    a_staff_actor(unit, powers or (Power.REFERENCE,), person)
    sign_in_as(client, person, unit.organisation_id)


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    assert found is not None, name
    return html.unescape(found[1])


def in_force() -> int:
    """The number of the version that holds as of now, whatever this test has read before."""
    db.session.rollback()
    return weights.current().version


def typed(code: str, **fields: str) -> dict[str, str]:
    """The form as it is sent with one signal changed."""
    row = {f"signals-0-{name}": value for name, value in {"code": code, **fields}.items()}
    return {"shipped": str(SHIPPED), "draft": as_draft(Changes()), **row}


def test_all_staff_read_and_only_officers_change(client: PageClient) -> None:
    a_market()
    enter(client, Power.REVIEW)
    for page in PAGES:
        assert client.get(page).status_code == 200, page
    for page in OFFICERS_ONLY:
        assert client.get(page).status_code == 404, page
    assert client.post(f"{HOME}/confirm", data={}).status_code == 404
    assert f"{HOME}/change" not in client.get(HOME).get_data(as_text=True)
    enter(client)
    for page in OFFICERS_ONLY:
        assert client.get(page).status_code == 200, page


def test_nobody_else_knows_of_the_pages(client: PageClient) -> None:
    sign_in_as(client, a_person())
    for page in (*PAGES, *OFFICERS_ONLY):
        assert client.get(page).status_code == 404, page


@pytest.mark.parametrize(
    "address",
    [
        f"{HOME}?role=lend",
        f"{HOME}/exposure?kind=all",
        f"{HOME}/versions/5",
        f"{HOME}/versions/{10**30}",
        f"{HOME}/versions/{10**30}/again",
        f"{HOME}/compare?from=7",
        f"{HOME}/compare?from={10**30}",
        f"{HOME}/compare?to=-{10**30}",
    ],
)
def test_an_address_that_names_nothing_is_not_found(client: PageClient, address: str) -> None:
    enter(client)
    assert client.get(address).status_code == 404


def test_the_page_tells_every_weight_where_it_comes_from_and_how_much_it_can_add(client: PageClient) -> None:
    enter(client)
    page = html.unescape(client.get(f"{HOME}?role=invest").get_data(as_text=True))
    for code in shipped_content()["roles"]["invest"]["signals"]:
        assert title_of(code) in page
    assert "Thương vụ" in page
    assert "Đánh giá" in page
    assert "2012-01" in page
    assert "đang tắt" in page


def test_calibration_is_shown_where_it_was_measured(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(client)
    rows = [{"from": 70, "to": 80, "stated": 0.75, "real": 0.734, "pairs": 1234}]
    content = shipped_content()
    content["provenance"]["calibration"] = {"invest": rows}
    monkeypatch.setattr(weights, "shipped_content", lambda _number: content)
    measured = client.get(f"{HOME}?role=invest").get_data(as_text=True)
    assert "73 %" in measured
    assert "1.234" in measured
    assert "73 %" not in client.get(f"{HOME}?role=acquire").get_data(as_text=True)


def test_from_a_draft_over_its_effect_to_a_version(client: PageClient) -> None:
    a_market(14)
    enter(client)
    sent = typed("sector_fit", at="0; 1", adds="1,5; -1,5")
    preview = client.post(f"{HOME}/change?role=invest", data=sent)
    page = preview.get_data(as_text=True)
    assert preview.status_code == 200
    assert html.unescape(title_of("sector_fit")) in html.unescape(page)
    assert "Giới hạn bảo vệ" in page
    assert in_force() == SHIPPED
    whole = {name: hidden(page, name) for name in ("draft", "shipped", "version", "once")}
    refused = client.post(f"{HOME}/confirm", data={**whole, "reason": ""})
    assert refused.status_code == 422
    assert hidden(refused.get_data(as_text=True), "draft") == whole["draft"]
    done = client.post(f"{HOME}/confirm", data={**whole, "reason": "Demo: sectors matter more"})
    assert (done.status_code, done.location) == (302, HOME)
    assert in_force() == 1000
    again = client.post(f"{HOME}/confirm", data={**whole, "reason": "Demo: sectors matter more"})
    assert (again.status_code, in_force()) == (302, 1000)
    shown = client.get(HOME).get_data(as_text=True)
    assert "Demo: sectors matter more" in shown
    assert "1000" in client.get(f"{HOME}/versions").get_data(as_text=True)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"at": "0; 1", "adds": "-9; 1"}, "từ −1,5 đến +1,5"),
        ({"at": "1; 0", "adds": "0; 1"}, "từ nhỏ đến lớn"),
        ({"at": "0; 1", "adds": "0"}, "số điểm cộng bằng với số giá trị"),
        ({"at": "0; một", "adds": "0; 1"}, "không phải là số"),
    ],
)
def test_nothing_typed_is_lost_when_it_is_wrong(client: PageClient, fields: dict[str, str], told: str) -> None:
    enter(client)
    answer = client.post(f"{HOME}/change?role=invest", data=typed("sector_fit", **fields))
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert told in page
    for value in fields.values():
        assert f'value="{value}"' in page


def test_a_factor_out_of_bounds_is_named_beside_its_field(client: PageClient) -> None:
    enter(client)
    answer = client.post(f"{HOME}/change?role=invest", data=typed("record_city", times="2,5"))
    assert answer.status_code == 422
    assert "từ 0 đến 2" in answer.get_data(as_text=True)


def test_every_fault_is_told_at_once_above_the_form_and_beside_its_field(client: PageClient) -> None:
    enter(client)
    second = {"signals-1-code": "record_city", "signals-1-times": "3"}
    answer = client.post(f"{HOME}/change?role=invest", data=typed("sector_fit", at="0; 1", adds="0; x") | second)
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    for told in ("“x” không phải là số", "từ 0 đến 2."):
        assert page.count(told) == 2, told
    assert page.count('<details class="weight-topic" open>') == 2


def test_a_draft_keeps_the_other_role_and_is_changed_on(client: PageClient) -> None:
    a_market()
    enter(client)
    first = client.post(f"{HOME}/change?role=invest", data=typed("sector_fit", off="y")).get_data(as_text=True)
    kept = {"draft": hidden(first, "draft"), "shipped": str(SHIPPED), "go": "edit"}
    other = client.post(f"{HOME}/change?role=acquire", data=kept).get_data(as_text=True)
    sent = {**typed("record_city", times="0.5"), "draft": hidden(other, "draft"), "policies": "small_firm"}
    second = client.post(f"{HOME}/change?role=acquire", data=sent).get_data(as_text=True)
    told = json.loads(hidden(second, "draft"))
    assert told == {
        "signals": {
            "invest": {"sector_fit": {"times": 1.0, "off": True, "table": None}},
            "acquire": {"record_city": {"times": 0.5, "off": False, "table": None}},
        },
        "policies": ["small_firm"],
    }


def test_a_version_that_came_meanwhile_is_told_and_the_reason_is_kept(client: PageClient) -> None:
    a_market()
    enter(client)
    page = client.post(f"{HOME}/change?role=invest", data=typed("sector_fit", off="y")).get_data(as_text=True)
    whole = {name: hidden(page, name) for name in ("draft", "shipped", "version", "once")}
    put(an_officer(), STRONGER)
    answer = client.post(f"{HOME}/confirm", data={**whole, "reason": "Demo reason that stays"})
    told = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Demo reason that stays" in told
    assert hidden(told, "version") == "1000"
    assert in_force() == 1000


def test_going_back_is_looked_at_first(client: PageClient) -> None:
    a_market()
    put(an_officer(), OTHER)
    enter(client)
    page = client.get(f"{HOME}/versions/{SHIPPED}/again").get_data(as_text=True)
    whole = {name: hidden(page, name) for name in ("draft", "shipped", "version")}
    client.post(f"{HOME}/confirm", data={**whole, "once": new_id(), "reason": "Demo: back"})
    assert in_force() == 1001
    assert (
        weights.current().roles[Role.INVEST].tables["sector_fit"] == shipped().roles[Role.INVEST].tables["sector_fit"]
    )


def a_factor(times: str) -> str:
    """A draft whose one factor is written so."""
    plain = '{"signals": {"invest": {"record_city": {"times": 2, "off": false, "table": null}}}, "policies": []}'
    return plain.replace("2", times)


@pytest.mark.parametrize(
    "draft",
    [
        "",
        "{",
        "[]",
        '{"signals": {"lend": {"a": {}}}, "policies": []}',
        "x" * 70_000,
        "[" * 59_000,
        a_factor("9" * 400),
        a_factor("NaN"),
        a_factor("1e999"),
    ],
)
def test_a_draft_that_cannot_be_read_saves_nothing(client: PageClient, draft: str) -> None:
    enter(client)
    whole = {"draft": draft, "shipped": str(SHIPPED), "version": str(SHIPPED), "reason": "Demo"}
    answer = client.post(f"{HOME}/confirm", data=whole)
    assert answer.status_code == 302
    assert in_force() == SHIPPED


def test_a_draft_outside_its_bounds_is_not_believed(client: PageClient) -> None:
    enter(client)
    forged = as_draft(Changes({(Role.INVEST, "sector_fit"): Change(table=Table((0.0, 1.0), (0.0, 99.0)))}))
    data = {"draft": forged, "shipped": str(SHIPPED), "version": str(SHIPPED), "once": new_id(), "reason": "Demo"}
    client.post(f"{HOME}/confirm", data=data)
    assert in_force() == SHIPPED


def test_right_after_a_start_the_pages_say_so(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_ready() -> None:
        raise NotReady

    monkeypatch.setattr("marketplace.matching.queries.effects.books", not_ready)
    enter(client)
    answer = client.get(f"{HOME}/exposure")
    assert answer.headers["Refresh"] == "3"
    preview = client.post(f"{HOME}/change?role=invest", data=typed("sector_fit", off="y"))
    assert preview.status_code == 200
    assert hidden(preview.get_data(as_text=True), "draft")


def test_every_signal_that_weighs_has_words_and_every_problem_too(database: SQLAlchemy) -> None:
    weighing = {code for rows in shipped_content()["roles"].values() for code in rows["signals"]}
    assert weighing - SIGNALS.keys() == set()
    assert PRIORITIES.keys() <= SIGNALS.keys()
    assert PROBLEMS.keys() == set(Problem)
    assert "home" in GROUPS


@pytest.mark.parametrize(
    ("typed_number", "value"), [("0,5", 0.5), ("0.5", 0.5), ("−1,25", -1.25), ("-1", -1.0), ("+2", 2.0)]
)
def test_numbers_are_read_with_comma_or_point(typed_number: str, value: float) -> None:
    assert read_number(typed_number) == value


@pytest.mark.parametrize("typed_number", ["-", "one", "1,2,3", "1e9", "99999", "nan", "inf"])
def test_what_is_no_small_number_is_refused(typed_number: str) -> None:
    with pytest.raises(ValueError, match=re.escape(typed_number)):
        read_number(typed_number)


def test_numbers_are_shown_as_they_are_read(app: object, database: SQLAlchemy) -> None:
    values = (0.0, -0.3456, 1.5, 0.0001, 10.0)
    assert tuple(read_number(part) for part in as_numbers(values).split(";")) == values
