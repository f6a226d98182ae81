"""The Celery application: `celery -A marketplace.worker worker` and `celery -A marketplace.worker beat`."""

import os

from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.foundation.workers import make_worker

settings = Settings.from_environment(os.environ)  # noqa: TID251 - a process begins here, as in wsgi.py
if not settings.redis_url:
    raise SystemExit("REDIS_URL is not set: on the embedded default the relay does the jobs, no worker is needed.")
celery = make_worker(create_app(settings))
