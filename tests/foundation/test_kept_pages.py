"""Pages kept for visitors: made once while nothing changed, and never somebody's own page for somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask, render_template_string
from flask.typing import ResponseReturnValue

from marketplace.foundation.actor import NotFound
from marketplace.foundation.kept_pages import kept_for_visitors
from tests.factories.accounts import a_person, sign_in_as

if TYPE_CHECKING:
    from flask_sqlalchemy import SQLAlchemy

    from tests.clients import PageClient


class Shelf:
    """A page, how often it was made, and the thing that it rests on."""

    def __init__(self) -> None:
        self.made = 0
        self.stamp: str | None = "first"
        self.page = "page {{ made }}"

    def asked(self) -> str:
        if self.stamp is None:
            raise NotFound
        return self.stamp

    def view(self) -> ResponseReturnValue:
        self.made += 1
        return render_template_string(self.page, made=self.made)


@pytest.fixture
def shelf(app: Flask, database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """The page stands where the address of health does."""
    shelf = Shelf()
    monkeypatch.setitem(app.view_functions, "site.live", kept_for_visitors(shelf.asked, 60)(shelf.view))
    return shelf


def test_a_page_is_made_once_while_nothing_changes(client: PageClient, shelf: Shelf) -> None:
    assert [client.get("/health/live").text for _ in range(3)] == ["page 1"] * 3
    shelf.stamp = "second"
    assert client.get("/health/live").text == "page 2"


def test_what_is_withdrawn_is_gone_at_once(client: PageClient, shelf: Shelf) -> None:
    client.get("/health/live")
    shelf.stamp = None
    assert client.get("/health/live").status_code == 404


def test_a_question_in_the_address_is_answered_anew(client: PageClient, shelf: Shelf) -> None:
    client.get("/health/live")
    assert client.get("/health/live?q=1").text == "page 2"


def test_who_is_signed_in_sees_an_own_page_and_leaves_none(client: PageClient, shelf: Shelf) -> None:
    client.get("/health/live")
    sign_in_as(client, a_person())
    assert client.get("/health/live").text == "page 2"
    client.delete_cookie("session")
    assert client.get("/health/live").text == "page 1"


def test_a_page_with_a_form_is_nobody_else_s(app: Flask, client: PageClient, shelf: Shelf) -> None:
    shelf.page = "{{ csrf_token() }}"
    tokens = {app.test_client().get("/health/live").text for _ in range(2)}
    assert len(tokens) == 2
    assert shelf.made == 2


def test_nor_is_one_with_the_token_of_an_earlier_form(app: Flask, shelf: Shelf) -> None:
    shelf.page = "{{ csrf_token() }}"
    first, second = app.test_client(), app.test_client()
    for visitor in (first, second):
        visitor.get("/en/sign-in")
    tokens = {visitor.get("/health/live").text for visitor in (first, second)}
    assert len(tokens) == 2


def test_a_message_is_read_by_the_one_it_is_for(app: Flask, client: PageClient, shelf: Shelf) -> None:
    shelf.page = "{{ get_flashed_messages() }}"
    with client.session_transaction() as session:
        session["_flashes"] = [("success", "for you alone")]
    assert "for you alone" in client.get("/health/live").text
    assert "for you alone" not in app.test_client().get("/health/live").text


def test_each_language_has_its_own(client: PageClient, shelf: Shelf) -> None:
    shelf.page = "{{ language() }}"
    for language in ("vi", "en", "vi"):
        client.set_cookie("language", language)
        assert client.get("/health/live").text == language
    assert shelf.made == 2
