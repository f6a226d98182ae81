"""The report of an import: row by row, and the share read of each field."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from marketplace.exchange import queries
from marketplace.exchange.models import SourceRecord
from marketplace.exchange.rules.readings import Outcome, RowNotes
from marketplace.exchange.services.applying import PARTY, Done
from marketplace.exchange.services.plans import Reading
from marketplace.foundation.storage import store
from marketplace.foundation.text import folded_key


@dataclass(frozen=True, slots=True)
class RowReport:
    """One row: its number in the file, its key, what became of it, and what was not read of it."""

    number: int
    key: str
    outcome: Outcome
    notes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class FieldShare:
    """In how many rows a field held something, and in how many of them something was read."""

    name: str
    given: int
    read: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.read / self.given if self.given else 1.0


@dataclass(frozen=True, slots=True)
class Report:
    """A whole import."""

    kind: str
    file: str
    sha256: str
    dry_run: bool
    batch_id: str | None
    formats: Mapping[str, str]
    rows: tuple[RowReport, ...]
    fields: tuple[FieldShare, ...]
    duplicates: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def counts(self) -> dict[str, int]:
        """Rows by outcome."""
        counted = Counter(row.outcome for row in self.rows)
        return {outcome.value: counted[outcome] for outcome in Outcome}

    def to_json(self) -> dict[str, Any]:
        """Everything, for `--report`."""
        return {
            "kind": self.kind,
            "file": self.file,
            "sha256": self.sha256,
            "dry_run": self.dry_run,
            "batch": self.batch_id,
            "rows": len(self.rows),
            "counts": self.counts,
            "formats": dict(self.formats),
            "fields": [
                {"field": f.name, "given": f.given, "read": f.read, "share": round(f.share, 4)} for f in self.fields
            ],
            "possible_duplicates": [{"name": name, "keys": list(keys)} for name, keys in self.duplicates],
            "row_reports": [
                {
                    "row": row.number,
                    "key": row.key,
                    "outcome": row.outcome,
                    "notes": [{"field": field, "code": code, "text": text} for field, code, text in row.notes],
                }
                for row in self.rows
            ],
        }


def report_from_json(held: Mapping[str, Any]) -> Report:
    """The report that was kept."""
    return Report(
        kind=held["kind"],
        file=held["file"],
        sha256=held["sha256"],
        dry_run=held["dry_run"],
        batch_id=held["batch"],
        formats=held["formats"],
        rows=tuple(_row_from_json(row) for row in held["row_reports"]),
        fields=tuple(FieldShare(field["field"], field["given"], field["read"]) for field in held["fields"]),
        duplicates=tuple((each["name"], tuple(each["keys"])) for each in held["possible_duplicates"]),
    )


def _row_from_json(row: Mapping[str, Any]) -> RowReport:
    notes = tuple((note["field"], note["code"], note["text"]) for note in row["notes"])
    return RowReport(row["row"], row["key"], Outcome(row["outcome"]), notes)


def keep_report(report: Report) -> str:
    """Keep a whole report beside the files; gives the hash by which it is found again."""
    return store().put(BytesIO(json.dumps(report.to_json(), ensure_ascii=False).encode())).hash


def kept_report(report_hash: str | None) -> Report | None:
    """The report of this hash, as far as one was kept."""
    if report_hash is None:
        return None
    with store().open(report_hash) as held:
        return report_from_json(json.loads(held.read()))


Duplicates = tuple[tuple[str, tuple[str, ...]], ...]


def report_of(
    kind: str, reading: Reading, done: Sequence[Done], duplicates: Duplicates, batch_id: str | None
) -> Report:
    """Put together what was read, refused and done; without a batch it was a trial."""
    rows = [
        RowReport(item.plan.number, item.plan.key, item.outcome, _notes(item.plan.notes, item.reasons)) for item in done
    ]
    rows += [RowReport(row.number, row.key, Outcome.REFUSED, _notes(row.notes, row.reasons)) for row in reading.refused]
    return Report(
        kind=kind,
        file=reading.file.name,
        sha256=reading.file.sha256,
        dry_run=batch_id is None,
        batch_id=batch_id,
        formats=reading.formats,
        rows=tuple(sorted(rows, key=lambda row: row.number)),
        fields=_shares([item.plan.notes for item in done] + [row.notes for row in reading.refused]),
        duplicates=duplicates,
    )


def _notes(notes: RowNotes, reasons: Sequence[Any]) -> tuple[tuple[str, str, str], ...]:
    return tuple((note.field, note.code, note.text) for note in (*reasons, *notes.unread))


def _shares(notes: Sequence[RowNotes]) -> tuple[FieldShare, ...]:
    given = Counter(name for note in notes for name in note.given)
    read = Counter(name for note in notes for name in note.read)
    return tuple(FieldShare(name, given[name], read[name]) for name in sorted(given))


def possible_duplicates(reading: Reading, source: str) -> Duplicates:
    """Parties of different keys whose folded names are equal, here or among those known: shown, never merged.

    Asked before the list is brought in, so that a row's own party is not taken for another one.
    """
    by_name: dict[str, dict[str, None]] = {}
    for plan in reading.plans:
        if plan.party is not None:
            for name in {folded_key(text) for text in plan.party.name.texts()}:
                by_name.setdefault(name, {})[plan.party_key] = None
    used = queries.names_in_use(by_name)
    own = {record.organisation_id for record in _own_records(reading, source)} if used else set()
    for name, organisation_ids in used.items():
        by_name[name].update(dict.fromkeys(each for each in organisation_ids if each not in own))
    return tuple((name, tuple(keys)) for name, keys in sorted(by_name.items()) if len(keys) > 1)


def _own_records(reading: Reading, source: str) -> Iterable[SourceRecord]:
    return queries.records(source, PARTY, (plan.party_key for plan in reading.plans)).values()
