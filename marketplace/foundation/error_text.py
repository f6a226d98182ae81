"""What an error said, without what it might give away: a page shows kinds and shapes, the log has the rest."""

from __future__ import annotations

import re

LONGEST = 240
HIDDEN = "…"
_TAIL = re.compile(r"\s*(?:\[SQL|\[parameters|DETAIL:|\n).*", re.DOTALL)
_QUOTED = re.compile(r"'[^']*(?:'|$)|\"[^\"]*(?:\"|$)|“[^”]*(?:”|$)|«[^»]*(?:»|$)|`[^`]*(?:`|$)")
_ADDRESS = re.compile(r"\S*(?:@|://)\S*")
_SECRET = re.compile(r"\b(?:password|passwd|secret|token|key|authorization|bearer)\b\s*[:=]?\s*\S+", re.IGNORECASE)
_LONG = re.compile(r"[\w+/=-]{24,}")
_DIGITS = re.compile(r"\d[\d ]{5,}\d")
_MARKED = re.compile(r"\S*[^\x00-\x7f…]\S*(?:\s+[A-Z]\w*)*")
_NAMES = re.compile(r"\b[A-Z][a-z]+(?:\s+[A-Z][a-z]+)+")


def scrubbed(text: str | None) -> str:
    """Kind and shape of an error: what it quotes, addresses, secrets, long strings and names are left out."""
    if not text:
        return ""
    kind, colon, said = text.partition(":")
    if not colon or not kind.isidentifier():
        kind, said = "", text
    for pattern in (_TAIL, _QUOTED, _ADDRESS, _SECRET, _LONG, _DIGITS, _MARKED, _NAMES):
        said = pattern.sub("" if pattern is _TAIL else HIDDEN, said)
    said = re.sub(r"(?:…[\s,;.]*){2,}", f"{HIDDEN} ", " ".join(said.split()))
    return (f"{kind}: {said}" if kind and said else kind or said)[:LONGEST].strip()
