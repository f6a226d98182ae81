"""What is static is asked for once; pages are shrunk except where their length could tell something."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import TYPE_CHECKING

import brotli
import pytest

from marketplace.foundation.assets import ASK_AGAIN, FOR_EVER, Folder
from tests.factories.accounts import sign_in_as
from tests.factories.organisations import a_member, an_enterprise

if TYPE_CHECKING:
    from flask import Flask

    from tests.clients import PageClient

BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}


def assets_of(page: str) -> list[str]:
    return re.findall(r'(?:href|src)="((?:/bootstrap)?/static/[^"]+)"', page)


def test_every_static_address_of_a_page_may_be_kept_for_ever(client: PageClient) -> None:
    addresses = assets_of(client.get("/vi/").text)
    assert len(addresses) > 5
    for address in addresses:
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, FOR_EVER), address
        assert "Set-Cookie" not in answer.headers


def test_a_script_finds_the_scripts_beside_it_under_the_same_mark(client: PageClient) -> None:
    first = next(each for each in assets_of(client.get("/vi/").text) if each.endswith("behaviours.js"))
    beside = re.findall(r'from "\./([^"]+)"', client.get(first).text)
    assert beside
    for name in beside:
        assert client.get(first.replace("behaviours.js", name)).headers["Cache-Control"] == FOR_EVER


@pytest.mark.parametrize("address", ["/static/css/base.css", "/static/v-0123456789/css/base.css"])
def test_an_address_of_other_content_is_answered_and_asked_again(client: PageClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == ASK_AGAIN
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "name", ["../wsgi.py", "v-0123456789/../../wsgi.py", "%2e%2e/wsgi.py", "css", "", "v-0123456789/", "none.css"]
)
def test_nothing_beside_the_folder_is_given(client: PageClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None), ("", None), ("*", None)],
)
def test_a_style_sheet_comes_in_the_shortest_form_the_browser_reads(
    client: PageClient, accepted: str, sent: str | None
) -> None:
    plain = client.get("/static/css/components.css").data
    answer = client.get("/static/css/components.css", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == sent
    assert "Accept-Encoding" in answer.headers["Vary"]
    unpacked = {"br": brotli.decompress, "gzip": gzip.decompress}.get(sent or "", bytes)(answer.data)
    assert unpacked == plain


def test_the_mark_changes_with_the_content(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a{}", encoding="utf-8")
    marks = iter(["v-1", "v-1", "v-2"])
    folder = Folder(tmp_path, lambda: next(marks))
    assert folder.address("a.css") == "v-1/a.css"
    with app.test_request_context("/"):
        assert folder.answer("v-1/a.css").headers["Cache-Control"] == FOR_EVER
        assert folder.answer("v-1/a.css").headers["Cache-Control"] == ASK_AGAIN


def test_a_page_for_everybody_is_shrunk(client: PageClient) -> None:
    plain = client.get("/vi/companies")
    shrunk = client.get("/vi/companies", headers=BROWSER)
    assert shrunk.headers["Content-Encoding"] == "br"
    assert {"Accept-Encoding", "Cookie"} <= {
        each.strip() for each in ",".join(shrunk.headers.getlist("Vary")).split(",")
    }
    assert len(shrunk.data) < len(plain.data) / 2
    assert b"</html>" in brotli.decompress(shrunk.data)


@pytest.mark.parametrize(
    ("asked_from", "shrunk"),
    [("same-origin", True), ("none", True), ("cross-site", False), ("same-site", False), (None, False)],
)
def test_a_page_with_secrets_is_shrunk_only_where_no_stranger_can_repeat_the_question(
    client: PageClient, asked_from: str | None, shrunk: bool
) -> None:
    organisation = an_enterprise()
    sign_in_as(client, a_member(organisation), organisation.id)
    headers = BROWSER | ({"Sec-Fetch-Site": asked_from} if asked_from else {})
    for path in ("/workspace", "/vi/companies?q=secret"):
        answer = client.get(path, headers=headers)
        assert answer.status_code == 200
        assert ("Content-Encoding" in answer.headers) is shrunk
