"""What can be done with matches: answer them, keep how far pairs have come, and keep what was shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock

from sqlalchemy import select

from marketplace.foundation.actor import Actor, NotFound, allow
from marketplace.foundation.database import db, locked, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.matching import policies, queries
from marketplace.matching.facts import MatchesShown, PreferenceSet
from marketplace.matching.models import PairOutcome, Preference
from marketplace.matching.queries.matches import Match, View
from marketplace.matching.queries.outcomes import last_step
from marketplace.matching.rules.answers import Answer
from marketplace.matching.rules.outcomes import Outcome
from marketplace.matching.rules.weights import SHIPPED
from marketplace.organisations.models import Organisation
from marketplace.profiles.queries import live_rows

MILLION = 1_000_000
REMEMBERED = 5_000
_noted: dict[bytes, None] = {}
_noting = Lock()


def set_preference(actor: Actor, about_organisation_id: str, answer: str) -> None:
    """Say what one's organisation thinks of meeting another; `open` takes it back. Raises ValueError.

    Raises NotFound about a party that is not public, unless something was said about it before.
    """
    with transaction() as session:
        allow(policies.can_answer(actor, about_organisation_id))
        own_id = str(actor.organisation_id)
        _lock(own_id)
        said_before = queries.last_number(own_id, about_organisation_id)
        if not said_before and about_organisation_id not in live_rows([about_organisation_id]):
            raise NotFound
        said = Preference(
            id=new_id(),
            organisation_id=own_id,
            about_organisation_id=about_organisation_id,
            number=said_before + 1,
            answer=Answer(answer),
            person_id=actor.person_id,
        )
        session.add(said)
        session.flush()
        record(PreferenceSet(own_id, about_organisation_id, said.answer))


def _lock(organisation_id: str) -> None:
    """One answer of an organisation at a time, so that their numbers follow each other."""
    if db.session.scalar(locked(select(Organisation).where(Organisation.id == organisation_id))) is None:
        raise NotFound


@dataclass(frozen=True, slots=True)
class Introduction:
    """Two organisations on their way over one mandate, and the audience that may know of it."""

    introduction_id: str
    mandate_id: str
    owner_organisation_id: str
    counterparty_organisation_id: str
    audience_id: str


def record_outcome(introduction: Introduction, outcome: Outcome) -> None:
    """Keep how far a pair has come: part of the caller's transaction, which holds the introduction."""
    with transaction() as session:
        session.add(
            PairOutcome(
                introduction_id=introduction.introduction_id,
                number=last_step(introduction.introduction_id) + 1,
                mandate_id=introduction.mandate_id,
                owner_organisation_id=introduction.owner_organisation_id,
                counterparty_organisation_id=introduction.counterparty_organisation_id,
                audience_id=introduction.audience_id,
                outcome=outcome,
            )
        )
        session.flush()


def note_shown(actor: Actor, view: View, matches: Sequence[Match]) -> None:
    """Keep the signal values behind a page of scores; the same page again within one process is kept once."""
    if not matches:
        return
    shown = MatchesShown(
        view.role,
        SHIPPED,
        view.reader_is_seeker,
        view.mandate_id,
        tuple(part.code for part in matches[0].parts),
        tuple(_row(match) for match in matches),
    )
    if _is_new(f"{actor.organisation_id}{shown}".encode()):
        with transaction():
            record(shown)


def _row(match: Match) -> tuple[str, str, int, tuple[int | None, ...]]:
    values = tuple(None if part.value is None else round(part.value * MILLION) for part in match.parts)
    return match.profile_id, match.mandate_id or "", round(match.log_odds * MILLION), values


def _is_new(page: bytes) -> bool:
    digest = blake2b(page, digest_size=16).digest()
    with _noting:
        if digest in _noted:
            return False
        if len(_noted) >= REMEMBERED:
            del _noted[next(iter(_noted))]
        _noted[digest] = None
    return True
