"""How the defaults of the database are compared with those of the models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON

if TYPE_CHECKING:
    from alembic.migration import MigrationContext
    from sqlalchemy import Column


def defaults_differ(
    _context: MigrationContext,
    _inspected: Column[Any],
    modelled: Column[Any],
    inspected_default: str | None,
    _default: object,
    rendered_default: str | None,
) -> bool | None:
    """Whether a default differs; None leaves it to Alembic, which asks PostgreSQL: that compares no JSON."""
    if not isinstance(modelled.type, JSON):
        return None
    return _bare(inspected_default) != _bare(rendered_default)


def _bare(default: str | None) -> str | None:
    """The text of a default without quotes and without PostgreSQL's note of its type."""
    return None if default is None else default.split("::")[0].strip("'\"")
