"""The operators' page of the site's own work: what waits, what failed for good, and what is degraded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_timedelta

from marketplace.foundation import dispatch, duties, health, job_table, jobs, long_work
from marketplace.foundation.access import access, staff_with
from marketplace.foundation.actor import Power, current_actor
from marketplace.foundation.i18n import _, lazy
from marketplace.foundation.pages import page_number

blueprint = Blueprint("operations", __name__, url_prefix="/staff/jobs")
OPERATORS = staff_with(Power.OPERATE)
STATES: Mapping[str, Any] = {
    "dead": lazy("Failed for good"),
    "waiting": lazy("Due"),
    "later": lazy("Tried again later"),
    "leased": lazy("In hand"),
    "done": lazy("Done"),
    "given_up": lazy("Given up"),
}
MEANINGS: Mapping[str, Any] = {
    "dead": lazy("All attempts failed. Mend the cause, then try again or give the job up."),
    "waiting": lazy("Done next, the oldest first."),
    "later": lazy("Failed at least once and waits for its next attempt."),
    "leased": lazy("A worker is at it until its lease ends; then another takes it over."),
    "done": lazy("The newest first."),
    "given_up": lazy("Somebody looked at it and decided that it is not done."),
}
duties.register(duties.Duty(Power.OPERATE, lazy("Jobs that failed for good"), "operations.index", job_table.dead_count))


@dataclass(frozen=True, slots=True)
class Asked:
    """Which jobs the page shows."""

    state: str
    task: str | None

    def arguments(self) -> dict[str, str]:
        """As they stand in an address."""
        return {"state": self.state, **({"task": self.task} if self.task else {})}


def _asked(given: Mapping[str, str]) -> Asked:
    state, task = given.get("state", ""), given.get("task", "")
    return Asked(state if state in STATES else "dead", task if task in jobs.TASKS else None)


@blueprint.get("")
@access(read=OPERATORS)
def index() -> ResponseReturnValue:
    """Jobs by state and task, periodic tasks, the index, and how the site is."""
    actor, asked = current_actor(), _asked(request.args)
    counts = dispatch.counts()
    counts["waiting"] += counts["dispatched"]
    return render_template(
        "operations/jobs.html",
        asked=asked,
        states=[(state, label, counts[state]) for state, label in STATES.items()],
        meaning=MEANINGS[asked.state],
        page=job_table.job_lines(actor, asked.state, asked.task, page_number(request.args.get("page"))),
        tasks=job_table.task_names(),
        periodic=job_table.periodic_lines(actor),
        indices=job_table.index_lines(actor),
        works=long_work.stands(),
        backlog=job_table.backlog(actor),
        wrong=health.report().wrong,
        words_of=_interval,
    )


def _interval(length: timedelta) -> str:
    return str(format_timedelta(length, threshold=1.2))


@blueprint.post("/<job_id>/retry")
@access(write=OPERATORS)
def retry(job_id: str) -> ResponseReturnValue:
    """Give a dead job its attempts again; a second click changes nothing."""
    if jobs.retry(job_id):
        flash(_("The job will be tried again."), "positive")
    else:
        flash(_("This job is no longer among those that failed. Nothing was changed."), "caution")
    return _back()


@blueprint.post("/<job_id>/give-up")
@access(write=OPERATORS)
def give_up(job_id: str) -> ResponseReturnValue:
    """Decide that a dead job is not done any more."""
    if jobs.give_up(job_id):
        flash(_("The job is given up. It stays in the list and in the journal."), "positive")
    else:
        flash(_("This job is no longer among those that failed. Nothing was changed."), "caution")
    return _back()


@blueprint.post("/retry-all")
@access(write=OPERATORS)
def retry_all() -> ResponseReturnValue:
    """Give every dead job its attempts again, or those of one task: of one that is not there any more, none."""
    task = request.form.get("task", "")
    retried = sum(jobs.retry(job.id) for job in jobs.dead_jobs() if task in ("", job.task))
    flash(_("%(number)s jobs will be tried again.", number=retried), "positive" if retried else "caution")
    return _back()


def _back() -> ResponseReturnValue:
    asked = _asked(request.form)
    return redirect(url_for(".index", state=asked.state, task=asked.task))
