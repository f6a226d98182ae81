"""Keeping what was shown, so that each score can be made again."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from threading import Lock

from marketplace.foundation.actor import Actor
from marketplace.foundation.database import transaction
from marketplace.foundation.journal import record
from marketplace.matching.facts import MatchesShown
from marketplace.matching.queries.matches import Match, View
from marketplace.matching.rules.again import UNIT, kept

MILLION = 1_000_000
REMEMBERED = 5_000
_noted: dict[bytes, None] = {}
_noting = Lock()


def note_shown(actor: Actor, view: View, matches: Sequence[Match]) -> None:
    """Keep the signal values behind a page of scores; the same page again within one process is kept once."""
    if not matches:
        return
    shown = _shown(view, matches)
    page = blake2b(f"{actor.organisation_id}{shown}".encode(), digest_size=16).digest()
    if page not in _noted:
        with transaction():
            record(shown)
        _remember(page)


def note_told(organisation_id: str, digest_id: str, view: View, matches: Sequence[Match]) -> None:
    """Keep the same behind the scores that a digest tells: in the transaction that writes it, so it is kept once."""
    if matches:
        record(replace(_shown(view, matches), digest_id=digest_id, reader_organisation_id=organisation_id))


def _shown(view: View, matches: Sequence[Match]) -> MatchesShown:
    return MatchesShown(
        view.role,
        matches[0].version,
        view.reader_is_seeker,
        view.mandate_id,
        tuple(part.code for part in matches[0].parts),
        tuple(_row(match) for match in matches),
        UNIT,
        tuple(match.profile_id for match in matches if match.explores),
    )


def _row(match: Match) -> tuple[str, str, int, tuple[int | None, ...]]:
    values = tuple(kept(part.value) for part in match.parts)
    return match.profile_id, match.mandate_id or "", round(match.log_odds * MILLION), values


def _remember(page: bytes) -> None:
    """Only what is kept: a page whose keeping failed is kept when it is shown again."""
    with _noting:
        if len(_noted) >= REMEMBERED:
            del _noted[next(iter(_noted))]
        _noted[page] = None
