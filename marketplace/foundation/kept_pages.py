"""Public pages kept for visitors while nothing on them changed: one short question to the database, no rendering."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import ParamSpec

from flask import g, request, session
from flask.typing import ResponseReturnValue

from marketplace.foundation.actor import current_actor
from marketplace.foundation.assets import mark_now
from marketplace.foundation.cache import keep, kept
from marketplace.foundation.compression import keep_shrunk
from marketplace.foundation.health import mail_is_late
from marketplace.foundation.i18n import language

Arguments = ParamSpec("Arguments")


def kept_for_visitors(
    stamp: Callable[Arguments, str], seconds: int
) -> Callable[[Callable[Arguments, ResponseReturnValue]], Callable[Arguments, ResponseReturnValue]]:
    """Answer visitors with the page as it was made last, at most `seconds` old.

    `stamp` is asked each time: it says what the page rests on (a revision, a number) and raises NotFound for what is
    not public, so that what is withdrawn is gone at once. Pages for people who are signed in, pages with a message or
    a form, and addresses that ask something are always made anew.
    """

    def keeping(view: Callable[Arguments, ResponseReturnValue]) -> Callable[Arguments, ResponseReturnValue]:
        @wraps(view)
        def answer(*args: Arguments.args, **kwargs: Arguments.kwargs) -> ResponseReturnValue:
            if not _is_plain_visit():
                return view(*args, **kwargs)
            name = _name(stamp(*args, **kwargs))
            found = kept(name)
            if found is not None:
                return keep_shrunk(found)
            page = view(*args, **kwargs)
            if isinstance(page, str) and not (session.modified or "csrf_token" in g):  # a token belongs to one visitor
                keep(name, page, seconds)
            return page

        return answer

    return keeping


def _name(stamp: str) -> str:
    """Of fixed length: a company may have many products. A page also names its files by what stands in them."""
    told = (language(), request.script_root, request.path, str(mail_is_late()), mark_now(), stamp)
    return f"page:{sha256(json.dumps(told).encode()).hexdigest()}"


def _is_plain_visit() -> bool:
    return not (request.query_string or "_flashes" in session or current_actor().is_signed_in)
