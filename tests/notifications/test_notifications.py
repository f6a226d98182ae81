"""Given persons are told once, by mail in their language and in a list of their own."""

from __future__ import annotations

from email import message_from_bytes, policy
from smtplib import SMTPRecipientsRefused
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from marketplace.accounts.services import suspend
from marketplace.foundation.actor import SYSTEM, acting_as
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.jobs import TASKS, Job, JobState, recorded, run_job
from marketplace.foundation.journal import Fact
from marketplace.foundation.relay import drain
from marketplace.notifications import presenters, queries, services
from marketplace.notifications.models import Delivery
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.organisations import signed_in_as

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

    from marketplace.foundation.mail import Mail
    from tests.clients import PageClient

KIND = "organisations.removed"


@pytest.fixture(autouse=True)
def _empty_mailbox(data_dir: Path) -> None:
    for file in (data_dir / "mail").glob("*.eml"):
        file.unlink()


def mails(data_dir: Path) -> dict[str, tuple[str, str]]:
    found = {}
    for file in (data_dir / "mail").glob("*.eml"):
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        body = message.get_body(preferencelist=("plain",))
        assert body is not None
        found[str(message["To"])] = (str(message["Subject"]), body.get_content())
    return found


def test_each_person_is_told_once_in_the_own_language(app: Flask, database: SQLAlchemy, data_dir: Path) -> None:
    lan, ann = a_person("lan@demo.example"), a_person("ann@demo.example", language="en")
    services.notify([lan.id, ann.id, lan.id], KIND, {"organisation_id": "0" * 26})
    db.session.commit()
    drain(app)
    sent = mails(data_dir)
    assert set(sent) == {lan.email, ann.email}
    assert sent[ann.email][0] == "You are no longer a member of an organisation."
    assert sent[lan.email][0] == "Bạn không còn là thành viên của một tổ chức."
    assert "http://127.0.0.1:8000/workspace/" in sent[lan.email][1]


def test_a_refused_mail_is_tried_again_without_repeating_the_others(
    app: Flask, database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [a_person() for _ in range(3)]
    addresses = [person.email for person in people]
    tried: list[str] = []

    def deliver(mail: Mail) -> None:
        tried.append(mail.to)
        if mail.to == addresses[1]:
            raise SMTPRecipientsRefused({mail.to: (550, b"no such mailbox")})

    monkeypatch.setattr("marketplace.notifications.tasks.send", deliver)
    services.notify([person.id for person in people], KIND, {})
    db.session.commit()
    drain(app)
    again = db.session.scalars(select(Job.id).where(Job.state == JobState.WAITING)).all()
    with transaction() as session:
        session.execute(update(Job).where(Job.id.in_(again)).values(run_after=now()))
    for job_id in again:
        run_job(job_id)
    assert sorted(tried) == sorted([*addresses, addresses[1]])


def test_nobody_told_leaves_no_fact(database: SQLAlchemy) -> None:
    services.notify([], KIND, {})
    assert db.session.scalars(select(Fact)).all() == []


def test_a_suspended_person_gets_no_mail(app: Flask, database: SQLAlchemy, data_dir: Path) -> None:
    person = a_person()
    services.notify([person.id], KIND, {})
    suspend(SYSTEM, person.id)
    db.session.commit()
    drain(app)
    assert mails(data_dir) == {}


def test_the_mail_task_done_twice_sends_once(database: SQLAlchemy, data_dir: Path) -> None:
    services.notify([a_person().id], KIND, {})
    fact = recorded(db.session.scalars(select(Fact).where(Fact.name == "notifications.people_notified")).one())
    for _time in range(2):
        with transaction(), acting_as(SYSTEM):
            TASKS["notifications.mail"](fact)
    assert len(mails(data_dir)) == 1


def test_everybody_sees_and_reads_the_own_messages_only(client: PageClient) -> None:
    lan, ann = a_person(), a_person()
    services.notify([lan.id], KIND, {})
    sign_in_as(client, ann)
    assert "Bạn không còn là thành viên" not in client.get("/workspace/notifications").text
    assert client.post("/workspace/notifications/read").status_code == 303
    db.session.commit()
    assert queries.unread_count(signed_in_as(lan)) == 1
    sign_in_as(client, lan)
    assert "Bạn không còn là thành viên" in client.get("/workspace/notifications").text
    client.post("/workspace/notifications/read")
    db.session.commit()
    assert queries.unread_count(signed_in_as(lan)) == 0


def test_a_kind_without_words_is_still_a_sentence(client: PageClient) -> None:
    person = a_person()
    services.notify([person.id], "nobody.knows", {"id": "x"})
    sign_in_as(client, person)
    assert "Có việc mới liên quan đến bạn" in client.get("/workspace/notifications").text


def test_every_wording_of_organisations_leads_to_a_page(app: Flask, database: SQLAlchemy) -> None:
    own = sorted(kind for kind in presenters.registered() if kind.startswith("organisations."))
    assert len(own) == 5
    for kind in own:
        row = Delivery(person_id="p", kind=kind, values={}, created_at=None, read_at=None)
        assert presenters.shown(row).endpoint in app.view_functions
