"""Lists that officers tried and brought in."""

from __future__ import annotations

from io import BytesIO
from itertools import count

from marketplace.exchange import queries
from marketplace.exchange.services import trials
from marketplace.exchange.services.plans import Choices
from marketplace.foundation.actor import SYSTEM, Actor, Power, acting_as
from marketplace.foundation.database import transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.jobs import Job
from marketplace.foundation.journal import Fact
from tests.factories.organisations import a_ministry_unit, a_staff_actor

HEAD = "name,type,headquarters,target_countries,stages,thesis,industries,cheque_min,cheque_max,cheque_range\n"
_numbers = count(1)


def an_importer() -> Actor:
    """An officer who may import."""
    return a_staff_actor(a_ministry_unit(), (Power.IMPORT,))


def a_trial(actor: Actor = SYSTEM) -> str:
    """A list of one invented investor that was tried."""
    content = f"{HEAD}Demo Fund {next(_numbers)},VC,Singapore,Vietnam,Seed,Demo thesis.,Fintech,,,\n"
    upload = trials.Upload("demo.csv", BytesIO(content.encode()), "investors", Choices("demo"), new_id())
    with acting_as(actor):
        return trials.receive(actor, upload)


def an_import(actor: Actor = SYSTEM) -> str:
    """The batch of such a list that was brought in."""
    trial_id = a_trial(actor)
    with acting_as(actor):
        trials.confirm(actor, trial_id, queries.trial(actor, trial_id).sha256)
    return str(queries.trial(actor, trial_id).batch_id)


def a_dead_job(task: str = "notifications.mail") -> str:
    """A job that failed for good."""
    with transaction() as session:
        fact = Fact(name="demo.happened", values={})
        session.add(fact)
        session.flush()
        job = Job(fact_id=fact.id, task=task, state="dead", attempts=6, last_error="TimeoutError: timed out")
        session.add(job)
        session.flush()
        return job.id
