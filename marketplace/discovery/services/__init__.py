"""Keeping the index right, each change by itself and the whole; and the searches that people keep."""

from marketplace.discovery.services.changes import refresh, sweep
from marketplace.discovery.services.keeping import delete_search, rename_search, save_search
from marketplace.discovery.services.meanings import Reading, read_meanings, reading
from marketplace.discovery.services.whole import (
    Checked,
    Status,
    check,
    is_current,
    is_there,
    note_check,
    rebuild,
    status,
    tidy,
)

__all__ = [
    "Checked",
    "Reading",
    "Status",
    "check",
    "delete_search",
    "is_current",
    "is_there",
    "note_check",
    "read_meanings",
    "reading",
    "rebuild",
    "refresh",
    "rename_search",
    "save_search",
    "status",
    "sweep",
    "tidy",
]
