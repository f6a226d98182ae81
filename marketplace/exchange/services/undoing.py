"""Taking an import back as a whole; refused row by row where something newer is live."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.exchange import facts, policies, queries
from marketplace.exchange.models import ImportRow
from marketplace.foundation.actor import SYSTEM, Actor, Refused, acting_as, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import transaction
from marketplace.foundation.journal import record
from marketplace.foundation.periodic import bring_forward
from marketplace.mandates import services as mandates
from marketplace.products import services as products
from marketplace.profiles import services as profiles
from marketplace.publishing.queries import locked_standings

UNDOABLE = frozenset({"applied", "stopped"})
AT_ONCE_ROWS = 300  # in the request itself; more is done beside the pages
NEWER = "row.newer_revision"
TAKEN_BACK = "taken_back"  # the outcome of a row that was undone
AT_A_TIME, REST_SECONDS = 25, 0.02
WORKING = "exchange.work"


@dataclass(frozen=True, slots=True)
class Verbs:
    """How one kind of subject is taken back."""

    withdraw: Callable[[Actor, str], None]
    restore: Callable[[Actor, str, str], None]


VERBS: Mapping[str, Verbs] = {
    "profile": Verbs(profiles.withdraw_profile, profiles.restore_revision),
    "product": Verbs(products.withdraw_product, products.restore_revision),
    "mandate": Verbs(mandates.withdraw_mandate, mandates.restore_revision),
}


@dataclass(frozen=True, slots=True)
class Undone:
    """What came of taking a batch back: how many rows, and the rows that were refused, with the reason's code."""

    rows: int
    refused: tuple[tuple[int, str, str], ...]

    def to_json(self) -> dict[str, Any]:
        """As it is kept with the batch."""
        return {"rows": self.rows, "refused": [list(row) for row in self.refused]}


def undone_from_json(held: Mapping[str, Any]) -> Undone | None:
    """What came of it, if the batch was taken back."""
    return Undone(held["rows"], tuple((row[0], row[1], row[2]) for row in held["refused"])) if held else None


def preview(actor: Actor, batch_id: str) -> Undone:
    """What taking a batch back would do now; nothing is changed."""
    queries.batch(actor, batch_id)
    rows = queries.rows_of(batch_id)
    live = queries.live_sources(list({made["subject_id"] for row in rows for made in row.published}))
    refused = [(row.number, row.source_key, NEWER) for row in rows if not _is_live(row, live)]
    return Undone(len(rows) - len(refused), tuple(sorted(refused)))


def _is_live(row: ImportRow, live: Mapping[str, tuple[str, str]]) -> bool:
    return all(live.get(made["subject_id"], ("", ""))[0] == made["revision_id"] for made in row.published)


def order_undo(actor: Actor, batch_id: str) -> bool:
    """Take a batch back now, or a long one beside the pages: then False. Refused: exchange.not_applied."""
    allow(policies.can_import(actor))
    with transaction():
        batch = queries.locked_batch(actor, batch_id)
        if batch.state not in UNDOABLE:
            raise Refused("exchange.not_applied")
        batch.state = "undoing"
        record(facts.UndoOrdered(batch_id))
        if sum(batch.counts.values()) > AT_ONCE_ROWS:
            bring_forward(WORKING)
            return False
    with acting_as(SYSTEM):
        undo(SYSTEM, batch_id)
    return True


def undo(actor: Actor, batch_id: str) -> Undone:
    """Created rows are withdrawn, changed rows get back what was live before. Refused: exchange.not_applied.

    Some rows at a time, so that others can write meanwhile; what a killed one left is gone on with.
    """
    allow(policies.can_import(actor))
    with transaction():
        batch = queries.locked_batch(actor, batch_id)
        if batch.state not in {*UNDOABLE, "running", "undoing"}:
            raise Refused("exchange.not_applied")
        batch.state = "undoing"
    refused: list[tuple[int, str, str]] = []
    below: int | None = None
    while rows := _take_some_back(actor, batch_id, below, refused):
        below = rows[-1]
        time.sleep(REST_SECONDS)
    return _ended(actor, batch_id, tuple(sorted(refused)))


def _take_some_back(
    actor: Actor, batch_id: str, below: int | None, refused: list[tuple[int, str, str]]
) -> Sequence[int]:
    """The next rows, the last ones first; gives their numbers."""
    with transaction():
        rows = queries.rows_of(batch_id, below, AT_A_TIME)
        for row in rows:
            if _newer(row):
                refused.append((row.number, row.source_key, NEWER))
                continue
            for made in reversed(row.published):
                _take_back(actor, made)
            row.outcome = TAKEN_BACK
    return [row.number for row in rows]


def _ended(actor: Actor, batch_id: str, refused: tuple[tuple[int, str, str], ...]) -> Undone:
    with transaction():
        batch = queries.locked_batch(actor, batch_id)
        undone = Undone(queries.count_of(batch_id, TAKEN_BACK), refused)
        batch.state, batch.undone_at, batch.taken_back = "undone", now(), undone.to_json()
        record(facts.ImportUndone(batch_id, undone.rows, len(refused)))
    return undone


def _newer(row: ImportRow) -> bool:
    """Asked under the lock, so that what an owner publishes at this moment is not taken back unseen."""
    standings = locked_standings([made["subject_id"] for made in row.published])
    return any(standings[made["subject_id"]].live_revision_id != made["revision_id"] for made in row.published)


def _take_back(actor: Actor, made: Mapping[str, Any]) -> None:
    verbs = VERBS[made["kind"]]
    if made["previous_id"] is None:
        verbs.withdraw(actor, made["subject_id"])
    else:
        verbs.restore(actor, made["subject_id"], made["previous_id"])
