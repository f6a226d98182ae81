"""Structured log lines, each with the request's id."""

import logging
import re
import sys
import time

import structlog
from flask import Flask, Response, g, request

from marketplace.foundation.ids import new_id

REQUEST_ID = re.compile(r"^[A-Za-z0-9_-]{8,64}$")
CHATTY = ("elastic_transport", "elasticsearch")  # a plain line for every call, beside ours
log = structlog.get_logger("http")


def configure(level: str) -> None:
    """JSON lines on standard error."""
    logging.basicConfig(format="%(message)s", stream=sys.stderr, level=level)
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def init_request_ids(app: Flask) -> None:
    """Name every request, and log how it ended (addresses without their query, which may hold search words)."""

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-ID", "")
        own = given if REQUEST_ID.match(given) else new_id()
        g.request_id = request.environ.setdefault("vuon.request_id", own)  # the same when the request is done again
        g.began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("request_id", "-")
        if request.endpoint not in {"static", "bootstrap.static"}:
            log.info(
                "request",
                method=request.method,
                path=request.path,
                status=response.status_code,
                ms=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
            )
        return response
