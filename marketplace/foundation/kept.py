"""A form that came too late: the session had ended or the page was open for too long. What was typed comes back.

Nothing of it is stored here: it waits in the page itself, signed, and goes with the sign-in to the page after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, g, render_template, request, session
from itsdangerous import BadData, URLSafeTimedSerializer

from marketplace.foundation.actor import current_actor
from marketplace.foundation.ids import hash_secret, new_secret
from marketplace.foundation.typed import Sent, Typed, address_again, is_ours, sent_now

KEPT_FOR = timedelta(hours=12)
MARK = 12  # letters of a person's mark
MOST_LETTERS = 300_000  # signed and squeezed; a longer one is not carried through the sign-in


@dataclass(frozen=True, slots=True)
class Kept:
    """A form as it was sent: where to, what, and the mark of whom its page was made for, if it is known."""

    address: str
    sent: Sent
    owner: str


def mark_of(person_id: str) -> str:
    """By what the texts of two people in one browser are kept apart; it tells nothing of the person."""
    return hash_secret(person_id)[:MARK]


def forms_belong_to(person_id: str) -> None:
    """Every form that this browser gets from now on carries whose it is, in its token, also after the session."""
    session["csrf_token"] = f"{new_secret()}.{mark_of(person_id)}"


def owner_now() -> str:
    """The mark of the person whose page sent this form; nothing for a visitor's page, or a token not made by us."""
    try:
        token = URLSafeTimedSerializer(str(current_app.secret_key), salt="wtf-csrf-token").loads(
            request.form.get("csrf_token", "")
        )
    except BadData:
        return ""
    return str(token).partition(".")[2]


def worth_keeping() -> bool:
    """Whether this request is a form of ours in which somebody typed something."""
    if request.method != "POST" or not is_ours():
        return False
    sent = sent_now()
    return bool(sent.typed or sent.files)


def ended_page() -> tuple[str, int]:
    """For somebody who is not signed in any more: sign in here, then look at it once more and send it."""
    sent = sent_now()
    packed = _packed(Kept(address_again(), sent, owner_now()))
    return _page("errors/session_ended.html", 403, sent=sent, kept=packed if len(packed) <= MOST_LETTERS else "")


def old_page() -> tuple[str, int]:
    """For somebody whose page was open for too long: a fresh one with everything that was typed."""
    return _page("errors/kept.html", 400, sent=sent_now(), address=address_again(), entered=False)


def of_another() -> bool:
    """Whether the form came from the page of somebody else than the person who is signed in now."""
    owner, person_id = owner_now(), current_actor().person_id
    return bool(owner and person_id and owner != mark_of(person_id))


def anothers_page() -> tuple[str, int]:
    """For whoever signed in after the one whose page this was: nothing of it is shown or sent in their name."""
    return _page("errors/anothers.html", 403)


def after_sign_in(packed: str, person_id: str, last_person_id: str | None) -> str | None:
    """The page with what was kept; None if it was not kept by us, too long ago, or typed by another person.

    Where the form does not say whose it was: the last session of this browser tells. Nothing is sent unseen.
    """
    found = _opened(packed)
    if found is None or not _is_of(found, person_id, last_person_id):
        return None
    g.pop("csrf_token", None)  # made for the form session that has just ended
    return render_template("errors/kept.html", sent=found.sent, address=found.address, entered=True)


def _is_of(found: Kept, person_id: str, last_person_id: str | None) -> bool:
    return found.owner == mark_of(person_id) if found.owner else last_person_id == person_id


def _page(template: str, status: int, **values: object) -> tuple[str, int]:
    return render_template(template, reference=g.get("request_id", "-"), **values), status


def _packed(kept: Kept) -> str:
    sent = kept.sent
    typed = [[one.label, one.text] for one in sent.typed]
    return str(_signer().dumps([kept.address, sent.hidden, typed, sent.secrets, sent.files, kept.owner]))


def _opened(packed: str) -> Kept | None:
    if not packed or len(packed) > MOST_LETTERS:
        return None
    try:
        address, hidden, typed, secrets, files, owner = _signer().loads(packed, max_age=int(KEPT_FOR.total_seconds()))
    except (BadData, ValueError):
        return None
    pairs = [[(name, value) for name, value in group] for group in (hidden, secrets, files)]
    return Kept(address, Sent(pairs[0], [Typed(label, text) for label, text in typed], pairs[1], pairs[2]), owner)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="foundation.kept")
