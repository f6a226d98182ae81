"""The operators' page of jobs: what failed is told without names, tried again once, given up for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, select

from marketplace.foundation import jobs
from marketplace.foundation.actor import Power
from marketplace.foundation.database import db, transaction
from marketplace.foundation.error_text import scrubbed
from marketplace.foundation.jobs import Job, JobState
from marketplace.foundation.journal import Fact
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.organisations import a_ministry_unit, a_staff_actor

if TYPE_CHECKING:
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

    from tests.clients import PageClient

pytestmark = pytest.mark.usefixtures("database")
NAME = "Nguyễn Thị Demo"


def enter(app: Flask, *powers: Power) -> PageClient:
    unit, person, found = a_ministry_unit(), a_person(language="en"), app.test_client()
    a_staff_actor(unit, powers or (Power.OPERATE,), person)
    sign_in_as(found, person, unit.organisation_id)
    return found  # type: ignore[return-value]


def a_job(state: str = "dead", task: str = "notifications.mail", error: str = "TimeoutError: timed out") -> str:
    with transaction() as session:
        fact = Fact(name="demo.happened", values={})
        session.add(fact)
        session.flush()
        job = Job(fact_id=fact.id, task=task, state=state, attempts=6, last_error=error)
        session.add(job)
        session.flush()
        return job.id


def state_of(job_id: str) -> tuple[str, int]:
    db.session.rollback()
    job = db.session.get_one(Job, job_id)
    db.session.refresh(job)
    return job.state, job.attempts


def noted(name: str) -> int:
    return len(db.session.scalars(select(Fact.id).where(Fact.name == name)).all())


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("TimeoutError: timed out", "TimeoutError: timed out"),
        (
            "ConnectionRefusedError: [Errno 111] Connection refused",
            "ConnectionRefusedError: [Errno 111] Connection refused",
        ),
        (f"ValueError: no mail for {NAME} <a@demo.example>", "ValueError: no mail for …"),
        ("DBError: broke [SQL: SELECT 1] [parameters: ('x',)]", "DBError: broke"),
        ("SMTPRecipientsRefused: {'hoa@demo.example': (550, b'no')}", "SMTPRecipientsRefused: {…: (550, b…)}"),
        ("Error: https://user:pass@host/path?token=abc refused", "Error: … refused"),
        ("its workers died", "its workers died"),
        (None, ""),
    ],
)
def test_an_error_is_told_without_what_it_quotes(said: str | None, shown: str) -> None:
    assert scrubbed(said) == shown


def test_what_failed_is_listed_with_its_error_and_tried_again_once(app: Flask) -> None:
    page, job_id = enter(app), a_job(error="TimeoutError: no answer from 'smtp.demo.example' for hoa@demo.example")
    shown = page.get("/staff/jobs").text
    assert "TimeoutError: no answer from …" in shown
    assert "demo.example" not in shown.split("Last error", 1)[1].split("</table>", 1)[0]
    for _click in range(2):
        assert page.post(f"/staff/jobs/{job_id}/retry").status_code == 302
    assert state_of(job_id) == (JobState.WAITING, 0)
    assert noted("foundation.job_retried") == 1


def test_a_job_that_is_given_up_is_not_done_and_not_tried_again(app: Flask) -> None:
    page, job_id = enter(app), a_job()
    page.post(f"/staff/jobs/{job_id}/give-up")
    page.post(f"/staff/jobs/{job_id}/retry")
    assert state_of(job_id) == (JobState.GIVEN_UP, 6)
    assert (noted("foundation.job_given_up"), noted("foundation.job_retried")) == (1, 0)
    assert job_id in page.get("/staff/jobs?state=given_up").text
    assert jobs.due_jobs(10) == []


def test_all_of_one_task_are_tried_again_and_no_other(app: Flask) -> None:
    mails, other = [a_job() for _ in range(3)], a_job(task="discovery.refresh_profiles")
    enter(app).post("/staff/jobs/retry-all", data={"state": "dead", "task": "notifications.mail"})
    assert {state_of(each)[0] for each in mails} == {JobState.WAITING}
    assert state_of(other)[0] == JobState.DEAD


def test_a_task_that_nobody_knows_does_not_mean_every_task(app: Flask) -> None:
    job_id = a_job()
    enter(app).post("/staff/jobs/retry-all", data={"state": "dead", "task": "gone.with_an_older_version"})
    assert state_of(job_id)[0] == JobState.DEAD


@pytest.mark.parametrize("state", ["dead", "waiting", "later", "leased", "done", "given_up", "nonsense"])
def test_every_state_has_its_list(app: Flask, state: str) -> None:
    a_job("waiting" if state == "later" else state if state != "nonsense" else "dead")
    assert enter(app).get(f"/staff/jobs?state={state}&task=nonsense&page=9").status_code == 200


def test_only_operators_find_the_page(app: Flask) -> None:
    job_id = a_job()
    other = enter(app, *(power for power in Power if power is not Power.OPERATE))
    assert other.get("/staff/jobs").status_code == 404
    assert other.post(f"/staff/jobs/{job_id}/retry").status_code == 404
    assert other.post("/staff/jobs/retry-all").status_code == 404
    assert state_of(job_id)[0] == JobState.DEAD


def test_the_overview_names_what_waits(app: Flask) -> None:
    a_job()
    page = enter(app).get("/staff").text
    assert "Jobs that failed for good" in page
    assert "Lists to decide about" not in page


def test_the_page_asks_no_more_the_longer_it_is(app: Flask, database: SQLAlchemy) -> None:
    page = enter(app)

    def cost() -> int:
        said: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            said.append(statement)

        page.get("/staff/jobs")
        event.listen(database.engine, "before_cursor_execute", note)
        assert page.get("/staff/jobs").status_code == 200
        event.remove(database.engine, "before_cursor_execute", note)
        return len([line for line in said if "FROM job" in line or "FROM fact" in line])

    a_job()
    few = cost()
    for _ in range(30):
        a_job()
    assert cost() <= few
