"""Bring the tables to what the program ships: add, change and retire."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.foundation.actor import Actor, allow
from marketplace.foundation.clock import today
from marketplace.foundation.database import Base, db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
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


@dataclass
class Changes:
    """How many rows a load touched."""

    added: int = 0
    changed: int = 0
    retired: int = 0

    def __bool__(self) -> bool:
        """Whether anything is different now."""
        return bool(self.added or self.changed or self.retired)


def load_reference(actor: Actor) -> Changes:
    """Load what is shipped. A second run changes nothing; a term that is no longer shipped is retired."""
    with transaction():
        allow(policies.can_load(actor))
        changes = Changes()
        _load_terms(changes)
        _put(ReferenceProvince, _province_rows(), ("code", "valid_from"), changes)
        _put(ReferenceMarket, _market_rows(), ("year", "country"), changes)
        _put(ReferenceIndustry, _section_rows(), ("code",), changes)
        if changes:
            _release(changes)
    queries.forget_version()
    return changes


def _release(changes: Changes) -> None:
    release = ReferenceRelease(id=new_id(), version=shipped.version())
    db.session.add(release)
    record(ReferenceLoaded(release.id, release.version, changes.added, changes.changed, changes.retired))


def _load_terms(changes: Changes) -> None:
    wanted = {(term.taxonomy, term.code): term for term in shipped.terms()}
    present = {(row.taxonomy, row.code): row for row in db.session.scalars(select(ReferenceTerm))}
    for key, term in wanted.items():
        if key not in present:
            since = {"valid_from": today(), "valid_until": None, "version": shipped.version()}
            db.session.add(ReferenceTerm(taxonomy=term.taxonomy, code=term.code, **_term_values(term), **since))
            changes.added += 1
        elif _differs(present[key], {**_term_values(term), "valid_until": None}):
            _set(present[key], {**_term_values(term), "valid_until": None, "version": shipped.version()})
            changes.changed += 1
    for key, row in present.items():
        if key not in wanted and row.valid_until is None:
            row.valid_until = today()
            changes.retired += 1


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


def _put(table: type[Base], rows: Iterable[dict[str, object]], key: tuple[str, ...], changes: Changes) -> None:
    """Insert rows that are new and change rows that differ; what is not named stays."""
    present = {tuple(getattr(row, name) for name in key): row for row in db.session.scalars(select(table))}
    for values in rows:
        row = present.get(tuple(values[name] for name in key))
        if row is None:
            db.session.add(table(**values))
            changes.added += 1
        elif _differs(row, values):
            _set(row, values)
            changes.changed += 1


def _differs(row: Base, values: Mapping[str, object]) -> bool:
    return any(getattr(row, name) != value for name, value in values.items())


def _set(row: Base, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
