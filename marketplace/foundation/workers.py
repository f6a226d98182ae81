"""Workers: what a Celery process does with a job's id, inside the application."""

from __future__ import annotations

import os
from typing import Any

import structlog
from celery import Celery, bootsteps, signals
from celery.exceptions import WorkerShutdown
from flask import Flask

from marketplace.foundation import broker, jobs, periodic
from marketplace.foundation.database import db

log = structlog.get_logger(__name__)


def make_worker(app: Flask) -> Celery:
    """The Celery application that works for this application. Touches nothing."""
    celery = broker.make_celery(app.extensions["settings"])
    _add_tasks(celery, app)
    celery.steps["consumer"].add(CheckRedis)
    signals.setup_logging.connect(_keep_logging, weak=False, dispatch_uid="vuon.logging")
    signals.worker_process_init.connect(_forget_parent(app), weak=False, dispatch_uid="vuon.process")
    return celery


def _add_tasks(celery: Celery, app: Flask) -> None:
    @celery.task(name=broker.RUN_JOB, shared=False)
    def run_job(job_id: str) -> None:
        with app.app_context(), structlog.contextvars.bound_contextvars(job_id=job_id):
            jobs.run_job(job_id)

    @celery.task(name=broker.PERIODIC_TASK, shared=False, soft_time_limit=broker.LONG_SOFT, time_limit=broker.LONG_HARD)
    def run_periodic(name: str) -> None:
        with app.app_context(), structlog.contextvars.bound_contextvars(periodic=name):
            periodic.run_if_due(name)

    @celery.task(name=broker.FIRST_STEPS, shared=False, soft_time_limit=broker.LONG_SOFT, time_limit=broker.LONG_HARD)
    def first_steps() -> None:
        with app.app_context():
            app.extensions["relay"]().do_first_steps()


class CheckRedis(bootsteps.StartStopStep):
    """Each time a worker has a connection: a Redis that drops queued jobs is refused, in words that say what to do."""

    requires = ("celery.worker.consumer.connection:Connection",)

    def start(self, parent: Any) -> None:
        """End the worker if Redis is not fit for jobs."""
        said = broker.complaint(parent.app.conf.broker_url)
        if said is None:
            return
        log.critical("redis_not_fit_for_jobs", reason=said)
        raise WorkerShutdown(1)


def _keep_logging(**_: object) -> None:
    """Celery leaves the logging alone where somebody listens to this; the application has configured it."""


def _forget_parent(app: Flask) -> Any:
    parent = os.getpid()

    def forget(**_: object) -> None:
        """A forked process must not use its parent's connections; nor close them."""
        if os.getpid() == parent:
            return
        with app.app_context():
            db.engine.dispose(close=False)

    return forget
