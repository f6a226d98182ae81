import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import JSON, Column, MetaData, String, Table, create_engine, inspect

from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.foundation.append_only import append_only_tables
from marketplace.foundation.database import Base, db
from migrations.comparing import defaults_differ
from migrations.rewriting import writer
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


HARMLESS = {"create_index", "drop_index", "add_column", "f"}  # these leave a table with its triggers on SQLite


def test_what_a_batch_makes_anew_is_append_only_again() -> None:
    forgotten = []
    for path in VERSIONS:
        for function in ast.parse(path.read_text(encoding="utf-8")).body:
            steps = function.body if isinstance(function, ast.FunctionDef) else []
            protected = {_first_text(step) for step in steps if "op.append_only(" in ast.unparse(step)}
            forgotten += [f"{path.name}: {table}" for table in map(_made_anew, steps) if table not in protected]
    assert [each for each in forgotten if each.split(": ")[1] in append_only_tables()] == []


def _made_anew(step: ast.stmt) -> str:
    """The table that a step of a migration makes anew on SQLite, "" where it makes none."""
    if not isinstance(step, ast.With):
        return ""
    calls = [node.func for each in step.body for node in ast.walk(each) if isinstance(node, ast.Call)]
    done = {call.attr for call in calls if isinstance(call, ast.Attribute) and ast.unparse(call.value) == "batch_op"}
    return _first_text(step) if done - HARMLESS else ""


def _first_text(step: ast.stmt) -> str:
    return next(node.value for node in ast.walk(step) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _tables() -> set[str]:
    return set(inspect(db.engine).get_table_names())


def test_migrations_leave_no_difference_with_the_models(unmigrated: Flask) -> None:
    upgrade(directory=str(MIGRATIONS))
    with db.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": defaults_differ}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)
    assert [str(difference)[:100] for difference in differences] == []


@pytest.mark.parametrize(
    ("inspected", "rendered", "differ"),
    [("'{}'::json", "'{}'", False), ("'{}'", "'{}'", False), ("'{}'::json", "'[]'", True), (None, "'{}'", True)],
)
def test_a_default_of_plain_values_is_compared_by_its_text(
    unmigrated: Flask, inspected: str | None, rendered: str, differ: bool
) -> None:
    column = Column("values", JSON())
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert defaults_differ(context, column, column, inspected, None, rendered) is differ
        assert defaults_differ(context, column, Column("n", String(3)), inspected, None, rendered) is None


def _written(before: MetaData, after: MetaData) -> str:
    """The lines with which a program would go from one to the other; on SQLite, where migrations are written."""
    with create_engine("sqlite://").connect() as connection:
        before.create_all(connection)
        context = MigrationContext.configure(connection, opts={"target_metadata": after})
        script = produce_migrations(context, after)
        writer(context, (), [script])
        assert script.upgrade_ops is not None
        return render_python_code(script.upgrade_ops)


def test_a_new_confidential_table_gets_its_policy_in_its_own_migration() -> None:
    before, after = MetaData(), MetaData()
    Table("deals_demo", after, Column("audience_id", String(26)), info={"append_only": True})
    Table("deals_open", after, Column("id", String(26)))
    lines = _written(before, after)
    assert "op.append_only('deals_demo')" in lines
    assert lines.index("op.create_table('deals_demo'") < lines.index("op.row_security('deals_demo')")
    assert "deals_open')" not in lines


def test_a_table_that_becomes_confidential_gets_its_policy_in_that_migration() -> None:
    before, after = MetaData(), MetaData()
    for metadata, columns in ((before, ()), (after, (Column("audience_id", String(26)),))):
        Table("deals_demo", metadata, Column("id", String(26)), *columns)
        Table("deals_other", metadata, Column("id", String(26)), *([Column("name", String(9))] if columns else []))
    lines = _written(before, after)
    assert lines.count("op.row_security(") == 1
    assert "op.row_security('deals_demo')" in lines
