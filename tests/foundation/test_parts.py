"""Every part that pages are made of stands on one page, in both languages, for staff alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from jinja2 import nodes

from marketplace.foundation.actor import Power
from tests.architecture.sources import TEMPLATES
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.organisations import a_member, a_ministry_unit, a_staff_actor, an_enterprise

if TYPE_CHECKING:
    from flask import Flask

    from tests.clients import PageClient

# The head stands on top of the page, the map needs the provinces, several fields are one and one, a press sends.
ELSEWHERE = {"page_head", "tile_map", "fields", "post_button"}


def as_staff(client: PageClient) -> None:
    unit, person = a_ministry_unit(), a_person()
    a_staff_actor(unit, (Power.REVIEW,), person)
    sign_in_as(client, person, unit.organisation_id)


def test_each_part_is_shown(app: Flask) -> None:
    shown = "".join(file.read_text(encoding="utf-8") for file in sorted((TEMPLATES / "parts").glob("*.html")))
    called = set(re.findall(r"\b(\w+)\(", re.sub(r"{% call sample.*? %}\n", "", shown)))
    parts = {
        macro.name
        for file in sorted((TEMPLATES / "components").glob("*.html"))
        for macro in app.jinja_env.parse(file.read_text(encoding="utf-8")).find_all(nodes.Macro)
        if not macro.name.startswith("_")
    }
    assert sorted(parts - called - ELSEWHERE) == []


@pytest.mark.parametrize(("lang", "word"), [("vi", "Dấu xác minh"), ("en", "Verified badge")])
def test_staff_see_them_in_their_language(client: PageClient, lang: str, word: str) -> None:
    as_staff(client)
    client.set_cookie("language", lang)
    page = client.get("/staff/components")
    assert page.status_code == 200
    assert word in page.text
    assert page.text.count("<h1>") == 1
    assert "None" not in re.sub(r"<code>.*?</code>", "", page.text, flags=re.DOTALL)


def test_identifiers_are_said_once_on_the_page(client: PageClient) -> None:
    as_staff(client)
    found = re.findall(r'\sid="([^"]+)"', client.get("/staff/components").text)
    allowed_twice = {
        each for each in found if each.startswith(("name", "amount", "currency", "kinds", "csrf", "once", "version"))
    }
    assert sorted({each for each in found if found.count(each) > 1} - allowed_twice) == []


def test_others_do_not_know_of_the_page(client: PageClient) -> None:
    organisation = an_enterprise()
    sign_in_as(client, a_member(organisation), organisation.id)
    assert client.get("/staff/components").status_code == 404


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('{% from "components/record.html" import avatar %}{{ avatar("Demo Hóa đơn Sen (minh hoạ)") }}', ">DS<"),
        ('{% from "components/record.html" import avatar %}{{ avatar("<b>") }}', ">&lt;<"),
        ('{% from "components/record.html" import avatar %}{{ avatar("") }}', ">?<"),
        ('{% from "components/record.html" import verified_badge %}{{ verified_badge("<b>", "x") }}', "&lt;b&gt;"),
        ('{% from "components/score.html" import meter %}{{ meter(30, 25, "a", "30/25") }}', 'width="100" height="6"'),
        ('{% from "components/score.html" import meter %}{{ meter(0, 0, "a", "0") }}', 'width="0"'),
        (
            '{% from "components/list.html" import data_table %}{{ data_table(["a"], [], nothing=("Empty", "b")) }}',
            "Empty",
        ),
        (
            '{% from "components/list.html" import data_table %}{{ data_table(["a"], [["x"]], links=["/y"]) }}',
            'href="/y">x</a>',
        ),
        (
            """{% from "components/list.html" import data_table %}
            {{ data_table([{"label": "a", "href": "/s", "sorted": "descending"}], [["x"]]) }}""",
            'aria-sort="descending"',
        ),
    ],
)
def test_a_part_says(app: Flask, source: str, said: str) -> None:
    with app.test_request_context("/en/"):
        assert said in app.jinja_env.from_string(source).render()
