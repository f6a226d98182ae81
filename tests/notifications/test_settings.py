"""People choose how they are told; the worker keeps to it, and every mail has a way out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select, update

from marketplace.accounts.services import suspend
from marketplace.foundation.actor import SYSTEM
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.periodic import run_if_due
from marketplace.foundation.relay import drain
from marketplace.notifications import queries, services, tasks
from marketplace.notifications.models import Delivery
from marketplace.notifications.rules import Wishes
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.organisations import a_ministry_unit, a_staff_actor, signed_in_as

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from flask import Flask

    from marketplace.accounts.models import Person
    from marketplace.foundation.mail import Mail
    from tests.clients import PageClient

pytestmark = pytest.mark.usefixtures("database")
DEAL = {"deal_id": "0" * 26, "move": "sign"}
ASKED = {"engagement_id": "1" * 26}
PAGE = "/workspace/notifications/settings"
CHOICE = {
    "introductions": "now",
    "messages": "digest",
    "deals": "none",
    "organisation": "now",
    "alerts": "now",
    "digest_hour": "8",
    "quiet_from": "22",
    "quiet_until": "6",
    "zone": "Europe/Berlin",
}


def mails(data_dir: Path) -> list[EmailMessage]:
    files = (data_dir / "mail").glob("*.eml")
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def let_time_pass() -> None:
    with transaction() as session:
        session.execute(
            update(Delivery).where(Delivery.mail_after.is_not(None)).values(mail_after=now() - timedelta(minutes=1))
        )


def who_wishes(wishes: Wishes, language: str = "vi") -> Person:
    person = a_person(language=language)
    services.choose(signed_in_as(person), wishes)
    return person


def test_what_was_chosen_is_kept_and_shown(client: PageClient) -> None:
    person = a_person(language="en")
    sign_in_as(client, person)
    assert client.post(PAGE, data={**CHOICE, "version": "1"}).status_code == 303
    page = client.get(PAGE).text
    assert "Deals to verify" not in page
    db.session.commit()
    held, version = queries.own_wishes(signed_in_as(person))
    assert (held.zone, held.digest_hour, held.quiet_from, held.quiet_until, version) == ("Europe/Berlin", 8, 22, 6, 2)
    asked = ("introductions", "messages", "deals", "organisation", "alerts")
    assert held.channels == {topic: CHOICE[topic] for topic in asked}


@pytest.mark.parametrize(
    "wrong", [{"quiet_until": ""}, {"quiet_until": "22"}, {"zone": "Mars/Olympus"}, {"deals": "x"}]
)
def test_a_mistake_keeps_everything_that_was_chosen(client: PageClient, wrong: dict[str, str]) -> None:
    sign_in_as(client, a_person(language="en"))
    answer = client.post(PAGE, data={**CHOICE, **wrong})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert '<option selected value="8">08:00</option>' in answer.text


def test_another_window_is_not_overwritten_unseen(client: PageClient) -> None:
    person = a_person(language="en")
    sign_in_as(client, person)
    client.post(PAGE, data={**CHOICE, "version": "1"})
    answer = client.post(PAGE, data={**CHOICE, "deals": "now", "version": "1"})
    assert answer.status_code == 409
    assert "Not by e-mail" in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text
    db.session.commit()
    assert queries.own_wishes(signed_in_as(person))[0].channels["deals"] == "none"


def test_officers_are_asked_about_verification(client: PageClient) -> None:
    unit, person = a_ministry_unit(), a_person(language="en")
    a_staff_actor(unit, person=person)
    sign_in_as(client, person, unit.organisation_id)
    assert 'name="verification"' in client.get(PAGE).text


def test_a_declined_topic_stays_in_the_list_only(app: Flask, client: PageClient, data_dir: Path) -> None:
    person = who_wishes(Wishes({"deals": "none"}))
    services.notify([person.id], "deals.moved", DEAL)
    db.session.commit()
    drain(app)
    let_time_pass()
    tasks.send_kept_back()
    assert mails(data_dir) == []
    sign_in_as(client, person)
    assert "/workspace/deals/" in client.get("/workspace/notifications").text


def test_a_digest_is_one_mail_that_says_why_each_item_is_in_it(app: Flask, data_dir: Path) -> None:
    person = who_wishes(Wishes({"deals": "digest", "introductions": "digest"}), "en")
    services.notify([person.id], "deals.moved", DEAL)
    services.notify([person.id], "deals.asked", ASKED)
    db.session.commit()
    drain(app)
    tasks.send_kept_back()
    assert mails(data_dir) == []  # not before its hour
    let_time_pass()
    tasks.send_kept_back()
    tasks.send_kept_back()
    (mail,) = mails(data_dir)
    assert mail["Subject"] == "2 notices for you on Vươn"
    assert "your choice for: Your deals." in text_of(mail)
    assert "your choice for: Introductions." in text_of(mail)
    assert f"/workspace/deals/{DEAL['deal_id']}" in text_of(mail)


def test_a_digest_is_in_its_readers_language(data_dir: Path) -> None:
    person = who_wishes(Wishes({"deals": "digest"}))
    for _time in range(2):
        services.notify([person.id], "deals.moved", DEAL)
    let_time_pass()
    tasks.send_kept_back()
    (mail,) = mails(data_dir)
    assert mail["Subject"] == "Bạn có 2 thông báo trên Vươn"
    assert "Thương vụ của bạn" in text_of(mail)


def test_a_digest_sent_again_is_the_same_mail(data_dir: Path) -> None:
    person = who_wishes(Wishes({"deals": "digest"}))
    for _time in range(2):
        services.notify([person.id], "deals.moved", DEAL)
    for _time in range(2):
        let_time_pass()
        tasks.send_kept_back()
        with transaction() as session:
            session.execute(update(Delivery).values(mailed_at=None))
    assert len(mails(data_dir)) == 1


def test_one_refused_digest_keeps_nobody_elses_away(monkeypatch: pytest.MonkeyPatch) -> None:
    people = [who_wishes(Wishes({"deals": "digest"})) for _ in range(3)]
    tried: list[str] = []

    def deliver(mail: Mail) -> None:
        tried.append(mail.to)
        if mail.to == people[0].email:
            raise ConnectionError

    monkeypatch.setattr(tasks, "send", deliver)
    services.notify([person.id for person in people], "deals.moved", DEAL)
    let_time_pass()
    with pytest.raises(ConnectionError):
        tasks.send_kept_back()
    assert sorted(tried) == sorted(person.email for person in people)
    sent = {row.person_id for row in db.session.scalars(select(Delivery)) if row.mailed_at}
    assert sent == {person.id for person in people[1:]}


def test_a_suspended_persons_digest_is_not_sent_and_keeps_nobody_waiting(data_dir: Path) -> None:
    gone, here = who_wishes(Wishes({"deals": "digest"})), who_wishes(Wishes({"deals": "digest"}))
    services.notify([gone.id, here.id], "deals.moved", DEAL)
    suspend(SYSTEM, gone.id)
    let_time_pass()
    assert queries.people_due(now(), 1) == [here.id]
    tasks.send_kept_back()
    assert [mail["To"] for mail in mails(data_dir)] == [here.email]


@pytest.mark.parametrize("moment", ["2026-11-22T02:00", "2027-07-01T01:00"])
def test_quiet_hours_hold_a_mail_back_until_they_end(
    app: Flask, data_dir: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    person = who_wishes(Wishes(zone="Europe/Berlin", quiet_from=22, quiet_until=6))
    clock = [datetime.fromisoformat(moment).replace(tzinfo=UTC)]
    monkeypatch.setattr("marketplace.notifications.services.telling.now", lambda: clock[0])
    monkeypatch.setattr(tasks, "now", lambda: clock[0])
    services.notify([person.id], "deals.asked", ASKED)
    services.notify([person.id], "organisations.removed", {"organisation_id": "0" * 26})
    db.session.commit()
    drain(app)
    assert [mail["Subject"] for mail in mails(data_dir)] == ["Bạn không còn là thành viên của một tổ chức."]
    six_in_berlin = {11: 5, 7: 4}[clock[0].month]
    while clock[0].hour != six_in_berlin:
        tasks.send_kept_back()
        assert len(mails(data_dir)) == 1
        clock[0] += timedelta(hours=1)
    tasks.send_kept_back()
    assert len(mails(data_dir)) == 2


def test_what_waits_follows_a_new_choice(data_dir: Path) -> None:
    person = who_wishes(Wishes({"deals": "digest"}))
    services.notify([person.id], "deals.moved", DEAL)
    services.choose(signed_in_as(person), Wishes({"deals": "none"}))
    tasks.send_kept_back()
    assert mails(data_dir) == []
    services.choose(signed_in_as(person), Wishes({"deals": "digest"}))
    services.notify([person.id], "deals.moved", DEAL)
    services.choose(signed_in_as(person), Wishes({"deals": "now"}))
    tasks.send_kept_back()
    assert len(mails(data_dir)) == 1


def test_the_worker_asks_for_it_again_and_again(app: Flask) -> None:
    assert run_if_due("notifications.send_kept_back")
    assert not run_if_due("notifications.send_kept_back")


def way_out(data_dir: Path) -> str:
    (mail,) = mails(data_dir)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    parts = urlsplit(str(mail["List-Unsubscribe"]).strip("<>"))
    return f"{parts.path}?{parts.query}"


def told(app: Flask, kind: str = "deals.asked") -> Person:
    person = a_person(language="en")
    services.notify([person.id], kind, ASKED)
    db.session.commit()
    drain(app)
    return person


def test_one_press_in_the_mail_program_stops_the_topic(app: Flask, client: PageClient, data_dir: Path) -> None:
    person = told(app)
    link = way_out(data_dir)
    answer = client.open(link, method="POST", data={"List-Unsubscribe": "One-Click"}, token=False)
    assert answer.status_code == 200
    db.session.commit()
    assert queries.own_wishes(signed_in_as(person))[0].channels == {"introductions": "none"}
    services.notify([person.id], "deals.asked", ASKED)
    db.session.commit()
    drain(app)
    assert len(mails(data_dir)) == 1


def test_reading_the_way_out_changes_nothing(app: Flask, client: PageClient, data_dir: Path) -> None:
    person = told(app)
    page = client.get(way_out(data_dir))
    assert page.status_code == 200
    assert "Stop these e-mails?" in page.text
    assert "Introductions" in page.text
    assert person.name not in page.text
    assert person.email not in page.text
    db.session.commit()
    assert queries.own_wishes(signed_in_as(person))[0].channels == {}


@pytest.mark.parametrize("key", ["", "x", "WyJhIiwiZGVhbHMiXQ.forged", "a" * 4000])
def test_a_key_that_was_not_made_here_opens_nothing(client: PageClient, key: str) -> None:
    assert client.get("/en/unsubscribe", query_string={"key": key}).status_code == 404
    assert client.post("/en/unsubscribe", query_string={"key": key}).status_code == 404


def test_a_changed_key_opens_nothing(app: Flask, client: PageClient, data_dir: Path) -> None:
    told(app)
    link = way_out(data_dir)
    assert client.post(link[:-3] + ("abc" if not link.endswith("abc") else "cba")).status_code == 404


def test_mails_that_always_go_have_no_way_out(app: Flask, data_dir: Path) -> None:
    told(app, "organisations.removed")
    (mail,) = mails(data_dir)
    assert mail["List-Unsubscribe"] is None
    assert "without signing in" not in text_of(mail)
