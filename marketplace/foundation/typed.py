"""What came with a request, to be given back on the page that follows: nothing typed is lost, no secret is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import g, request

from marketplace.foundation.form_labels import chosen, is_known, label_of, words_of_choice
from marketplace.foundation.form_secrets import is_secret

# Not typed by anybody; `then` and `action`: which button was pressed.
OURS = frozenset({"csrf_token", "once", "version", "then", "action", "next", "kept"})


_CODE = re.compile(r"[A-Za-z_]{1,40}")


class NotAsked(Exception):
    """The database failed in this request, so it is not asked again."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One thing that the person typed or chose: the field's words if they are known, and what it says."""

    label: str
    text: str


@dataclass(slots=True)
class Sent:
    """What came with the request, as the page gives it back."""

    hidden: list[tuple[str, str]] = field(default_factory=list)
    typed: list[Typed] = field(default_factory=list)
    secrets: list[tuple[str, str]] = field(default_factory=list)  # to be typed again
    files: list[tuple[str, str]] = field(default_factory=list)  # to be chosen again


def is_ours() -> bool:
    """Whether a form came from our own page: its token is right, or the browser says so. Others' are not offered."""
    if g.get("csrf_valid"):
        return True
    told = request.headers.get("Sec-Fetch-Site")
    if told is not None:
        return told == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.host}"


def address_again() -> str:
    """Where to send it again."""
    return request.script_root + request.full_path.rstrip("?")


def sent_now() -> Sent:
    """What came with this request."""
    labels = _labels()
    names = {*request.form, *request.files}
    sent = Sent()
    for name, value in request.form.items(multi=True):
        if name == "csrf_token":
            continue
        if is_secret(name):
            sent.secrets.append((name, labels.get(name) or label_of(name, names)))
            continue
        sent.hidden.append((name, value))
        if name not in OURS and (text := _shown(name, value, names)).strip():
            sent.typed.append(Typed(labels.get(name) or label_of(name, names), text))
    sent.files = [
        (name, labels.get(name) or label_of(name, names))
        for name, file in request.files.items(multi=True)
        if file.filename
    ]
    return sent


def _labels() -> dict[str, str]:
    """The words beside the fields, where the form had been made before the database failed."""
    return {one.name: str(one.label.text) for form in g.get("forms", ()) for one in _flat(form)}


def _flat(fields: Iterable[Any]) -> Iterator[Any]:
    """Every field of a form, those inside rows and groups too."""
    for one in fields:
        yield one
        yield from _flat(getattr(one, "entries", None) or getattr(one, "form", None) or ())


def _shown(name: str, value: str, names: set[str]) -> str:
    """What the person saw: the words of a choice instead of its code; nothing where only the code is known."""
    for form in g.get("forms", ()):
        for one in _flat(form):
            if one.name == name:
                return _words(one, value) if hasattr(one, "iter_choices") else value
    try:
        words = words_of_choice(name, value, names)
    except NotAsked:
        return ""
    if words is not None:
        return words
    return value if is_known(name) or not _CODE.fullmatch(value) else ""


def _words(one: Any, value: str) -> str:
    try:
        return chosen(one, value)
    except NotAsked:
        return ""
