"""What holds for every answer: security headers, and error pages that say what happened and what to do."""

from __future__ import annotations

import structlog
from flask import Flask, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import BadRequest, HTTPException

from marketplace.foundation import kept, outage, oversized, typed
from marketplace.foundation.access import declared
from marketplace.foundation.actor import NotAllowed, NotFound, Refused, current_actor
from marketplace.foundation.database import db
from marketplace.foundation.limits import TooMany
from marketplace.foundation.once import Repeated
from marketplace.foundation.refusals import words
from marketplace.foundation.versions import Conflict

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
log = structlog.get_logger(__name__)
GIVEN_BACK = frozenset({409, 413, 429, 500})  # pages that show what was typed
PAGES = {400: "400", 403: "403", 404: "404", 405: "404", 409: "409", 413: "413", 429: "429"}


def init_web(app: Flask, *, secure: bool) -> None:
    """Headers and error pages."""
    app.before_request(_refuse_nul)

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if request.endpoint not in {"static", "bootstrap.static"}:
            response.headers.setdefault("Cache-Control", "no-store" if _private() else "private, no-cache")
            response.headers.add("Vary", "Cookie")
        return response

    app.register_error_handler(NotAllowed, lambda _: error_page(403))
    app.register_error_handler(NotFound, lambda _: error_page(404))
    app.register_error_handler(Refused, lambda refusal: error_page(409, words(refusal)))
    app.register_error_handler(Conflict, lambda _: error_page(409, conflict=True))
    app.register_error_handler(Repeated, lambda _: error_page(409, repeated=True))
    app.register_error_handler(TooMany, _too_many)
    app.register_error_handler(CSRFError, _too_late)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _refuse_nul() -> None:
    """No text of ours holds a NUL, and not every database can even be asked about one."""
    if "\0" in request.path:
        raise NotFound
    if any("\0" in value for _, value in (*request.args.items(multi=True), *request.form.items(multi=True))):
        raise BadRequest


def _private() -> bool:
    return request.path.startswith(("/workspace", "/staff", "/account"))


def error_page(
    status: int, reason: str | None = None, *, conflict: bool = False, repeated: bool = False
) -> tuple[str, int] | tuple[str, int, dict[str, str]]:
    """A page with the same body for everybody whom it concerns: what happened, what was saved, what to do."""
    try:
        return _error_page(status, reason, conflict=conflict, repeated=repeated)
    except SQLAlchemyError as error:
        if not outage.is_outage(error):
            raise
        return outage.page(error)  # the page itself needed the database, for its menus


def _error_page(status: int, reason: str | None, *, conflict: bool, repeated: bool) -> tuple[str, int]:
    db.session.rollback()
    if status == 413:
        oversized.read_text()
    page = render_template(
        f"errors/{PAGES.get(status, '500')}.html",
        reference=g.get("request_id", "-"),
        reason=reason,
        conflict=conflict,
        repeated=repeated,
        limit_mb=oversized.limit_mb(),
        sent=typed.sent_now() if _gives_back(status) else typed.Sent(),
        address=typed.address_again(),
        again=typed.address_again() if _can_be_read() else None,
    )
    return page, status


def _gives_back(status: int) -> bool:
    return status in GIVEN_BACK and typed.is_ours() and not kept.of_another()


def _can_be_read() -> bool:
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and "GET" in adapter.allowed_methods()


def _too_late(_error: CSRFError) -> ResponseReturnValue:
    """The form's protection has run out, most often with its session; what was typed is given back."""
    if not kept.worth_keeping():
        return error_page(400)
    try:
        access = declared(request.endpoint)
        if access is None or access.write is None or not access.write.needs_sign_in:
            return kept.old_page()
        if not current_actor().is_signed_in:
            return kept.ended_page()
        return kept.anothers_page() if kept.of_another() else kept.old_page()
    except SQLAlchemyError as error:
        if not outage.is_outage(error):
            raise
        return outage.page(error)


def _too_many(error: TooMany) -> tuple[str, int, dict[str, str]]:
    page, status, *headers = error_page(429)
    return page, status, {"Retry-After": str(error.retry_after), **dict(*headers)}


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if outage.is_outage(error):
        return outage.page(error)
    if error.code is None or error.code < 400:
        return Response(error.get_response().get_data(), error.code or 200, dict(error.get_headers()))
    return error_page(error.code if error.code in PAGES else (500 if error.code >= 500 else 400))


def _unexpected(error: Exception) -> ResponseReturnValue:
    if outage.is_outage(error):
        return outage.page(error)
    log.error("unexpected_error", error_kind=type(error).__name__, exc_info=error)
    return error_page(500)
