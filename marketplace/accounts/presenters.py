"""How sessions are shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from marketplace.accounts.models import PersonSession
from marketplace.accounts.rules import WARN_BEFORE, Lifetime
from marketplace.foundation.clock import now
from marketplace.foundation.kept import mark_of

BROWSERS = {
    "Edge": r"Edg\w*/(\d+)",
    "Opera": r"OPR/(\d+)",
    "Firefox": r"(?:Firefox|FxiOS)/(\d+)",
    "Chrome": r"(?:Chrome|Chromium|CriOS)/(\d+)",
    "Safari": r"Version/(\d+).*Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "macOS": "Mac OS X",
    "Linux": "Linux",
}


def browser_name(text: str) -> str:
    """What a browser calls itself, short enough to be recognised: "Chrome 156 · Linux"."""
    versions = ((name, re.search(pattern, text)) for name, pattern in BROWSERS.items())
    browser = next((f"{name} {found.group(1)}" for name, found in versions if found), "")
    system = next((name for name, mark in SYSTEMS.items() if mark in text), "")
    return " · ".join(part for part in (browser, system) if part) or text[:40]


@dataclass(frozen=True, slots=True)
class SessionEnd:
    """When the session of this page ends without further use, and whether use would make it longer.

    `owner`: by what a script keeps the texts of two people in one browser apart; it tells nothing of the person.
    """

    seconds: int
    warn_before: int
    can_extend: bool
    owner: str


def session_end(session: PersonSession, lifetime: Lifetime) -> SessionEnd:
    """As seen from now, the page itself being a use."""
    left = lifetime.left(session.created_at, now())
    warn = int(WARN_BEFORE.total_seconds())
    return SessionEnd(int(left.total_seconds()), warn, left == lifetime.idle, mark_of(session.person_id))
