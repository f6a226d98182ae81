"""The web processes of production: gunicorn's threads, with what runs beside the pages in each of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_environ = os.environ  # noqa: TID251 - gunicorn is configured before there is an application

bind = _environ.get("WEB_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(_environ.get("WEB_WORKERS", "2"))
threads = int(_environ.get("SERVER_THREADS", "8"))
timeout = 60  # a process that does not answer its parent for so long is replaced
graceful_timeout = 30  # what runs may end
keepalive = 75  # longer than a proxy keeps its connections, so that the proxy closes them
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - heartbeats must not wait for a disk
errorlog = "-"
control_socket_disable = True  # signals are enough, and nothing is written beside the data folder
accesslog = None  # the application logs each request itself, without the address of who asked
# X-Forwarded-For, -Proto and -Host are read by the application, from one proxy: nobody else may reach this port.

_stops: list[Callable[[], None]] = []


def post_worker_init(worker: Any) -> None:
    """Start what runs beside the pages in every process; the relay is a process of its own."""
    from marketplace.foundation import relay  # noqa: PLC0415 - the parent does not load the application

    app = worker.wsgi
    _stops.extend(start(app) for start in app.extensions["beside"] if start is not relay.start_thread)


def worker_exit(_server: Any, _worker: Any) -> None:
    """End what was started."""
    while _stops:
        _stops.pop()()
