"""Tries are counted by account, by address and in all; nobody can lock a person out of a known browser."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from marketplace.accounts import services
from marketplace.accounts.gateway import hashing
from marketplace.accounts.rules import Purpose
from marketplace.foundation.actor import Refused
from marketplace.foundation.limits import TooMany
from tests.factories.accounts import PASSWORD, a_person

if TYPE_CHECKING:
    from flask_sqlalchemy import SQLAlchemy

    from tests.clients import PageClient


MATCHES = "marketplace.accounts.services.sessions.matches"


def never(*_given: object) -> bool:
    return False


def only_the_right_one(_stored: object, password: str) -> bool:
    return password == PASSWORD


def attempt(email: str, password: str = "wrong", address: str = "10.0.0.1", known: str | None = None) -> str:  # noqa: S107
    try:
        services.sign_in(services.Attempt(email, password, address, browser_secret=known))
    except TooMany:
        return "too many"
    except Refused as refusal:
        return refusal.code
    return "in"


def test_ten_guesses_for_an_account_in_five_minutes_from_wherever_they_come(
    database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MATCHES, only_the_right_one)
    person = a_person()
    answers = [attempt(person.email, address=f"10.0.{number}.1") for number in range(12)]
    assert answers == ["accounts.wrong_sign_in"] * 10 + ["too many"] * 2
    assert attempt(person.email.upper(), PASSWORD, "10.9.9.9") == "too many"


def test_an_unknown_account_is_counted_like_a_known_one(database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MATCHES, never)
    answers = [attempt("nobody@demo.example", address=f"10.0.{number}.1") for number in range(11)]
    assert answers == ["accounts.wrong_sign_in"] * 10 + ["too many"]


def test_the_person_still_comes_in_from_a_known_browser_under_attack(database: SQLAlchemy) -> None:
    person, thief = a_person(), a_person()
    known = services.sign_in(services.Attempt(person.email, PASSWORD, "10.0.0.1")).browser_secret
    thiefs_own = services.sign_in(services.Attempt(thief.email, PASSWORD, "10.0.0.2")).browser_secret
    for number in range(11):
        attempt(person.email, address=f"10.1.{number}.1", known=thiefs_own)
    assert attempt(person.email, PASSWORD, "10.0.0.3", known=thiefs_own) == "too many"
    assert attempt(person.email, PASSWORD, "10.0.0.3", known=known) == "in"


def test_a_known_browser_has_a_limit_too(database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch) -> None:
    person = a_person()
    known = services.sign_in(services.Attempt(person.email, PASSWORD, "10.0.0.1")).browser_secret
    monkeypatch.setattr(MATCHES, never)
    answers = [attempt(person.email, address=f"10.0.{number}.1", known=known) for number in range(11)]
    assert answers.count("too many") == 1


def test_one_address_tries_thirty_times(database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MATCHES, never)
    answers = [attempt(f"person{number}@demo.example") for number in range(31)]
    assert answers == ["accounts.wrong_sign_in"] * 30 + ["too many"]


@pytest.mark.parametrize(("purpose", "allowed"), [(Purpose.RESET, 5), (Purpose.SIGN_UP, 3)])
def test_an_address_gets_few_links_whether_known_or_not(database: SQLAlchemy, purpose: Purpose, allowed: int) -> None:
    for email in (a_person().email, "nobody@demo.example"):
        for _try in range(allowed):
            services.ask_for_link(purpose, email, "vi", "10.0.0.1")
        with pytest.raises(TooMany):
            services.ask_for_link(purpose, email, "vi", "10.0.0.1")


def test_too_many_is_a_page_that_says_when(client: PageClient) -> None:
    for _try in range(3):
        client.post("/vi/sign-up", data={"email": "lan@demo.example"})
    answer = client.post("/vi/sign-up", data={"email": "lan@demo.example"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_hashing_is_bounded_and_says_so_when_the_line_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "WAIT_SECONDS", 0.01)
    taken = [hashing._line.acquire(timeout=1) for _ in range(hashing.AT_ONCE)]
    try:
        assert all(taken)
        with pytest.raises(Refused, match=r"accounts\.busy"):
            hashing.hashed("mười con mèo ngủ trên mái")
    finally:
        for _ in taken:
            hashing._line.release()
    assert hashing.hashed("mười con mèo ngủ trên mái").startswith("$argon2id$")


def test_one_address_that_is_stopped_does_not_use_up_what_all_share(
    database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MATCHES, only_the_right_one)
    for number in range(1100):
        attempt(f"person{number}@demo.example", address="10.0.0.66")
        with suppress(TooMany):
            services.ask_for_link(Purpose.RESET, f"person{number}@demo.example", "vi", "10.0.0.66")
    person = a_person()
    assert attempt(person.email, PASSWORD, "10.0.0.1") == "in"
    services.ask_for_link(Purpose.RESET, person.email, "vi", "10.0.0.1")
