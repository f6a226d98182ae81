"""The fixtures that every test may ask for: settings, app, database, client."""

from __future__ import annotations

import os
import shutil
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as hypothesis_settings

from marketplace.config import Settings
from scripts.messages import compile_catalogue
from tests.clients import PageClient
from tests.databases import Cleaner, OnPostgres, OnSqlite
from tests.duties import let_tests_see_everything
from tests.indices import drop_indices, empty_index
from tests.workers import wait_until_idle, working

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

# The suites say the same every time; `make soak` looks for new counter-examples and other orders.
hypothesis_settings.register_profile("suite", deadline=None, print_blob=True, derandomize=True)
hypothesis_settings.register_profile("quick", deadline=None, print_blob=True, derandomize=True, max_examples=20)
hypothesis_settings.register_profile("soak", deadline=None, print_blob=True)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture(scope="session")
def cleaner(tmp_path_factory: pytest.TempPathFactory, worker_id: str, testrun_uid: str) -> Iterator[Cleaner]:
    """SQLite unless TEST_DATABASE_URL names a PostgreSQL server."""
    server = os.environ.get("TEST_DATABASE_URL")
    made = (
        OnPostgres(server, f"{testrun_uid[:8]}_{worker_id}")
        if server
        else OnSqlite(tmp_path_factory.mktemp("database"))
    )
    yield made
    made.end()


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, cleaner: Cleaner, worker_id: str, testrun_uid: str) -> Settings:
    """Settings of one worker: a data folder, a database and indices of its own; servers where the run names some."""
    return Settings(
        environment="test",
        data_dir=tmp_path_factory.mktemp("data"),
        database_url=cleaner.url,
        database_owner_url=cleaner.owner_url,
        elasticsearch_url=os.environ.get("TEST_ELASTICSEARCH_URL", ""),
        elasticsearch_prefix=f"test-{testrun_uid[:8]}-{worker_id}",
        redis_url=redis_url(worker_id),
        job_queue=f"test-{testrun_uid[:8]}-{worker_id}",
        semantic="off",
    )


def redis_url(worker_id: str) -> str:
    """The run's Redis server, if it names one: each worker has a database of its own there."""
    server = os.environ.get("TEST_REDIS_URL")
    number = int("".join(filter(str.isdigit, worker_id)) or 0)
    return f"{server.rstrip('/')}/{number}" if server else ""


@pytest.fixture(scope="session")
def app(settings: Settings, cleaner: Cleaner) -> Iterator[Flask]:
    """The whole application on an empty, migrated database; on Redis a Celery worker beside it."""
    from marketplace.app import create_app  # noqa: PLC0415 - tests of rules need no application

    compile_catalogue()
    app = create_app(settings)
    app.test_client_class = PageClient
    let_tests_see_everything()
    cleaner.fill(app)
    with working(app) if settings.redis_url else nullcontext():
        yield app
    drop_indices(settings)


def forget(app: Flask) -> None:
    """Empty what the application keeps beside the database: files, mail, index, counted tries."""
    from marketplace.foundation.cache import memory_for  # noqa: PLC0415 - see above
    from marketplace.foundation.limits import Limiter  # noqa: PLC0415 - see above

    line = app.extensions["redis"]
    if line is not None:
        line.ask(lambda redis: [redis.delete(key) for key in redis.scan_iter("vuon:*")])
    app.extensions["limiter"], app.extensions["cache"] = Limiter(line), memory_for(line)
    empty_index(app)
    for path in Path(app.extensions["settings"].data_dir).iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


@pytest.fixture
def database(app: Flask, cleaner: Cleaner) -> Iterator[SQLAlchemy]:
    """A clean database with an application context; the test commits, threads open contexts of their own."""
    from marketplace.foundation.database import db  # noqa: PLC0415 - see above

    forget(app)
    let_tests_see_everything()
    with app.app_context():
        cleaner.clean(db.engine)
        yield db
        wait_until_idle()
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask, database: SQLAlchemy) -> PageClient:
    """A visitor who sends forms as pages do."""
    visitor = app.test_client()
    assert isinstance(visitor, PageClient)
    return visitor


@pytest.fixture
def data_dir(settings: Settings) -> Path:
    """Where the application under test keeps its files."""
    return settings.data_dir
