"""The broker: what Celery is told, a sender that gives up within a second, and what Redis must be set to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from celery import Celery
from kombu.exceptions import OperationalError
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError
from redis.retry import Retry

from marketplace.config import Settings
from marketplace.foundation.dispatch import BrokerDown
from marketplace.foundation.jobs import PERIODIC
from marketplace.foundation.periodic import asking_interval

RUN_JOB = "vuon.run_job"
PERIODIC_TASK = "vuon.periodic"
FIRST_STEPS = "vuon.first_steps"
VISIBILITY_SECONDS = 3600
LONG_SOFT, LONG_HARD = 1500, 1680  # seconds for periodic tasks and first steps: less than half of VISIBILITY
SENDER_TIMEOUT_SECONDS = 0.3
WORKER_TIMEOUT_SECONDS = 5.0
REFUSAL = (
    "Redis at %s has maxmemory-policy %s: when it is full it would drop queued jobs silently. "
    "Set it to noeviction (`redis-cli CONFIG SET maxmemory-policy noeviction`, and in redis.conf), then start again."
)


def time_limits(settings: Settings) -> tuple[float, float]:
    """Soft and hard limit of a job in seconds: 4/6 and 5/6 of its lease, so that nobody works without one."""
    return settings.job_lease_seconds * 4 / 6, settings.job_lease_seconds * 5 / 6


def make_celery(settings: Settings, socket_timeout: float = WORKER_TIMEOUT_SECONDS) -> Celery:
    """Celery for these settings. Touches nothing; it has no tasks yet and knows them by name."""
    celery = Celery("vuon", set_as_current=False, broker=settings.redis_url)
    soft, hard = time_limits(settings)
    celery.conf.update(
        task_default_queue=settings.job_queue,
        task_soft_time_limit=soft,
        task_time_limit=hard,
        broker_transport_options=_transport(socket_timeout),
        broker_connection_timeout=socket_timeout,
        beat_schedule=beat_schedule(),
        **_FIXED,
    )
    return celery


_FIXED: dict[str, Any] = {
    "task_serializer": "json",
    "result_serializer": "json",
    "event_serializer": "json",
    "accept_content": ["json"],
    "task_ignore_result": True,
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "task_publish_retry": False,
    "worker_prefetch_multiplier": 1,
    "worker_hijack_root_logger": False,
    "worker_redirect_stdouts": False,
    "worker_cancel_long_running_tasks_on_connection_loss": False,
    "broker_connection_retry": True,
    "broker_connection_retry_on_startup": True,
    "broker_connection_max_retries": None,
    "beat_scheduler": "marketplace.foundation.beat:AskingScheduler",
    "beat_max_loop_interval": 30,
}


def _transport(socket_timeout: float) -> dict[str, Any]:
    """Kombu's options. `max_retries` 0 is about sending: who sends decides when to try again."""
    return {
        "visibility_timeout": VISIBILITY_SECONDS,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,  # kombu's default looks at every tenth chance only
        "socket_timeout": socket_timeout,
        "socket_connect_timeout": socket_timeout,
        "socket_keepalive": True,
        "max_retries": 0,
    }


def beat_schedule() -> dict[str, dict[str, Any]]:
    """Beat asks for every periodic task, more often than it is due; an answer that comes late is not needed."""
    return {name: _entry(name, asking_interval(every)) for name, (every, _) in PERIODIC.items()}


def _entry(name: str, ask: timedelta) -> dict[str, Any]:
    return {"task": PERIODIC_TASK, "args": (name,), "schedule": ask, "options": {"expires": ask.total_seconds()}}


class Queue:
    """The workers' queue as Redis holds it."""

    def __init__(self, url: str, name: str) -> None:
        self._name = name
        self._redis = Redis.from_url(
            url,
            socket_timeout=SENDER_TIMEOUT_SECONDS,
            socket_connect_timeout=SENDER_TIMEOUT_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )

    def length(self) -> int:
        """How many messages wait, those that expired and that no worker has thrown away among them."""
        try:
            return int(self._redis.llen(self._name))
        except (RedisError, OSError) as error:
            raise BrokerDown(f"{type(error).__name__}: {error}") from error

    def close(self) -> None:
        """Give the connection back."""
        self._redis.close()


class CelerySender:
    """Sends through kombu with short timeouts and no second try."""

    def __init__(self, settings: Settings) -> None:
        self._celery = make_celery(settings, SENDER_TIMEOUT_SECONDS)
        self._queue = Queue(settings.redis_url, settings.job_queue)

    def send_job(self, job_id: str) -> None:
        """The id travels, nothing else."""
        self._send(RUN_JOB, [job_id])

    def send_periodic(self, name: str) -> None:
        """Not worth anything after a minute: it is asked for again."""
        self._send(PERIODIC_TASK, [name], expires=60)

    def send_first_steps(self) -> None:
        """Asked for by a relay that begins."""
        self._send(FIRST_STEPS, [])

    def queued(self) -> int:
        """The length of the workers' queue."""
        return self._queue.length()

    def _send(self, task: str, args: list[str], **options: Any) -> None:
        try:
            self._celery.send_task(task, args=args, **options)
        except (OperationalError, RedisError, OSError) as error:
            raise BrokerDown(f"{type(error).__name__}: {error}") from error

    def close(self) -> None:
        """Give the connections back."""
        self._celery.close()
        self._queue.close()


def complaint(url: str) -> str | None:
    """Why jobs must not be queued in this Redis; None where nothing is wrong or it will not say. Raises RedisError."""
    with Redis.from_url(url, socket_timeout=WORKER_TIMEOUT_SECONDS, socket_connect_timeout=2) as client:
        try:
            policy = client.config_get("maxmemory-policy").get("maxmemory-policy", "noeviction")
        except ResponseError:  # CONFIG is forbidden on some hosted servers
            return None
    return None if policy == "noeviction" else REFUSAL % (_without_password(url), policy)


def _without_password(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
