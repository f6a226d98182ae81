"""Many rows in one statement are what the same rows would be one by one."""

from __future__ import annotations

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from marketplace.foundation.clock import now
from marketplace.foundation.database import table_of, transaction
from marketplace.foundation.insertion import insert_rows
from marketplace.foundation.text import Localised
from marketplace.organisations.models import Organisation


def a_row(number: int) -> dict[str, object]:
    return {
        "id": f"{number:026}",
        "kind": "enterprise",
        "name": Localised(vi=f"Công ty Demo {number}", en="50% of 'Demo'" if number % 2 else ""),
        "folded_name": f"cong ty demo {number}",
        "sort_key": str(number),
        "country": "VN" if number % 2 else None,
        "is_demo": bool(number % 2),
        "created_at": now(),
        "version": 1,
    }


def test_every_value_is_stored_as_one_row_alone_would_be(database: SQLAlchemy) -> None:
    rows = [a_row(number) for number in range(5)]
    with transaction() as session:
        insert_rows(session, Organisation, rows[:4])
        session.execute(insert(table_of(Organisation)).values(rows[4]))

    stored = database.session.execute(select(table_of(Organisation)).order_by(Organisation.id)).mappings().all()
    assert [{name: row[name] for name in rows[0]} for row in stored] == rows
    assert {row["enterprise_code"] for row in stored} == {None}


def test_no_rows_are_nothing(database: SQLAlchemy) -> None:
    with transaction() as session:
        insert_rows(session, Organisation, [])


def test_a_default_is_never_forgotten_silently(database: SQLAlchemy) -> None:
    row = a_row(1)
    del row["created_at"]
    with pytest.raises(KeyError, match="created_at"), transaction() as session:
        insert_rows(session, Organisation, [row])


def test_a_refused_row_leaves_nothing_of_the_others(database: SQLAlchemy) -> None:
    with pytest.raises(IntegrityError), transaction() as session:
        insert_rows(session, Organisation, [a_row(1), a_row(2), a_row(1)])
    assert database.session.scalars(select(Organisation.id)).all() == []
