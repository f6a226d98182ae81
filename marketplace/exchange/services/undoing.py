"""Taking an import back as a whole; refused row by row where something newer is live."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from marketplace.exchange import facts, policies, queries
from marketplace.exchange.models import ImportRow
from marketplace.foundation.actor import Actor, Refused, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import transaction
from marketplace.foundation.journal import record
from marketplace.mandates import services as mandates
from marketplace.products import services as products
from marketplace.profiles import services as profiles
from marketplace.publishing.queries import locked_standings


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


def undo(actor: Actor, batch_id: str) -> Undone:
    """Created rows are withdrawn, changed rows get back what was live before. Refused: exchange.not_applied."""
    allow(policies.can_import(actor))
    with transaction():
        batch = queries.locked_batch(actor, batch_id)
        if batch.state not in {"applied", "running"}:
            raise Refused("exchange.not_applied")
        undone, refused = 0, []
        for row in queries.rows_of(batch_id):
            newer = _newer(row)
            if newer:
                refused.append((row.number, row.source_key, "row.newer_revision"))
                continue
            for made in reversed(row.published):
                _take_back(actor, made)
            undone += 1
        batch.state, batch.undone_at = "undone", now()
        record(facts.ImportUndone(batch_id, undone, len(refused)))
    return Undone(undone, tuple(sorted(refused)))


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
