"""Keeping the index right: each change by itself, and the whole against the database."""

from marketplace.discovery.services.changes import refresh, sweep
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
    "Status",
    "check",
    "is_current",
    "is_there",
    "note_check",
    "rebuild",
    "refresh",
    "status",
    "sweep",
    "tidy",
]
