"""The browser's side of a session: two opaque cookies, and Flask-Login over our own rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Flask, Request, Response, current_app, g, request
from flask import session as form_session
from flask_login import LoginManager, current_user

from marketplace.accounts import queries, services
from marketplace.accounts.models import Person, PersonSession
from marketplace.accounts.presenters import SessionEnd, session_end
from marketplace.accounts.rules import ORDINARY, SEEN_EVERY, Lifetime
from marketplace.foundation.actor import Actor, current_actor
from marketplace.foundation.clock import now
from marketplace.foundation.i18n import COOKIE as LANGUAGE_COOKIE
from marketplace.foundation.kept import forms_belong_to

KNOWN_FOR = timedelta(days=365)
LONGEST_SECRET = 100
_lifetimes: list[Callable[[Actor], Lifetime]] = [lambda _: ORDINARY]


class SignedInPerson:
    """What Flask-Login calls the user: one live session of a person."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, session: PersonSession, person: Person) -> None:
        self.session = session
        self.session_id = session.id
        self.person_id = session.person_id
        self.language = person.language

    def get_id(self) -> str:
        """The session's id: nothing is kept in the signed cookie, so nothing there can outlive the row."""
        return self.session_id


def init(app: Flask) -> None:
    """Let Flask-Login find people by our cookie, and only by it."""
    manager = LoginManager()
    manager.session_protection = None
    manager.request_loader(_load)
    manager.init_app(app)
    app.before_request(_forget)


def current_session() -> PersonSession | None:
    """The live session of this request."""
    return current_user.session if current_user.is_authenticated else None


def lifetimes_of(find: Callable[[Actor], Lifetime]) -> None:
    """Fill the slot: how long a session lives depends on for whom its person acts. Called once, by the application."""
    _lifetimes[:] = [find]


def session_ends() -> SessionEnd | None:
    """When the session of this request ends if nothing more is sent; None for visitors."""
    session = current_session()
    return session_end(session, _lifetimes[0](current_actor())) if session is not None else None


def note_use(session: PersonSession) -> None:
    """The session is in use; called once it is known that it is not over for its person's organisation either."""
    if session.last_seen_at <= now() - SEEN_EVERY:
        services.seen(session.id)


def current_language() -> str | None:
    """The signed-in person's own language."""
    return current_user.language if current_user.is_authenticated else None


def _forget() -> None:
    """A context that outlives a request (commands, tests) must not carry its person into the next."""
    g.pop("_login_user", None)


def _load(asking: Request) -> SignedInPerson | None:
    secret = asking.cookies.get(cookie_name("session"), "")
    if not secret or len(secret) > LONGEST_SECRET:
        return None
    found = queries.live_session(secret)
    return None if found is None else SignedInPerson(*found)


def cookie_name(name: str) -> str:
    """With the prefix that pins a cookie to this host over https. Over plain http, as in development, some browsers
    refuse such cookies even on the loopback."""
    return f"__Host-{name}" if current_app.extensions["settings"].secure else name


def browser_secret() -> str | None:
    """By what this browser is known from an earlier sign-in."""
    return request.cookies.get(cookie_name("browser"), "")[:LONGEST_SECRET] or None


def last_person() -> str | None:
    """Whose session this browser held last, though it may be over."""
    secret = request.cookies.get(cookie_name("session"), "")
    return queries.last_person_of(secret) if 0 < len(secret) <= LONGEST_SECRET else None


def begin(response: Response, new: services.NewSession) -> Response:
    """Give the browser its session. Whatever a form's cookie held before belongs to nobody any more."""
    form_session.clear()
    forms_belong_to(new.person_id)
    _set(response, "session", new.secret, None)
    _set(response, "browser", new.browser_secret, KNOWN_FOR)
    in_own_language(response)
    return response


def in_own_language(response: Response) -> None:
    """Forget the switch: the person's own language holds again."""
    response.delete_cookie(LANGUAGE_COOKIE)


def end(response: Response) -> Response:
    """Take the session from the browser, and what it kept."""
    form_session.clear()
    secure = current_app.extensions["settings"].secure
    response.delete_cookie(cookie_name("session"), secure=secure, httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _set(response: Response, name: str, value: str, max_age: timedelta | None) -> None:
    secure = current_app.extensions["settings"].secure
    response.set_cookie(
        cookie_name(name), value, max_age=max_age, path="/", secure=secure, httponly=True, samesite="Lax"
    )
