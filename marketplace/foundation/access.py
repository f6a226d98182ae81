"""Who may use a route: declared on every one, for reading and for writing separately."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.foundation import kept
from marketplace.foundation.actor import Actor, NotAllowed, NotFound, Power, current_actor

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle of people, by what their actor shows."""

    name: str
    admits: Callable[[Actor], bool]
    needs_sign_in: bool = True


class Who:
    """The circles that every route chooses from."""

    ANYONE = Circle("anyone", lambda _: True, needs_sign_in=False)
    SIGNED_IN = Circle("signed_in", lambda actor: actor.is_signed_in)
    MEMBER = Circle("member", lambda actor: actor.is_member)
    STAFF = Circle("staff", lambda actor: actor.is_staff)


def staff_with(*powers: Power) -> Circle:
    """Staff whose unit holds at least one of these powers."""
    name = "staff:" + "|".join(sorted(powers))
    return Circle(name, lambda actor: any(actor.has(power) for power in powers))


@dataclass(frozen=True, slots=True)
class Access:
    """What one view declares; None where it has no such method."""

    read: Circle | None
    write: Circle | None


def access(*, read: Circle | None = None, write: Circle | None = None) -> Callable[[View], View]:
    """Declare who may read (GET) and who may write (POST) with a view."""

    def declare(view: View) -> View:
        view.access = Access(read, write)  # type: ignore[attr-defined]
        return view

    return declare


def declared(endpoint: str | None) -> Access | None:
    """What the view of an endpoint declares."""
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "access", None)


def check_access() -> ResponseReturnValue | None:
    """Run before every request: deny by default; a stranger is sent to sign in, staff pages do not exist for others."""
    if request.endpoint is None or request.endpoint in current_app.extensions["open_endpoints"]:
        return None
    access = declared(request.endpoint)
    who = (access.read if request.method in READING else access.write) if access else None
    if who is None:
        raise NotAllowed
    actor = current_actor()
    if who.admits(actor):
        return None
    if who.needs_sign_in and not actor.is_signed_in:
        if kept.worth_keeping():
            return kept.ended_page()
        return redirect(url_for("accounts.sign_in", next=_way_back()))
    if who.name.startswith("staff"):
        raise NotFound
    return redirect(url_for("organisations.choose")) if who is Who.MEMBER else _refuse()


def _way_back() -> str | None:
    return request.full_path.rstrip("?") if request.method == "GET" else None


def _refuse() -> ResponseReturnValue:
    raise NotAllowed
