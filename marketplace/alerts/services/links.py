"""What stands behind the way out of one search's or list's alerts: signed, for its person alone; it never runs out."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from marketplace.foundation.ids import looks_like_id

LONGEST = 300


@dataclass(frozen=True, slots=True)
class WayOut:
    """Whose alerts stop, and of which search or list."""

    person_id: str
    source_id: str


def signed(way: WayOut) -> str:
    """The key in the address."""
    return str(_signer().dumps([way.person_id, way.source_id]))


def opened(key: str) -> WayOut | None:
    """What a key stands for; None if it was not made here."""
    try:
        person_id, source_id = _signer().loads(key[:LONGEST])
    except (BadSignature, ValueError, TypeError):
        return None
    return WayOut(person_id, source_id) if looks_like_id(person_id) and looks_like_id(source_id) else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="alerts.way-out")
