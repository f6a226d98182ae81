"""What PostgreSQL itself promises; collected only where a run names such a server."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask_sqlalchemy import SQLAlchemy

    from tests.databases import OnPostgres

collect_ignore_glob = [] if os.environ.get("TEST_DATABASE_URL") else ["test_*.py"]


@pytest.fixture
def superuser(database: SQLAlchemy, cleaner: OnPostgres) -> Iterator[psycopg.Connection]:
    """A connection that no policy binds, for looking."""
    with psycopg.connect(cleaner.superuser_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def changing(superuser: psycopg.Connection, cleaner: OnPostgres) -> psycopg.Connection:
    """The same for changing the schema: the next test begins from the template."""
    cleaner.touched = True
    return superuser
