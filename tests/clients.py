"""A visitor for tests: forms carry the same token that the pages would have given."""

from __future__ import annotations

import secrets
from contextvars import Context
from typing import TYPE_CHECKING, Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

ANSWERED_WITHOUT_A_FORM = {"GET", "HEAD", "OPTIONS"}


class PageClient(FlaskClient):
    """Adds the form's token to every POST, as a page would; `token=False` leaves it out."""

    def open(self, *args: Any, token: bool = True, **rest: Any) -> TestResponse:
        """Send one request, as a server would: nothing of the test's own context reaches it."""
        if token and rest.get("method", "GET").upper() not in ANSWERED_WITHOUT_A_FORM and "json" not in rest:
            rest["data"] = {**(rest.get("data") or {}), "csrf_token": self._token()}
        return Context().run(super().open, *args, **rest)

    def _token(self) -> str:
        with self.session_transaction() as session:
            plain = session.setdefault("csrf_token", secrets.token_hex(20))
        return str(URLSafeTimedSerializer(self.application.secret_key or "", salt="wtf-csrf-token").dumps(plain))
