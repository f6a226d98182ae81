"""What an import wants: one plan for each row, made before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from marketplace.exchange.gateway import SourceFile
from marketplace.exchange.rules.readings import RowNotes, Unread
from marketplace.mandates.content import Mandate, Privacy
from marketplace.products.content import Product
from marketplace.profiles.content import PartyProfile


@dataclass(frozen=True, slots=True)
class Choices:
    """What the operator says about a list that its rows do not say."""

    source: str
    country: str = "VN"
    privacy: Privacy = Privacy.PUBLIC


@dataclass(frozen=True, slots=True)
class Plan:
    """One row that can be read: the party it tells of, and what that party offers or seeks."""

    number: int
    key: str
    party_key: str
    notes: RowNotes
    party: PartyProfile | None = None  # None: an earlier row of the same file tells of the party
    product: Product | None = None
    mandate: Mandate | None = None


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row that cannot become a record, and why."""

    number: int
    key: str
    reasons: tuple[Unread, ...]
    notes: RowNotes = field(default_factory=RowNotes)


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole list as it was read: its plans, what was refused, and the formats decided for its columns."""

    file: SourceFile
    plans: tuple[Plan, ...]
    refused: tuple[RefusedRow, ...]
    formats: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of list: its columns, and how it is read."""

    name: str
    columns: frozenset[str]
    read: Callable[[SourceFile, Choices], Reading]


def refuse_repeated(plans: list[Plan], refused: list[RefusedRow]) -> tuple[Plan, ...]:
    """Two rows with one key: the first is taken, the others are refused by name."""
    first: dict[str, int] = {}
    kept = []
    for plan in plans:
        if plan.key in first:
            reason = Unread("key", "row.repeated", str(first[plan.key]))
            refused.append(RefusedRow(plan.number, plan.key, (reason,), plan.notes))
            continue
        first[plan.key] = plan.number
        kept.append(plan)
    return tuple(kept)


def broken_rows(file: SourceFile) -> list[RefusedRow]:
    """Rows whose shape could not be read at all."""
    return [RefusedRow(number, "", (Unread("row", "row.broken", why),)) for number, why in file.broken]
