"""Pages that belong to no feature: health, the choice of language, the development mailbox."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from marketplace.foundation.access import Who, access
from marketplace.foundation.database import db
from marketplace.foundation.i18n import COOKIE, LANGUAGES

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
    """The database answers and has our tables."""
    try:
        db.session.execute(text("SELECT 1 FROM move_rule LIMIT 1"))
    except Exception as error:  # noqa: BLE001 - whatever is wrong, the answer is: not ready
        db.session.rollback()
        return jsonify(status="unavailable", database=type(error).__name__), 503
    return jsonify(status="ok", database="ok")


@blueprint.get("/language/<code>")
@access(read=Who.ANYONE)
def choose_language(code: str) -> ResponseReturnValue:
    """Remember a language and go back to where the reader was."""
    if code not in LANGUAGES:
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
