"""What runs without a request says by itself what it may see: relay, periodic work, books, index, commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from marketplace.deals.models import Engagement
from marketplace.deals.services.introductions import expire_overdue
from marketplace.foundation import jobs, relay
from marketplace.foundation.actor import SYSTEM, acting_as, current_actor, known_actor
from marketplace.foundation.clock import now
from marketplace.foundation.database import transaction
from marketplace.foundation.sending import dispatch_of
from marketplace.matching.queries import books
from marketplace.notifications.models import Delivery
from tests.duties import seeing_as_in_production
from tests.factories import deals
from tests.workers import wait_until_idle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy


@pytest.fixture
def as_in_production(database: SQLAlchemy) -> Iterator[None]:
    """A process that says nothing sees nothing. What a test prepares, it prepares before."""
    database.session.rollback()
    with seeing_as_in_production():
        yield


@pytest.fixture
def asked(database: SQLAlchemy) -> str:
    """A request for an introduction whose time to answer is over."""
    engagement_id = deals.a_request(deals.a_pair())
    with transaction() as session:
        session.get_one(Engagement, engagement_id).expires_at = now()
    return engagement_id


def test_the_relay_does_every_job(app: Flask, database: SQLAlchemy, asked: str, as_in_production: None) -> None:
    relay.drain(app)
    if dispatch := dispatch_of(app):
        dispatch.sender.send_periodic("deals.expire_overdue")
        wait_until_idle()
    assert [(job.task, job.last_error) for job in jobs.dead_jobs()] == []
    failed = database.session.scalars(select(jobs.Job.last_error).where(jobs.Job.last_error.is_not(None))).all()
    assert failed == []
    assert database.session.scalar(select(func.count()).select_from(Delivery)) != 0
    with acting_as(SYSTEM):
        assert database.session.get_one(Engagement, asked).state == "expired"
        database.session.rollback()


def test_periodic_work_that_nobody_orders_finds_nothing(asked: str, as_in_production: None) -> None:
    """The test above would not notice otherwise that the relay acts as the system."""
    assert known_actor() == current_actor()
    assert expire_overdue() == 0


def test_books_hold_what_is_public_whoever_makes_them(database: SQLAlchemy, asked: str) -> None:
    by_the_system = books.renewed()
    books._held.clear()
    with seeing_as_in_production():
        by_nobody = books.renewed()
    assert by_nobody.parties.keys() == by_the_system.parties.keys() != set()
    assert by_nobody.by_role.keys() == by_the_system.by_role.keys()


def test_commands_say_what_they_may_see(app: Flask, asked: str, as_in_production: None) -> None:
    for command in ("jobs drain", "index rebuild", "index check", "jobs dead", "journal verify"):
        result = app.test_cli_runner().invoke(args=command.split())
        assert (command, result.exit_code, result.output) == (command, 0, result.output)
