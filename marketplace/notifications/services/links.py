"""What stands behind a way out: signed, so that nobody can stop another person's mails; it never runs out."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from marketplace.foundation.ids import looks_like_id
from marketplace.notifications.rules import CHOSEN, Topic

LONGEST = 300


@dataclass(frozen=True, slots=True)
class WayOut:
    """Whose mails stop, and about what; no topic: about everything that can be chosen."""

    person_id: str
    topic: Topic | None

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics that it stops."""
        return CHOSEN if self.topic is None else (self.topic,)


def signed(way: WayOut) -> str:
    """The key in the address."""
    return str(_signer().dumps([way.person_id, way.topic or ""]))


def opened(key: str) -> WayOut | None:
    """What a key stands for; None if it was not made here."""
    try:
        person_id, topic = _signer().loads(key[:LONGEST])
    except (BadSignature, ValueError, TypeError):
        return None
    known = topic == "" or topic in set(CHOSEN)
    return WayOut(person_id, Topic(topic) if topic else None) if known and looks_like_id(person_id) else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="notifications.way-out")
