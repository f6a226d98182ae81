"""Bring the tables to what the program ships: add, change and retire; what officers decided here stays."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from marketplace.foundation.actor import Actor, Refused, allow
from marketplace.foundation.clock import today
from marketplace.foundation.database import Base, db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.text import Localised
from marketplace.reference import policies, queries
from marketplace.reference.content import Term
from marketplace.reference.facts import ReferenceLoaded
from marketplace.reference.models import (
    ReferenceIndustry,
    ReferenceMarket,
    ReferenceProvince,
    ReferenceRelease,
    ReferenceTerm,
)
from marketplace.reference.queries import shipped

OWN_LABELS = "own labels"
LABEL, END, TERM = "label", "end", "term"  # what of a term was decided here


class What(StrEnum):
    """What a load does with a row; `kept`: it differs from what is shipped, because it was decided so here."""

    ADDED = "added"
    CHANGED = "changed"
    RETIRED = "retired"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the report of a load."""

    table: str
    code: str
    label: Localised | None
    what: What


@dataclass(frozen=True, slots=True)
class Changes:
    """The report of a load, or of what a load would do."""

    lines: tuple[Line, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is different then."""
        return any(line.what is not What.KEPT for line in self.lines)

    def _count(self, what: What) -> int:
        return sum(line.what is what for line in self.lines)

    @property
    def added(self) -> int:
        """Rows that are new."""
        return self._count(What.ADDED)

    @property
    def changed(self) -> int:
        """Rows that differ."""
        return self._count(What.CHANGED)

    @property
    def retired(self) -> int:
        """Terms that are no longer shipped."""
        return self._count(What.RETIRED)

    @property
    def kept(self) -> int:
        """Rows that stay as they were decided here."""
        return self._count(What.KEPT)

    @property
    def fingerprint(self) -> str:
        """The same for the same report: who read one applies that one."""
        told = [
            f"{line.table} {line.code} {line.what} {line.label.to_json() if line.label else ''}" for line in self.lines
        ]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Step:
    """A row of the report, and what it does to the tables."""

    line: Line
    do: Callable[[], None]


def load_reference(actor: Actor, expected: str | None = None) -> Changes:
    """Load what is shipped. A second run changes nothing; a term that is no longer shipped is retired.

    Refused if another report was read: reference.other_changes.
    """
    with transaction():
        allow(policies.can_load(actor))
        steps = list(_steps())
        changes = Changes(tuple(step.line for step in steps))
        if expected is not None and expected != changes.fingerprint:
            raise Refused("reference.other_changes")
        for step in steps:
            step.do()
        if changes:
            _release(changes)
    queries.forget_version()
    return changes


def preview_load(actor: Actor) -> Changes:
    """What a load would do now; nothing is changed."""
    allow(policies.can_read(actor))
    return Changes(tuple(step.line for step in _steps()))


def changes_to_load(actor: Actor) -> int:
    """How many rows a load would change now."""
    changes = preview_load(actor)
    return changes.added + changes.changed + changes.retired


def ensure_loaded() -> None:
    """Before the first load the shipped files answer: what is decided beside them needs them in the tables."""
    if queries.is_loaded():
        return
    steps = list(_steps())
    for step in steps:
        step.do()
    _release(Changes(tuple(step.line for step in steps)))
    db.session.flush()


def _release(changes: Changes) -> None:
    release = ReferenceRelease(id=new_id(), version=shipped.version())
    db.session.add(release)
    record(ReferenceLoaded(release.id, release.version, changes.added, changes.changed, changes.retired))


def _steps() -> Iterator[_Step]:
    yield from _term_steps()
    yield from _put("province", ReferenceProvince, _province_rows(), ("code", "valid_from"))
    yield from _put("market", ReferenceMarket, _market_rows(), ("year", "country"))
    yield from _put("industry", ReferenceIndustry, _section_rows(), ("code",))


def _term_steps() -> Iterator[_Step]:
    wanted = {(term.taxonomy, term.code): term for term in shipped.terms()}
    present = {(row.taxonomy, row.code): row for row in db.session.scalars(select(ReferenceTerm))}
    for key, term in wanted.items():
        yield from _term_step(term, present.get(key))
    for key, row in sorted(present.items()):
        if key not in wanted and row.valid_until is None and not {TERM, END} & set(row.decided_here):
            yield _Step(_term_line(row, What.RETIRED), lambda row=row: _set(row, {"valid_until": today()}))  # type: ignore[misc]


def _term_step(term: Term, row: ReferenceTerm | None) -> Iterator[_Step]:
    values = {**_term_values(term), "valid_until": None}
    if row is None:
        named = {"taxonomy": term.taxonomy, "code": term.code, "valid_from": today(), "version": shipped.version()}
        yield _Step(_term_line(term, What.ADDED), lambda: db.session.add(ReferenceTerm(**named, **values)))
        return
    decided = {LABEL: "label", END: "valid_until"}
    ours = {decided[part] for part in row.decided_here if part in decided}
    theirs = {name: value for name, value in values.items() if name not in ours}
    if _differs(row, theirs):
        new = {**theirs, "version": shipped.version()}
        yield _Step(_term_line(term, What.CHANGED), lambda: _set(row, new))
    elif _differs(row, values):
        yield _Step(_term_line(row, What.KEPT), _nothing)


def _term_line(term: Term | ReferenceTerm, what: What) -> Line:
    return Line("term", f"{term.taxonomy}:{term.code}", term.label, what)


def _nothing() -> None:
    """What was decided here stays."""


def _term_values(term: Term) -> dict[str, object]:
    return {
        "label": term.label,
        "flags": list(term.flags),
        "attributes": dict(term.attributes),
        "position": term.position,
    }


def _province_rows() -> Iterable[dict[str, object]]:
    for entry in shipped.provinces():
        yield {
            "code": entry.code,
            "valid_from": entry.valid_from,
            "valid_until": entry.valid_until,
            "name": entry.name,
            "kind": entry.kind,
            "successor": entry.successor,
        }


def _market_rows() -> Iterable[dict[str, object]]:
    for entry in shipped.markets():
        yield {"year": entry.year, "country": entry.country, "market_class": entry.market_class}


def _section_rows() -> Iterable[dict[str, object]]:
    for entry in shipped.sections():
        yield {"code": entry.code, "parent": None, "label": entry.label, "source": OWN_LABELS}


def _put(name: str, table: type[Base], rows: Iterable[dict[str, object]], key: tuple[str, ...]) -> Iterator[_Step]:
    """Insert rows that are new and change rows that differ; what is not named stays, and what was decided here."""
    present = {tuple(getattr(row, part) for part in key): row for row in db.session.scalars(select(table))}
    for values in rows:
        named = tuple(values[part] for part in key)
        line = Line(name, ":".join(map(str, named)), _label(values), What.ADDED)
        row = present.get(named)
        if row is None:
            yield _Step(line, lambda values=values: db.session.add(table(**values)))  # type: ignore[misc]
        elif _differs(row, values):
            yield _changed(line, row, values)


def _changed(line: Line, row: Base, values: Mapping[str, object]) -> _Step:
    if getattr(row, "decided_here", False):
        return _Step(Line(line.table, line.code, line.label, What.KEPT), _nothing)
    return _Step(Line(line.table, line.code, line.label, What.CHANGED), lambda: _set(row, values))


def _label(values: Mapping[str, object]) -> Localised | None:
    found = values.get("name") or values.get("label")
    return found if isinstance(found, Localised) else None


def _differs(row: Base, values: Mapping[str, object]) -> bool:
    return any(getattr(row, name) != value for name, value in values.items())


def _set(row: Base, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
