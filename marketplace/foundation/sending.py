"""The application's way to the workers: made late, so that pages never load the broker's client."""

from __future__ import annotations

from flask import Flask

from marketplace.config import Settings
from marketplace.foundation.dispatch import Dispatch, Sender

_KEY = "job_sender"


def dispatch_of(app: Flask) -> Dispatch | None:
    """What a relay of this application sends with; None on the embedded default, where it does the jobs itself."""
    sender = _sender(app)
    return Dispatch(sender) if sender else None


def _sender(app: Flask) -> Sender | None:
    settings: Settings = app.extensions["settings"]
    if not settings.redis_url:
        return None
    if _KEY not in app.extensions:
        from marketplace.foundation.broker import CelerySender  # noqa: PLC0415 - only relays and commands come here

        app.extensions[_KEY] = CelerySender(settings)
    made: Sender = app.extensions[_KEY]
    return made
