"""What the catalogue says: which tables have the policy, which text it has, and what binds the application's role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import NullPool, create_engine
from sqlalchemy.engine import make_url

from marketplace.foundation.append_only import append_only_tables
from marketplace.foundation.role_check import complaints
from migrations.row_security import conditions, statements
from tests.architecture.sources import text_of
from tests.row_security.world import CONFIDENTIAL, MEMBERS

if TYPE_CHECKING:
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

    from tests.databases import OnPostgres

POLICIES = """
SELECT relname, relrowsecurity, relforcerowsecurity, polname, polcmd, polpermissive, polroles::text,
  pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
FROM pg_class LEFT JOIN pg_policy ON polrelid = pg_class.oid
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND (relrowsecurity OR polname IS NOT NULL)
"""


def _policies(superuser: psycopg.Connection) -> dict[str, tuple[object, ...]]:
    return {row[0]: row[1:] for row in superuser.execute(POLICIES)}


def test_exactly_the_confidential_tables_have_the_generated_policy(superuser: psycopg.Connection) -> None:
    with_column = superuser.execute(
        "SELECT table_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND column_name = 'audience_id'"
    )
    assert sorted(name for (name,) in with_column) == list(CONFIDENTIAL)
    found = _policies(superuser)
    assert {table: found.get(table) for table in found.keys() | set(CONFIDENTIAL)} == {
        table: _as_generated(superuser, table) for table in CONFIDENTIAL
    }


def _as_generated(superuser: psycopg.Connection, table: str) -> tuple[object, ...]:
    """What the catalogue says of a table that has nothing but what the migrations' helper writes."""
    using, check = conditions(table)
    with superuser.transaction(force_rollback=True):
        superuser.execute("CREATE TABLE scratch (audience_id varchar(26), organisation_id varchar(26))")
        for statement in statements("scratch"):
            superuser.execute(statement)
        superuser.execute("DROP POLICY audience ON scratch")
        superuser.execute(f"CREATE POLICY audience ON scratch USING ({using}) WITH CHECK ({check})")
        return _policies(superuser)["scratch"]


def test_the_policy_of_who_is_inside_gives_no_places(superuser: psycopg.Connection) -> None:
    using, check = _policies(superuser)[MEMBERS][-2:]
    assert "vuon.organisation" in str(using)
    assert "vuon.organisation" not in str(check)


def test_the_applications_role_owns_nothing(superuser: psycopg.Connection, cleaner: OnPostgres) -> None:
    role = make_url(cleaner.url).username
    assert superuser.execute(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles WHERE rolname = %s",
        [role],
    ).fetchall() == [(False, False, False, False, False)]
    owned = (
        "SELECT classid::regclass::text FROM pg_shdepend JOIN pg_roles ON refobjid = pg_roles.oid WHERE deptype = 'o'"
    )
    assert superuser.execute(f"{owned} AND rolname = %s", [role]).fetchall() == []
    member_of = "SELECT roleid::regrole::text FROM pg_auth_members JOIN pg_roles ON member = pg_roles.oid"
    assert superuser.execute(f"{member_of} WHERE rolname = %s", [role]).fetchall() == []


def test_the_application_may_only_add_to_what_is_append_only(
    superuser: psycopg.Connection, cleaner: OnPostgres
) -> None:
    role = make_url(cleaner.url).username
    held = "SELECT privilege_type FROM information_schema.role_table_grants WHERE grantee = %s AND table_name = %s"
    for table in append_only_tables():
        assert {row[0] for row in superuser.execute(held, [role, table])} == {"SELECT", "INSERT"}, table
    assert {row[0] for row in superuser.execute(held, [role, "deals_deal"])} == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    assert {row[0] for row in superuser.execute(held, [role, "alembic_version"])} == {"SELECT"}


def test_the_application_may_not_make_tables(database: SQLAlchemy, cleaner: OnPostgres) -> None:
    assert database.engine.dialect.name == "postgresql"
    for statement in ("CREATE TABLE own (id text)", "CREATE TEMPORARY TABLE own (id text)", "CREATE SCHEMA own"):
        with psycopg.connect(cleaner.url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)
    for statement in ("ALTER TABLE deals_deal DISABLE ROW LEVEL SECURITY", "TRUNCATE deals_deal", "DROP TABLE fact"):
        with psycopg.connect(cleaner.url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)


def _complaints(url: str) -> str:
    newest = text_of("migrations/head.txt").strip()
    with create_engine(
        url.replace("postgresql://", "postgresql+psycopg://"), poolclass=NullPool
    ).connect() as connection:
        return "\n".join(complaints(connection, newest))


def test_a_database_as_it_should_be_gives_no_complaint(app: Flask, database: SQLAlchemy, cleaner: OnPostgres) -> None:
    assert _complaints(cleaner.url) == ""
    result = app.test_cli_runner().invoke(args=["database", "check"])
    assert (result.exit_code, "bound by the policies" in result.output) == (0, True)


def test_other_roles_than_the_applications_are_refused(database: SQLAlchemy, cleaner: OnPostgres) -> None:
    assert "is a superuser" in _complaints(cleaner.superuser_url)
    assert "owns " in _complaints(cleaner.owner_url)


BROKEN = {
    "ALTER TABLE deals_deal NO FORCE ROW LEVEL SECURITY": "not enabled and forced",
    "ALTER TABLE files_stored DISABLE ROW LEVEL SECURITY": "files_stored",
    "DROP POLICY audience ON messaging_message": "messaging_message",
    "CREATE POLICY wide ON deals_deal FOR SELECT USING (true)": "deals_deal",
    "CREATE TABLE unguarded (audience_id text)": "unguarded",
    "CREATE FUNCTION peep() RETURNS bigint SECURITY DEFINER LANGUAGE sql AS 'SELECT count(*) FROM deals_deal'": "peep",
    "UPDATE alembic_version SET version_num = '0001'": "at 0001, not at",
    "DROP TABLE alembic_version": "at none, not at",
    'REVOKE SELECT ON alembic_version FROM "{role}"': "database grant",
    'REVOKE DELETE ON deals_deal FROM "{role}"': "deals_deal (DELETE)",
    'GRANT UPDATE ON fact TO "{role}"': "fact (UPDATE)",
    'ALTER TABLE deals_deal OWNER TO "{role}"': "owns deals_deal",
}


@pytest.mark.parametrize("statement", BROKEN)
def test_what_is_wrong_is_said(changing: psycopg.Connection, cleaner: OnPostgres, statement: str) -> None:
    changing.execute(statement.format(role=make_url(cleaner.url).username))
    assert BROKEN[statement] in _complaints(cleaner.url)


OF_ROLES = {
    'ALTER ROLE "{role}" BYPASSRLS': ("BYPASSRLS", 'ALTER ROLE "{role}" NOBYPASSRLS'),
    'GRANT "{owner}" TO "{role}"': ("may become", 'REVOKE "{owner}" FROM "{role}"'),
    "ALTER ROLE \"{role}\" SET vuon.duty = 'system'": ("preset", 'ALTER ROLE "{role}" RESET vuon.duty'),
}


@pytest.mark.parametrize("statement", OF_ROLES)
def test_what_is_wrong_with_the_role_is_said(
    app: Flask, changing: psycopg.Connection, cleaner: OnPostgres, statement: str
) -> None:
    names = {"role": make_url(cleaner.url).username, "owner": make_url(cleaner.owner_url).username}
    expected, undo = OF_ROLES[statement]
    changing.execute(statement.format(**names))
    try:
        assert expected in _complaints(cleaner.url)
        assert app.test_cli_runner().invoke(args=["database", "check"]).exit_code == 1
    finally:
        changing.execute(undo.format(**names))


def test_a_table_that_the_owner_makes_later_can_be_used(changing: psycopg.Connection, cleaner: OnPostgres) -> None:
    assert not changing.closed
    with psycopg.connect(cleaner.owner_url) as owner:
        owner.execute("CREATE TABLE later (id serial PRIMARY KEY)")
    with psycopg.connect(cleaner.url) as connection:
        connection.execute("INSERT INTO later DEFAULT VALUES")
        connection.execute("UPDATE later SET id = 2")
        connection.execute("DELETE FROM later")


def test_the_grant_command_is_the_owners(app: Flask, database: SQLAlchemy) -> None:
    result = app.test_cli_runner().invoke(args=["database", "grant"])
    assert (result.exit_code, "nothing else" in result.output) == (0, True)
