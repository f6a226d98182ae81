import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.foundation.database import Base, db
from tests.architecture.sources import ROOT, text_of
from tests.databases import Cleaner, OnPostgres

MIGRATIONS = ROOT / "migrations"
VERSIONS = sorted((MIGRATIONS / "versions").glob("*.py"))


@pytest.fixture
def unmigrated(tmp_path: Path, cleaner: Cleaner) -> Iterator[Flask]:
    """The application on an empty database of its own."""
    own = OnPostgres(cleaner.server, f"{cleaner.worker}_migrations") if isinstance(cleaner, OnPostgres) else None
    if own:
        own.create_empty()
    url, owner_url = (own.url, own.owner_url) if own else ("", "")
    app = create_app(Settings(environment="test", data_dir=tmp_path, database_url=url, database_owner_url=owner_url))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    if own:
        own.end()


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def test_there_is_one_head_and_the_file_names_it() -> None:
    assert _scripts().get_heads() == [text_of("migrations/head.txt").strip()]


def test_migrations_are_numbered_without_gaps() -> None:
    assert [path.name[:4] for path in VERSIONS] == [f"{number:04}" for number in range(1, len(VERSIONS) + 1)]


def test_no_migration_imports_the_application() -> None:
    imports = {
        f"{path.name}: {name}"
        for path in VERSIONS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
        if name.split(".")[0] in {"marketplace", "search_index"}
    }
    assert imports == set()


def test_migrations_go_up_down_and_up_again(unmigrated: Flask) -> None:
    directory = str(MIGRATIONS)
    upgrade(directory=directory)
    assert Base.metadata.tables.keys() <= _tables()
    downgrade(directory=directory, revision="base")
    assert _tables() <= {"alembic_version"}
    upgrade(directory=directory)
    assert Base.metadata.tables.keys() <= _tables()


def _tables() -> set[str]:
    return set(inspect(db.engine).get_table_names())


def test_migrations_leave_no_difference_with_the_models(unmigrated: Flask) -> None:
    upgrade(directory=str(MIGRATIONS))
    with db.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)
    assert [str(difference)[:100] for difference in differences] == []
