"""Signing up, in and back in: one answer for everybody, and only the mail tells."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import func, select

from marketplace.accounts import services
from marketplace.accounts.models import MailedLink, Person, PersonSession
from marketplace.accounts.rules import Purpose, email_key, is_one_address
from marketplace.foundation.actor import SYSTEM, Refused
from marketplace.foundation.clock import now
from marketplace.foundation.database import db
from marketplace.foundation.jobs import TASKS, RecordedFact
from marketplace.foundation.journal import Fact
from marketplace.foundation.relay import drain
from tests.factories.accounts import PASSWORD, a_person, sign_in_as

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy
    from werkzeug.test import TestResponse

    from tests.clients import PageClient

NEW_PASSWORD = "chín con voi bơi qua sông"
CHANGING = {"X-Request-ID", "Date", "Set-Cookie"}


def mails(app: Flask, data_dir: Path) -> list[tuple[str, str]]:
    """Whom what was sent to: everything that waits is done first."""
    db.session.commit()
    drain(app)
    found = []
    for file in sorted((data_dir / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns):
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        body = message.get_body(preferencelist=("plain",))
        assert body is not None
        found.append((str(message["To"]), body.get_content()))
    return found


@pytest.fixture(autouse=True)
def _empty_mailbox(data_dir: Path) -> None:
    for file in (data_dir / "mail").glob("*.eml"):
        file.unlink()


def secret_in(text: str) -> str:
    found = re.search(r"/(?:sign-up/finish|reset/choose)\?key=([\w-]{30,})", text)
    assert found is not None, text
    return found.group(1)


def shown(answer: TestResponse) -> tuple[int, str, dict[str, str]]:
    body = re.sub(r'(name="(?:csrf_token|once)"[^>]*value=")[^"]*', r"\1", answer.text)
    body = re.sub(r"[0-9a-z]{26}", "", body)
    return answer.status_code, body, {k: v for k, v in answer.headers.items() if k not in CHANGING | {"Content-Length"}}


def test_a_person_signs_up_with_one_mail_and_is_in(app: Flask, client: PageClient, data_dir: Path) -> None:
    answer = client.post("/en/sign-up", data={"email": " Lan@Demo.example "})
    assert (answer.status_code, answer.location) == (303, "/en/sign-up/sent")
    ((to, text),) = mails(app, data_dir)
    assert to == "Lan@Demo.example"
    link = f"/en/sign-up/finish?key={secret_in(text)}"
    assert client.get(link).status_code == 200
    answer = client.post(link, data={"name": "Lan Demo", "password": NEW_PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/workspace/start")
    assert client.get("/workspace/account").status_code == 200
    person = db.session.scalars(select(Person)).one()
    assert (person.name, person.language, person.verified_at is not None) == ("Lan Demo", "en", True)
    assert client.get(link).status_code == 410
    assert client.post(link, data={"name": "Again", "password": NEW_PASSWORD}).status_code == 410


@pytest.mark.parametrize("path", ["/vi/sign-up", "/vi/reset"])
def test_asking_for_a_link_tells_nobody_who_is_here(client: PageClient, path: str) -> None:
    known, suspended = a_person("known@demo.example"), a_person("out@demo.example")
    services.suspend(SYSTEM, suspended.id)
    answers = [
        (shown(client.post(path, data={"email": email})), shown(client.get(f"{path}/sent")))
        for email in (known.email, suspended.email, "unknown@demo.example")
    ]
    assert answers.count(answers[0]) == len(answers)
    db.session.commit()
    rows = db.session.scalar(select(func.count(MailedLink.id)))
    assert rows == len(answers)


def test_only_the_mail_tells(app: Flask, client: PageClient, data_dir: Path) -> None:
    a_person("known@demo.example")
    for path in ("/vi/sign-up", "/vi/reset"):
        for email in ("known@demo.example", "unknown@demo.example"):
            client.post(path, data={"email": email})
    sent = mails(app, data_dir)
    assert sorted(to for to, _ in sent) == ["known@demo.example"] * 2 + ["unknown@demo.example"]
    assert sum("/sign-up/" in text for _, text in sent) == 1
    assert sum("/reset/" in text for to, text in sent if to == "known@demo.example") == 1


def test_a_wrong_sign_in_reads_the_same_for_everybody(client: PageClient) -> None:
    known, suspended = a_person("known@demo.example"), a_person("out@demo.example")
    services.suspend(SYSTEM, suspended.id)
    tried = [(known.email, "wrong"), (suspended.email, PASSWORD), ("unknown@demo.example", PASSWORD)]
    answers = []
    for email, password in tried:
        status, body, headers = shown(client.post("/vi/sign-in", data={"email": email, "password": password}))
        answers.append((status, body.replace(email, ""), headers))
    assert answers[0][0] == 422
    assert answers.count(answers[0]) == len(answers)


def test_the_right_password_leads_on(client: PageClient) -> None:
    person = a_person()
    data = {"email": person.email.upper(), "password": PASSWORD, "next": "/workspace/notifications"}
    answer = client.post("/vi/sign-in", data=data)
    assert (answer.status_code, answer.location) == (303, "/workspace/notifications")
    assert client.get("/workspace/account").status_code == 200


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\t//evil.example"]
)
def test_signing_in_leads_nowhere_else(client: PageClient, target: str) -> None:
    person = a_person()
    answer = client.post("/vi/sign-in", data={"email": person.email, "password": PASSWORD, "next": target})
    assert answer.location == "/workspace/start"


def test_signing_in_gives_a_fresh_secret_and_forgets_the_forms_cookie(client: PageClient) -> None:
    person = a_person()
    client.set_cookie("session", "planted-by-somebody-else-0123456789abcdef")
    with client.session_transaction() as form:
        form["planted"] = "yes"
    client.post("/vi/sign-in", data={"email": person.email, "password": PASSWORD})
    cookie = client.get_cookie("session")
    assert cookie is not None
    assert "planted" not in cookie.value
    with client.session_transaction() as form:
        assert "planted" not in form


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client: PageClient) -> None:
    person = a_person()
    answer = client.post("/vi/sign-in", data={"email": person.email, "password": PASSWORD})
    cookies = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith(("session=", "browser="))]
    assert len(cookies) == 2
    for line in cookies:
        assert "HttpOnly" in line
        assert "SameSite=Lax" in line
        assert "Path=/" in line
        assert "Domain" not in line


@pytest.mark.parametrize("path", ["/vi/sign-up", "/vi/reset", "/vi/sign-in"])
def test_a_form_with_several_addresses_is_refused(client: PageClient, path: str) -> None:
    a_person("victim@demo.example")
    several = ["victim@demo.example", "thief@demo.example"]
    assert client.post(path, data={"email": several, "password": "x" * 20}).status_code == 400
    assert client.post(f"{path}?email=thief@demo.example", data={"email": several[0]}).status_code == 400
    assert client.post(path, data={"email[]": several}).status_code == 422
    assert client.post(path, data={"email": ",".join(several)}).status_code == 422
    assert client.post(path, data={"email": "\n".join(several)}).status_code == 422
    assert client.post(path, json={"email": several}).status_code == 400
    assert db.session.scalar(select(func.count(MailedLink.id))) == 0


def test_a_reset_goes_to_the_stored_address_and_ends_everything(app: Flask, client: PageClient, data_dir: Path) -> None:
    person = a_person("known@demo.example")
    elsewhere = app.test_client()
    sign_in_as(elsewhere, person)
    client.post("/vi/reset", data={"email": "KNOWN@DEMO.example"})
    client.post("/vi/reset", data={"email": "known@demo.example"})
    first, second = [(to, secret_in(text)) for to, text in mails(app, data_dir)]
    assert {first[0], second[0]} == {"known@demo.example"}
    answer = client.post(f"/vi/reset/choose?key={first[1]}", data={"password": NEW_PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/vi/sign-in")
    assert elsewhere.get("/workspace/account").status_code == 302
    assert client.get("/workspace/account").status_code == 302
    for _to, secret in (first, second):
        assert (
            client.post(f"/vi/reset/choose?key={secret}", data={"password": "bảy con cá lội ngược dòng"}).status_code
            == 410
        )
    assert client.post("/vi/sign-in", data={"email": person.email, "password": PASSWORD}).status_code == 422
    assert client.post("/vi/sign-in", data={"email": person.email, "password": NEW_PASSWORD}).status_code == 303
    told = [text for to, text in mails(app, data_dir) if "/reset" in text and to == person.email]
    assert len(told) == 3


def test_a_bad_new_password_does_not_use_the_link_up(app: Flask, client: PageClient, data_dir: Path) -> None:
    a_person("known@demo.example")
    client.post("/vi/reset", data={"email": "known@demo.example"})
    ((_, text),) = mails(app, data_dir)
    link = f"/vi/reset/choose?key={secret_in(text)}"
    assert client.post(link, data={"password": "short"}).status_code == 422
    assert client.post(link, data={"password": "passwordpassword"}).status_code == 422
    assert client.post(link, data={"password": NEW_PASSWORD}).status_code == 303


@pytest.mark.parametrize(("purpose", "minutes"), [(Purpose.RESET, 60), (Purpose.SIGN_UP, 24 * 60)])
def test_links_grow_old(database: SQLAlchemy, purpose: Purpose, minutes: int) -> None:
    a_person("known@demo.example")
    services.ask_for_link(purpose, "known@demo.example", "vi", "127.0.0.1")
    link = db.session.scalars(select(MailedLink)).one()
    secret = services.link_secret(f"accounts.{purpose.value}", link.id)
    use: dict[Purpose, Callable[[], object]] = {
        Purpose.RESET: lambda: services.reset_password(secret, NEW_PASSWORD),
        Purpose.SIGN_UP: lambda: services.finish_sign_up(secret, "Demo", NEW_PASSWORD, ""),
    }
    with time_machine.travel(link.created_at + timedelta(minutes=minutes), tick=False), pytest.raises(Refused):
        use[purpose]()


def test_a_link_of_one_kind_does_not_open_the_other(database: SQLAlchemy) -> None:
    a_person("known@demo.example")
    services.ask_for_link(Purpose.SIGN_UP, "known@demo.example", "vi", "127.0.0.1")
    link = db.session.scalars(select(MailedLink)).one()
    with pytest.raises(Refused, match="link_over"):
        services.reset_password(services.link_secret("accounts.sign_up", link.id), NEW_PASSWORD)


def test_a_reset_link_dies_with_a_change_of_password_and_with_suspension(database: SQLAlchemy) -> None:
    from tests.factories.organisations import signed_in_as  # noqa: PLC0415 - above accounts

    for end in ("change", "suspend"):
        person = a_person()
        services.ask_for_link(Purpose.RESET, person.email, "vi", "127.0.0.1")
        link = db.session.scalars(select(MailedLink).where(MailedLink.email_key == person.email_key)).one()
        if end == "change":
            services.change_password(signed_in_as(person), PASSWORD, NEW_PASSWORD, "")
        else:
            services.suspend(SYSTEM, person.id)
        with pytest.raises(Refused, match="link_over"):
            services.reset_password(services.link_secret("accounts.reset", link.id), NEW_PASSWORD)


def test_facts_and_rows_hold_no_secret_and_facts_no_address(app: Flask, client: PageClient, data_dir: Path) -> None:
    client.post("/vi/sign-up", data={"email": "lan@demo.example"})
    ((_, text),) = mails(app, data_dir)
    secret = secret_in(text)
    facts = " ".join(str(fact.values) for fact in db.session.scalars(select(Fact)))
    assert secret not in facts
    assert "demo.example" not in facts
    assert secret not in {row.secret_hash for row in db.session.scalars(select(MailedLink))}


def test_the_mail_of_a_link_is_the_same_when_its_job_runs_twice(database: SQLAlchemy, data_dir: Path) -> None:
    services.ask_for_link(Purpose.SIGN_UP, "lan@demo.example", "vi", "127.0.0.1")
    fact = db.session.scalars(select(Fact)).one()
    first = services.link_mail(fact.values["link_id"])
    assert first == services.link_mail(fact.values["link_id"])
    assert RecordedFact is not None
    assert {"accounts.mail_link", "accounts.mail_password_changed"} <= set(TASKS)


def test_links_in_mails_never_follow_the_requests_host(app: Flask, database: SQLAlchemy, data_dir: Path) -> None:
    with app.test_request_context("/vi/sign-up", base_url="http://evil.example"):
        services.ask_for_link(Purpose.SIGN_UP, "lan@demo.example", "vi", "127.0.0.1")
    ((_, text),) = mails(app, data_dir)
    assert "evil.example" not in text
    assert "http://127.0.0.1:8000/vi/sign-up/" in text


def test_pages_with_a_link_tell_no_other_site_and_no_cache(app: Flask, client: PageClient, data_dir: Path) -> None:
    client.post("/vi/sign-up", data={"email": "lan@demo.example"})
    ((_, text),) = mails(app, data_dir)
    answer = client.get(f"/vi/sign-up/finish?key={secret_in(text)}")
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_faulty_form_keeps_what_was_typed_but_no_password(client: PageClient) -> None:
    answer = client.post("/vi/sign-in", data={"email": "lan@demo.example", "password": "secret-word-nobody-sees"})
    assert answer.status_code == 422
    assert "lan@demo.example" in answer.text
    assert "secret-word-nobody-sees" not in answer.text


def test_nothing_else_in_a_form_is_ever_read(app: Flask, client: PageClient, data_dir: Path) -> None:
    client.post("/vi/sign-up", data={"email": "lan@demo.example"})
    ((_, text),) = mails(app, data_dir)
    more = {"email": "boss@demo.example", "powers": "operate", "role": "admin", "suspended_at": "1", "id": "x" * 26}
    client.post(
        f"/vi/sign-up/finish?key={secret_in(text)}",
        data={"name": "Lan", "password": NEW_PASSWORD, **more, "version": "99"},
    )
    person = db.session.scalars(select(Person)).one()
    assert (person.email, person.version, person.suspended_at) == ("lan@demo.example", 1, None)
    sign_in_as(client, person)
    more |= {"password_hash": "x", "verified_at": "", "email_key": "x"}
    answer = client.post(
        "/workspace/account/details", data={"name": "Lan Demo", "language": "en", "version": "1", **more}
    )
    assert answer.status_code == 303, answer.text
    db.session.expire_all()
    db.session.commit()
    after = db.session.scalars(select(Person)).one()
    assert (after.name, after.language, after.email, after.id) == ("Lan Demo", "en", "lan@demo.example", person.id)
    assert after.password_hash.startswith("$argon2id$")


def test_old_rows_are_forgotten(database: SQLAlchemy) -> None:
    person = a_person()
    services.ask_for_link(Purpose.RESET, person.email, "vi", "127.0.0.1")
    services.sign_in(services.Attempt(person.email, PASSWORD, "127.0.0.1"))
    with time_machine.travel(now() + timedelta(days=91), tick=False):
        services.forget_old()
    assert db.session.scalar(select(func.count(MailedLink.id))) == 0
    assert db.session.scalar(select(func.count(PersonSession.id))) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a@b.example", True), ("a@b@c.example", False), ("a,b@c.example", False), ("a@localhost", False), ("", False)],
)
def test_one_address_is_one_address(text: str, expected: bool) -> None:
    assert is_one_address(text) is expected


def test_two_spellings_of_an_address_are_one_account() -> None:
    assert email_key("Lan@Demo.Example") == email_key("lan@demo.example ")
    assert email_key("lưu@demo.example") == email_key("lu\u031bu@demo.example")


def test_the_language_switch_works_while_signed_in_and_signing_in_forgets_it(client: PageClient) -> None:
    person = a_person(language="vi")
    sign_in_as(client, person, None)
    client.get("/language/en?next=/")
    assert '<html lang="en">' in client.get("/workspace/account").text
    sign_in_as(client, person, None)
    assert client.get("/language/en").headers["Set-Cookie"].startswith("language=en")
