"""What is too large is refused with its limit, and what was typed beside the file comes back."""

from __future__ import annotations

from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.sansio.multipart import Event
from werkzeug.test import encode_multipart

from marketplace.foundation import oversized
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.organisations import a_ministry_unit, a_staff_actor

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.clients import PageClient

pytestmark = pytest.mark.usefixtures("database")
FORM = "/staff/imports/new"
MB = 1024 * 1024
SOURCE = "Demo danh sách “A” <b>"
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def officer(app: Flask, client: PageClient) -> PageClient:
    app.config["MAX_CONTENT_LENGTH"] = MB
    unit, person = a_ministry_unit(), a_person(language="en")
    a_staff_actor(unit, person=person)
    sign_in_as(client, person, unit.organisation_id)
    return client


def send(client: PageClient, size: int, headers: dict[str, str] = OURS, **more: str) -> TestResponse:
    data = {
        "file": FileStorage(BytesIO(b"x" * size), "list.csv"),
        "source": SOURCE,
        "kind": "investors",
        "once": "k",
        **more,
    }
    boundary, body = encode_multipart(data)
    content_type = f"multipart/form-data; boundary={boundary}"
    return client.post(FORM, data=body, headers=headers, content_type=content_type, token=False)


def test_what_was_typed_beside_a_file_that_is_too_large_comes_back(officer: PageClient) -> None:
    answer = send(officer, MB + 1)
    assert answer.status_code == 413
    assert "may hold 1 MB" in answer.text
    assert SOURCE in unescape(answer.text)
    assert "<b>" not in answer.text
    assert f'action="{FORM}"' in answer.text
    assert '<input type="hidden" name="kind" value="investors">' in answer.text
    assert 'type="file" id="again-file" name="file"' in answer.text
    assert "xxxx" not in answer.text


def test_no_byte_of_the_file_is_kept(officer: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[int] = []
    take = oversized._Parts.take

    def taken(self: oversized._Parts, event: Event) -> None:
        take(self, event)
        held.append(len(self._text))

    monkeypatch.setattr(oversized._Parts, "take", taken)
    assert SOURCE in unescape(send(officer, 3 * MB).text)
    assert 0 < max(held) < 200


@pytest.mark.parametrize("size", [4 * MB, 6 * MB])
def test_far_too_much_is_not_even_read(officer: PageClient, size: int) -> None:
    answer = send(officer, size)
    assert answer.status_code == 413
    assert SOURCE not in unescape(answer.text)
    assert 'data-behaviour="not-saved"' in answer.text  # the browser's own draft stays
    assert "Go back one page" in answer.text


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_of_another_site_is_not_offered(officer: PageClient, headers: dict[str, str]) -> None:
    answer = send(officer, MB + 1, headers)
    assert answer.status_code == 413
    assert SOURCE not in unescape(answer.text)


def test_a_stranger_keeps_nobody_busy(app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    app.config["MAX_CONTENT_LENGTH"] = MB
    monkeypatch.setattr(oversized, "_read", lambda _: pytest.fail("was read"))
    answer = send(client, MB + 1)
    assert answer.status_code == 413
    assert SOURCE not in unescape(answer.text)


@pytest.mark.parametrize("text", ["a" * (MB + 1), "a\0b"])
def test_text_that_fits_nowhere_is_not_given_back(officer: PageClient, text: str) -> None:
    answer = send(officer, MB + 1, more=text)
    assert answer.status_code == 413
    assert SOURCE not in unescape(answer.text)


def test_a_long_text_without_a_file_says_how_much_is_too_much(officer: PageClient) -> None:
    answer = officer.post("/workspace/account/details", data={"name": "a" * (2 * MB)}, headers=OURS)
    assert answer.status_code == 413
    assert "may hold 1 MB" in answer.text
