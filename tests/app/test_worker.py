"""What Celery is told, and that pages know nothing of it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from celery.beat import ScheduleEntry, Scheduler
from kombu.transport.redis import Channel
from kombu.utils.imports import symbol_by_name

from marketplace.app import create_app
from marketplace.config import ROOT, Settings, SettingsError
from marketplace.foundation import broker, dispatch, jobs, relay
from marketplace.foundation.dispatch import BrokerDown
from marketplace.foundation.workers import make_worker
from tests.faults.servers import free_port

if TYPE_CHECKING:
    from flask import Flask

NOBODY = "redis://127.0.0.1:{port}/0"
LOADED = (
    "import sys, wsgi; print(sorted({name.split('.')[0] for name in sys.modules} & {'celery', 'kombu', 'billiard'}))"
)


@pytest.fixture
def dead() -> Settings:
    """Settings that name a Redis at which nobody listens."""
    return Settings(environment="test", redis_url=NOBODY.format(port=free_port()))


def test_messages_are_ids_in_json_acknowledged_late_one_at_a_time(dead: Settings) -> None:
    conf = broker.make_celery(dead).conf
    assert conf.accept_content == ["json"]
    assert (conf.task_acks_late, conf.task_reject_on_worker_lost, conf.worker_prefetch_multiplier) == (True, True, 1)
    assert conf.task_ignore_result
    assert not conf.result_backend
    assert not conf.worker_hijack_root_logger


def test_a_task_ends_before_its_lease_and_before_redis_gives_it_to_another(dead: Settings) -> None:
    for seconds in (6, 120, 1200):
        soft, hard = broker.time_limits(replace(dead, job_lease_seconds=seconds))
        assert soft < hard < seconds
        assert max(hard, broker.LONG_HARD) < broker.VISIBILITY_SECONDS / 2


def test_every_task_has_limits(dead: Settings) -> None:
    celery = make_worker(create_app(dead))
    own = {name: task for name, task in celery.tasks.items() if name.startswith("vuon.")}
    assert own.keys() == {broker.RUN_JOB, broker.PERIODIC_TASK, broker.FIRST_STEPS}
    for task in own.values():
        hard = task.time_limit or celery.conf.task_time_limit
        assert (task.soft_time_limit or celery.conf.task_soft_time_limit) < hard < broker.VISIBILITY_SECONDS / 2


def test_redis_looks_for_lost_messages_at_every_chance(dead: Settings) -> None:
    told = broker.make_celery(dead).conf.broker_transport_options
    assert told["unacked_restore_throttle"] == 1
    assert told.keys() - {"max_retries"} <= {*Channel.from_transport_options, "unacked_restore_interval"}


def test_a_lease_too_short_to_work_in_is_refused() -> None:
    with pytest.raises(SettingsError):
        Settings.from_environment({"JOB_LEASE_SECONDS": "5"})


def test_beat_asks_for_every_periodic_task_several_times_in_its_period() -> None:
    schedule = broker.beat_schedule()
    assert schedule.keys() == jobs.PERIODIC.keys()
    for name, (every, _) in jobs.PERIODIC.items():
        asked = schedule[name]["schedule"]
        assert asked * 4 <= every
        assert schedule[name]["options"]["expires"] == asked.total_seconds()


def test_beat_adds_nothing_to_a_queue_from_which_nobody_takes(dead: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that has expired stays in Redis until a worker throws it away."""
    asked: list[str] = []
    most = len(jobs.PERIODIC) + 1

    def keep(_scheduler: Scheduler, entry: ScheduleEntry, **_options: object) -> None:
        asked.append(str(entry.name))

    monkeypatch.setattr(Scheduler, "apply_async", keep)
    monkeypatch.setattr(broker.Queue, "length", lambda _queue: len(asked))
    monkeypatch.setattr(dispatch, "MOST_QUEUED", most)
    beat = _beat(dead)
    for _ in range(4):
        for entry in beat.schedule.values():
            beat.apply_entry(entry)
    assert len(asked) == most
    asked.clear()
    beat.apply_entry(next(iter(beat.schedule.values())))
    assert len(asked) == 1


def test_beat_goes_on_where_redis_is_dead(dead: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Scheduler, "apply_async", lambda *_, **__: pytest.fail("asked nobody"))
    beat = _beat(dead)
    for entry in beat.schedule.values():
        beat.apply_entry(entry)


def _beat(settings: Settings) -> Scheduler:
    """The scheduler that Celery is told to use."""
    celery = broker.make_celery(settings)
    scheduler = symbol_by_name(celery.conf.beat_scheduler)(celery)
    assert isinstance(scheduler, Scheduler)
    return scheduler


def test_making_a_worker_touches_no_server(dead: Settings) -> None:
    make_worker(create_app(dead))


def test_sending_to_nobody_is_told_at_once(dead: Settings) -> None:
    sender = broker.CelerySender(dead)
    with pytest.raises(BrokerDown, match="refused"):
        sender.send_job("j" * 26)
    sender.close()


def test_what_is_said_of_an_unfit_redis_hides_its_password() -> None:
    assert broker._without_password("redis://:secret@host:6379/0") == "redis://host:6379/0"


def test_pages_load_neither_celery_nor_its_transport() -> None:
    loaded = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_a_serving_process_with_redis_starts_no_relay(dead: Settings) -> None:
    assert relay.start_thread(create_app(dead))() is None


def test_without_redis_there_is_no_worker(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import marketplace.worker"]
    environment = {"PATH": "", "VUON_DATA_DIR": str(tmp_path)}
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    assert ended.returncode == 1
    assert "REDIS_URL is not set" in ended.stderr


def test_a_page_answers_while_redis_is_dead(app: Flask, database: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        app.extensions, "settings", replace(app.extensions["settings"], redis_url="redis://127.0.0.1:1")
    )
    assert app.test_client().get("/vi/").status_code == 200
