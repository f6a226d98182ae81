"""Telling the other side: once, in the reader's language, without a word of what was said."""

from __future__ import annotations

import threading
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.foundation import jobs, relay
from marketplace.foundation.actor import SYSTEM, Role, acting_as
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.jobs import Job
from marketplace.foundation.journal import Fact
from marketplace.messaging import services
from marketplace.messaging.models import ReadMark
from marketplace.messaging.tasks import tell_the_other_side
from tests.factories.accounts import a_person
from tests.factories.messaging import Talk, a_conversation
from tests.factories.organisations import a_member

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

REACTIONS = {"messaging.message_posted": ("messaging.tell_the_other_side",)}


@pytest.fixture(autouse=True)
def empty_mailbox(data_dir: Path) -> None:
    for mail in (data_dir / "mail").glob("*.eml"):
        mail.unlink()


def mails(data_dir: Path) -> list[EmailMessage]:
    found = []
    for file in sorted((data_dir / "mail").glob("*.eml")):
        message = message_from_bytes(file.read_bytes(), policy=default)
        assert isinstance(message, EmailMessage)
        found.append(message)
    return found


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def jobs_made() -> list[str]:
    relay.expand(REACTIONS)
    return list(db.session.scalars(select(Job.id).order_by(Job.id)))


def readers_of(talk: Talk) -> set[str]:
    return {
        str(mark.person_id)
        for mark in db.session.scalars(select(ReadMark).where(ReadMark.organisation_id == talk.investor.id))
        if mark.told_up_to
    }


def test_the_other_side_is_told_and_the_writer_is_not(database: SQLAlchemy, data_dir: Path) -> None:
    talk = a_conversation(said=["Bí mật kinh doanh"])
    a_member(talk.investor, Role.VIEWER)
    for job in jobs_made():
        jobs.run_job(job)
    (mail,) = mails(data_dir)
    assert readers_of(talk) == {talk.partner.person_id}
    whole = str(mail)
    assert "Bí mật" not in text_of(mail) + whole
    assert talk.enterprise.name.best("vi") not in whole
    assert f"/workspace/conversations/{talk.id}" in text_of(mail)


def test_each_reader_is_told_in_the_own_language(database: SQLAlchemy, data_dir: Path) -> None:
    talk = a_conversation()
    a_member(talk.investor, person=a_person("reader@demo.example", language="en"))
    services.post_message(talk.founder, talk.id, "Xin chào", new_id())
    for job in jobs_made():
        jobs.run_job(job)
    subjects = {str(mail["To"]): str(mail["Subject"]) for mail in mails(data_dir)}
    assert subjects.pop("reader@demo.example") == "You have a new message on Vươn"
    assert list(subjects.values()) == ["Bạn có tin nhắn mới trên Vươn"]


def test_no_second_mail_comes_while_the_first_message_is_unread(database: SQLAlchemy, data_dir: Path) -> None:
    talk = a_conversation(said=["Một", "Hai", "Ba"])
    for job in jobs_made():
        jobs.run_job(job)
    assert len(mails(data_dir)) == 1
    services.mark_read(talk.partner, talk.id, 3)
    services.post_message(talk.founder, talk.id, "Bốn", new_id())
    for job in jobs_made():
        jobs.run_job(job)
    assert len(mails(data_dir)) == 2


def test_who_has_read_it_already_is_not_told(database: SQLAlchemy, data_dir: Path) -> None:
    talk = a_conversation(said=["Một"])
    services.mark_read(talk.partner, talk.id, 1)
    for job in jobs_made():
        jobs.run_job(job)
    assert mails(data_dir) == []


def test_the_task_done_twice_tells_once(database: SQLAlchemy, data_dir: Path) -> None:
    a_conversation(said=["Một"])
    fact = db.session.scalars(select(Fact).where(Fact.name == "messaging.message_posted")).one()
    for _ in range(2):
        with transaction(), acting_as(SYSTEM):
            tell_the_other_side(jobs.recorded(fact))
    assert len(mails(data_dir)) == 1


@pytest.mark.concurrency
def test_the_task_done_eight_times_at_once_tells_once(app: Flask, database: SQLAlchemy, data_dir: Path) -> None:
    a_conversation(said=["Một"])
    fact = jobs.recorded(db.session.scalars(select(Fact).where(Fact.name == "messaging.message_posted")).one())
    db.session.commit()
    start, failed = threading.Barrier(8), []

    def work() -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction(), acting_as(SYSTEM):
                    tell_the_other_side(fact)
            except Exception as error:  # noqa: BLE001 - the test looks at what came out
                failed.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(mails(data_dir)) == 1
