"""Pages that belong to no feature: health, the choice of language, the development mailbox."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.foundation import health
from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import Power, current_actor
from marketplace.foundation.i18n import COOKIE, languages

blueprint = Blueprint("site", __name__)
mailbox = Blueprint("mailbox", __name__, url_prefix="/dev/mailbox")
SHOWN = 100
YEAR_SECONDS = 31_536_000


@blueprint.get("/health/live")
@access(read=Who.ANYONE)
def live() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/health/ready")
@access(read=Who.ANYONE)
def ready() -> ResponseReturnValue:
    """Whether pages can be answered, and what is degraded: names for everybody, what is wrong for operators."""
    found = health.report()
    told: dict[str, object] = {
        "status": "ok" if found.is_ready else "unavailable",
        "database": "ok" if found.is_ready else "unavailable",
        "degraded": found.degraded,
    }
    if found.is_ready and "database pool" not in found.wrong and current_actor().has(Power.OPERATE):
        told["detail"] = dict(found.wrong)
    return jsonify(told), 200 if found.is_ready else 503


@blueprint.get("/language/<code>")
@access(read=Who.ANYONE)
def choose_language(code: str) -> ResponseReturnValue:
    """Remember a language and go back to where the reader was."""
    if code not in languages():
        abort(404)
    response: Response = redirect(safe_target(request.args.get("next")) or "/")  # type: ignore[assignment]
    secure = current_app.extensions["settings"].secure
    response.set_cookie(COOKIE, code, max_age=YEAR_SECONDS, samesite="Lax", httponly=True, secure=secure)
    return response


def safe_target(target: str | None) -> str | None:
    """An address on this site to go back to; None for anything else (`//elsewhere`, `https:…`, `\\\\…`)."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or not target.isprintable():
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


@mailbox.get("/")
@access(read=Who.ANYONE)
def index() -> ResponseReturnValue:
    """Every mail that was sent on this development machine, newest first."""
    files = sorted(_folder().glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
    return render_template("mailbox/index.html", mails=[(file.stem, _read(file)) for file in files[:SHOWN]])


@mailbox.get("/<name>")
@access(read=Who.ANYONE)
def show(name: str) -> ResponseReturnValue:
    """One mail, as text."""
    file = _folder() / f"{name}.eml"
    if not name.isalnum() or not file.exists():
        abort(404)
    mail = _read(file)
    body = mail.get_body(preferencelist=("plain",))
    return render_template("mailbox/show.html", mail=mail, text=body.get_content() if body else "")


def _folder() -> Path:
    return Path(current_app.extensions["settings"].data_dir) / "mail"


def _read(file: Path) -> EmailMessage:
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what policy.default makes
    return message


def mailbox_link() -> str | None:
    """The mailbox page's address where there is one."""
    return url_for("mailbox.index") if "mailbox.index" in current_app.view_functions else None
