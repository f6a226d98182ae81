"""Reading the full industry classification from a file that the operator names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.foundation.actor import Actor, allow
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.text import Localised, one_line
from marketplace.reference import policies, queries
from marketplace.reference.facts import IndustriesLoaded
from marketplace.reference.models import ReferenceIndustry, ReferenceRelease
from marketplace.reference.queries import shipped

DIVISION, LONGEST_CODE = 2, 5


@dataclass(frozen=True, slots=True)
class RefusedEntry:
    """An entry of the file that could not be used, and why."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    parent: str
    label: Localised


@dataclass(frozen=True, slots=True)
class IndustriesRead:
    """What a load did: entries added, changed, refused."""

    added: int
    changed: int
    refused: tuple[RefusedEntry, ...]


def load_industries(actor: Actor, rows: Iterable[Mapping[str, str]], source: str) -> IndustriesRead:
    """Add or change entries given as code, vi and perhaps en.

    The first two digits decide the section; an entry's parent is the longest shorter code that is there.
    """
    entries, refused = _readable(rows)
    with transaction():
        allow(policies.can_load(actor))
        present = {row.code: row for row in db.session.scalars(select(ReferenceIndustry))}
        codes = present.keys() | entries.keys()
        added = changed = 0
        for code, label in sorted(entries.items()):
            entry = _Entry(code, _parent(code, codes), label)
            if code not in present:
                db.session.add(_row(entry, source))
                added += 1
            elif (present[code].label, present[code].parent) != (entry.label, entry.parent):
                present[code].label, present[code].parent, present[code].source = entry.label, entry.parent, source
                changed += 1
        if added or changed:
            db.session.add(ReferenceRelease(id=new_id(), version=shipped.version()))
            record(IndustriesLoaded(added, changed))
    queries.forget_version()
    return IndustriesRead(added, changed, tuple(refused))


def _row(entry: _Entry, source: str) -> ReferenceIndustry:
    return ReferenceIndustry(code=entry.code, parent=entry.parent, label=entry.label, source=source)


def _readable(rows: Iterable[Mapping[str, str]]) -> tuple[dict[str, Localised], list[RefusedEntry]]:
    entries: dict[str, Localised] = {}
    refused: list[RefusedEntry] = []
    for row in rows:
        code, label = row["code"].strip(), Localised(vi=one_line(row.get("vi", "")), en=one_line(row.get("en", "")))
        reason = _reason(code, label, entries)
        if reason is None:
            entries[code] = label
        elif reason != "repeated":
            refused.append(RefusedEntry(code, reason))
    return entries, refused


def _reason(code: str, label: Localised, before: Mapping[str, Localised]) -> str | None:
    if not (code.isascii() and code.isdigit() and DIVISION <= len(code) <= LONGEST_CODE):
        return "not_a_code"
    if code[:DIVISION] not in shipped.section_of_division():
        return "no_section"
    if label.is_empty:
        return "no_title"
    if code in before:
        return "repeated" if before[code] == label else "two_titles"
    return None


def _parent(code: str, codes: Iterable[str]) -> str:
    shorter = [code[:length] for length in range(len(code) - 1, DIVISION - 1, -1)]
    return next((found for found in shorter if found in codes), shipped.section_of_division()[code[:DIVISION]])
