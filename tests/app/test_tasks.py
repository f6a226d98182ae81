"""Every task has one effect, however often and by however many it is run."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from marketplace import app as _application  # noqa: F401 - importing it registers every task
from marketplace.accounts import services as accounts
from marketplace.accounts.rules import Purpose
from marketplace.discovery import services as discovery
from marketplace.foundation import jobs, relay
from marketplace.foundation.actor import SYSTEM, Role, acting_as
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.jobs import TASKS, Job
from marketplace.foundation.journal import Fact
from marketplace.foundation.money import Money
from marketplace.foundation.text import Localised
from marketplace.mandates.content import Privacy
from marketplace.notifications.rules import Wishes
from marketplace.notifications.services import choose, notify
from marketplace.organisations import services as organisations
from marketplace.organisations.models import JoinRequest
from marketplace.organisations.queries import membership_of
from marketplace.reactions import REACTIONS
from marketplace.reference.models import ReferenceTerm
from marketplace.reference.services import load_reference
from tests.app import state
from tests.conftest import forget
from tests.factories import deals
from tests.factories.accounts import PASSWORD, a_person
from tests.factories.alerts import a_followed_search
from tests.factories.mandates import a_published_mandate, an_investment, with_privacy
from tests.factories.messaging import a_conversation
from tests.factories.organisations import a_member, an_actor, an_enterprise, signed_in_as
from tests.factories.products import a_published_product
from tests.factories.profiles import a_published_enterprise, a_published_investor
from tests.factories.reference import a_rate

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

    from tests.databases import Cleaner

CODE = "0100109106"
WORKERS = 4
# What the work itself leaves behind: jobs, and what the relay has not seen yet.
OF_THE_WORK = {"job", "fact_outbox"}

BESIDE_THE_DATABASE = {"deals.forget_numbers"}  # the cache; tests/deals/test_recent_numbers.py
IN_PLACE = {"alerts.follow_wishes"}  # a row changes, none is added; tests/alerts/test_searches.py


class Died(Exception):
    """A worker dies after its work and before its commit."""


def _link_asked() -> None:
    accounts.ask_for_link(Purpose.SIGN_UP, "lan@demo.example", "vi", "10.0.0.1")


def _password_changed() -> None:
    accounts.change_password(signed_in_as(a_person()), PASSWORD, "chín con voi bơi qua sông", "")


def _people_notified() -> None:
    notify([a_person().id, a_person().id], "organisations.removed", {"organisation_id": new_id()})


def _wishes_chosen() -> None:
    person = an_actor(an_enterprise())
    a_followed_search(person)
    with acting_as(person):
        choose(person, Wishes(zone="Pacific/Auckland", digest_hour=3))


def _member_invited() -> None:
    place = an_enterprise()
    organisations.invite(an_actor(place), place.id, "lan@demo.example", Role.VIEWER, "vi")


def _join_asked() -> None:
    a_member(an_enterprise(code=CODE))
    organisations.ask_to_join(signed_in_as(a_person()), CODE)


def _join_decided() -> None:
    actor = an_actor(an_enterprise(code=CODE))
    organisations.ask_to_join(signed_in_as(a_person()), CODE)
    organisations.decide_join(actor, db.session.scalars(select(JoinRequest.id)).one(), accept=True)


def _membership() -> str:
    place = an_enterprise()
    a_member(place)
    found = membership_of(a_member(place, Role.EDITOR).id, place.id)
    assert found is not None
    return found.id


def _role_changed() -> None:
    organisations.change_role(SYSTEM, _membership(), Role.VIEWER)


def _member_removed() -> None:
    organisations.remove_member(SYSTEM, _membership())


def _message_posted() -> None:
    a_conversation(said=["Demo"])


def _product_published() -> None:
    enterprise, actor = a_published_enterprise()
    a_published_product(enterprise, actor)


def _mandate_published() -> None:
    investor, actor = a_published_investor()
    public = with_privacy(an_investment(), Privacy.PUBLIC)
    a_published_mandate(investor, actor, public)


def _introduction_asked() -> None:
    deals.a_request(deals.a_pair())


def _deal_submitted() -> None:
    deals.officers()
    deals.a_submitted_deal(deals.a_pair())


def _proposal_made() -> None:
    deals.a_proposal(deals.a_submitted_deal(deals.a_pair()), deals.officers().proposer)


def _deal_verified() -> None:
    deals.a_verified_deal(deals.a_pair(), deals.officers())


def _rate_loaded() -> None:
    terms = replace(deals.TERMS, agreed=Money(300_000_000, "JPY"), currency="JPY")
    deals.a_verified_deal(deals.a_pair(), deals.officers(), terms)
    a_rate("JPY", deals.SIGNED, "0.0068")


def _rate_of_a_ticket_loaded() -> None:
    _mandate_published()
    a_rate("VND", deals.SIGNED, "0.00004")


def _reference_loaded() -> None:
    with transaction() as session:
        session.execute(update(ReferenceTerm).where(ReferenceTerm.code == "ai").values(label=Localised(en="Demo")))
    with acting_as(SYSTEM):
        load_reference(SYSTEM)


STORIES: Mapping[str, Callable[[], object]] = {
    "accounts.mail_link": _link_asked,
    "accounts.mail_password_changed": _password_changed,
    "alerts.follow_wishes": _wishes_chosen,
    "deals.forget_numbers": _introduction_asked,
    "deals.recount_pending": _rate_loaded,
    "deals.tell_confirmers": _proposal_made,
    "deals.tell_introduction": _introduction_asked,
    "deals.tell_move": _deal_submitted,
    "deals.tell_proposer": _deal_verified,
    "deals.tell_verdict": _deal_verified,
    "discovery.compare_soon": _reference_loaded,
    "discovery.refresh_mandates": _mandate_published,
    "discovery.refresh_products": _product_published,
    "discovery.refresh_profiles": a_published_enterprise,
    "discovery.refresh_tickets": _rate_of_a_ticket_loaded,
    "messaging.tell_the_other_side": _message_posted,
    "notifications.mail": _people_notified,
    "organisations.mail_invitation": _member_invited,
    "organisations.tell_admins": _join_asked,
    "organisations.tell_asking": _join_decided,
    "organisations.tell_removed": _member_removed,
    "organisations.tell_role": _role_changed,
}


def test_every_task_has_a_story() -> None:
    """A new task fails here until it is run twice and at once below."""
    assert TASKS.keys() == STORIES.keys()


def the_job_of(name: str) -> str:
    """What the story of a task leads to: its newest job, waiting to be run."""
    discovery.rebuild()
    STORIES[name]()
    while relay.expand(REACTIONS):
        pass
    found = select(Job.id).join(Fact, Fact.id == Job.fact_id).where(Job.task == name).order_by(Fact.id.desc())
    job_id = db.session.scalars(found).first()
    assert job_id is not None
    db.session.commit()
    return job_id


def rows() -> dict[str, list[str]]:
    """Every row but those of the work itself."""
    return state.rows(OF_THE_WORK)


def mails(data_dir: Path) -> set[str]:
    """One name for each Message-ID."""
    return {file.name for file in (data_dir / "mail").glob("*.eml")}


def drift() -> int:
    """How many documents of the index are not what the database says."""
    return discovery.check(mend=False).found.count


def done(job_id: str) -> bool:
    db.session.rollback()
    job = db.session.get_one(Job, job_id, populate_existing=True)
    return (job.state, job.attempts, job.last_error) == (jobs.JobState.DONE, 1, None)


def effect(name: str, data_dir: Path, run: Callable[[str], None]) -> tuple[dict[str, int], int, int]:
    """By how much the tables and the mailbox grow, and how far the index is off, when a story's job is run so."""
    job_id = the_job_of(name)
    before = {table: len(held) for table, held in rows().items()}
    sent = mails(data_dir)
    run(job_id)
    assert done(job_id)
    grown = {table: len(held) - before[table] for table, held in rows().items()}
    return {table: more for table, more in grown.items() if more}, len(mails(data_dir) - sent), drift()


def once(job_id: str) -> None:
    assert jobs.run_job(job_id)


@pytest.mark.parametrize("name", sorted(STORIES))
def test_a_task_has_an_effect_and_running_it_again_has_none(database: SQLAlchemy, data_dir: Path, name: str) -> None:
    grown, sent, _ = effect(name, data_dir, once)
    assert grown or sent or name.startswith("discovery.") or name in BESIDE_THE_DATABASE | IN_PLACE
    job_id = db.session.scalars(select(Job.id).where(Job.task == name, Job.state == jobs.JobState.DONE)).one()
    after = rows(), mails(data_dir)
    assert not jobs.run_job(job_id)
    assert (rows(), mails(data_dir)) == after


@pytest.mark.parametrize("name", sorted(STORIES))
def test_a_worker_that_dies_before_its_commit_leaves_nothing_but_the_same_mail(
    database: SQLAlchemy, data_dir: Path, name: str
) -> None:
    job_id = the_job_of(name)
    job = db.session.get_one(Job, job_id)
    fact, before = jobs.recorded(db.session.get_one(Fact, job.fact_id)), rows()
    with suppress(Died), transaction(), acting_as(SYSTEM), jobs._marked(job_id):
        TASKS[name](fact)
        raise Died
    assert rows() == before
    sent = mails(data_dir)
    once(job_id)
    assert done(job_id)
    assert mails(data_dir) >= sent
    assert not sent or mails(data_dir) == sent


@pytest.mark.concurrency
@pytest.mark.parametrize("name", sorted(STORIES))
def test_four_workers_at_once_have_the_effect_of_one(
    app: Flask, database: SQLAlchemy, cleaner: Cleaner, data_dir: Path, name: str
) -> None:
    by_one = effect(name, data_dir, once)
    db.session.remove()
    forget(app)
    cleaner.clean(db.engine)

    def at_once(job_id: str) -> None:
        start, ran = threading.Barrier(WORKERS), []

        def work() -> None:
            with app.app_context():
                start.wait()
                ran.append(jobs.run_job(job_id))

        threads = [threading.Thread(target=work) for _ in range(WORKERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(ran) == [False] * (WORKERS - 1) + [True]

    assert effect(name, data_dir, at_once) == by_one
