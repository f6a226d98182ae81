"""A form that came too late: the session had ended or the page was open for too long. What was typed comes back.

Nothing of it is stored here: it waits in the page itself, signed, and goes with the sign-in to the page after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, g, render_template, request
from itsdangerous import BadData, URLSafeTimedSerializer

from marketplace.foundation.typed import Sent, Typed, address_again, is_ours, sent_now

KEPT_FOR = timedelta(hours=12)
MOST_LETTERS = 300_000  # signed and squeezed; a longer one is not carried through the sign-in


@dataclass(frozen=True, slots=True)
class Kept:
    """A form as it was sent: where to, and what."""

    address: str
    sent: Sent


def worth_keeping() -> bool:
    """Whether this request is a form of ours in which somebody typed something."""
    if request.method != "POST" or not is_ours():
        return False
    sent = sent_now()
    return bool(sent.typed or sent.files)


def ended_page() -> tuple[str, int]:
    """For somebody who is not signed in any more: sign in here, then look at it once more and send it."""
    sent = sent_now()
    packed = _packed(Kept(address_again(), sent))
    return _page("errors/session_ended.html", 403, sent=sent, kept=packed if len(packed) <= MOST_LETTERS else "")


def old_page() -> tuple[str, int]:
    """For somebody whose page was open for too long: a fresh one with everything that was typed."""
    return _page("errors/kept.html", 400, sent=sent_now(), address=address_again(), entered=False)


def after_sign_in(packed: str) -> str | None:
    """The page with what was kept; None if it was not kept by us, or too long ago. Nothing is sent unseen."""
    found = _opened(packed)
    if found is None:
        return None
    g.pop("csrf_token", None)  # made for the form session that has just ended
    return render_template("errors/kept.html", sent=found.sent, address=found.address, entered=True)


def _page(template: str, status: int, **values: object) -> tuple[str, int]:
    return render_template(template, reference=g.get("request_id", "-"), **values), status


def _packed(kept: Kept) -> str:
    sent = kept.sent
    typed = [[one.label, one.text] for one in sent.typed]
    return str(_signer().dumps([kept.address, sent.hidden, typed, sent.secrets, sent.files]))


def _opened(packed: str) -> Kept | None:
    if not packed or len(packed) > MOST_LETTERS:
        return None
    try:
        address, hidden, typed, secrets, files = _signer().loads(packed, max_age=int(KEPT_FOR.total_seconds()))
    except (BadData, ValueError):
        return None
    pairs = [[(name, value) for name, value in group] for group in (hidden, secrets, files)]
    return Kept(address, Sent(pairs[0], [Typed(label, text) for label, text in typed], pairs[1], pairs[2]))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="foundation.kept")
