"""Reading a list from a file: CSV or JSON lines, text normalised, nothing decided."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from marketplace.exchange.rules.readings import Row
from marketplace.foundation.text import nfc

JSON_ENDINGS = (".jsonl", ".ndjson", ".jsonlines")
LARGEST = 200 * 1024 * 1024
LONGEST_LIST = 500
MOST_ROWS = 300_000  # each takes some kilobytes of memory until the report is written


class Unreadable(ValueError):
    """A file that is no list: a code that says why, and values that say where."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One list as it came: its rows with their numbers in the file (from 1), and what identifies the file."""

    name: str
    sha256: str
    rows: tuple[tuple[int, Row], ...]
    broken: tuple[tuple[int, str], ...] = ()


def read_file(path: Path, columns: frozenset[str]) -> SourceFile:
    """All rows of a UTF-8 file that has these columns. Raises Unreadable; a broken JSON line is listed, not raised."""
    if path.stat().st_size > LARGEST:
        raise Unreadable("file.too_large", name=path.name, megabytes=str(LARGEST // 1024 // 1024))
    return read_bytes(path.name, path.read_bytes(), columns)


def read_bytes(name: str, raw: bytes, columns: frozenset[str]) -> SourceFile:
    """The same of bytes that came with a file's name."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("file.not_utf8", name=name, byte=str(error.start)) from None
    rows, broken = _json_lines(text, name) if name.lower().endswith(JSON_ENDINGS) else _csv(text, name)
    if not rows:
        raise Unreadable("file.no_rows", name=name)
    missing = sorted(columns - set(rows[0][1]))
    if missing:
        raise Unreadable("file.no_column", name=name, missing=", ".join(missing), there=_listed(rows[0][1]))
    return SourceFile(name, hashlib.sha256(raw).hexdigest(), tuple(rows), tuple(broken))


def _expect_room(number: int, name: str) -> None:
    if number > MOST_ROWS:
        raise Unreadable("file.too_many_rows", name=name, rows=str(MOST_ROWS))


def _listed(columns: Iterable[str]) -> str:
    text = ", ".join(columns)
    return text if len(text) <= LONGEST_LIST else text[: LONGEST_LIST - 1] + "…"


def _csv(text: str, name: str) -> tuple[list[tuple[int, Row]], list[tuple[int, str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, Row]] = []
    broken: list[tuple[int, str]] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        for number, cells in enumerate(reader, start=1):
            _expect_room(number, name)
            if len(cells) == len(header):
                rows.append((number, {key: nfc(cell) for key, cell in zip(header, cells, strict=True)}))
            elif any(cell.strip() for cell in cells):
                broken.append((number, f"{len(cells)} cells where the header has {len(header)}"))
    except csv.Error as error:
        raise Unreadable("file.quotes", name=name, line=str(reader.line_num), said=str(error)) from None
    return rows, broken


def _json_lines(text: str, name: str) -> tuple[list[tuple[int, Row]], list[tuple[int, str]]]:
    rows: list[tuple[int, Row]] = []
    broken: list[tuple[int, str]] = []
    for number, line in enumerate(filter(str.strip, text.splitlines()), start=1):
        _expect_room(number, name)
        try:
            values = json.loads(line)
        except json.JSONDecodeError as error:
            broken.append((number, f"not JSON: {error.msg} at column {error.colno}"))
            continue
        except (ValueError, RecursionError):  # numbers of thousands of digits, lists in lists without end
            broken.append((number, "not JSON that can be read"))
            continue
        if isinstance(values, dict):
            rows.append((number, {str(key): nfc(_text(value)) for key, value in values.items()}))
        else:
            broken.append((number, "not an object with named fields"))
    return rows, broken


def _text(value: object) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
