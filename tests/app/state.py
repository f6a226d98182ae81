"""What a database holds, to be compared before and after."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from marketplace.foundation.database import Base, db


def rows(leaving_out: Collection[str] = ()) -> dict[str, list[str]]:
    """Every row of every table but these, in an order of its own."""
    db.session.rollback()
    tables = [table for table in Base.metadata.sorted_tables if table.name not in leaving_out]
    with db.engine.connect() as connection:
        return {table.name: sorted(repr(row) for row in connection.execute(select(table))) for table in tables}
