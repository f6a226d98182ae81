"""Whether the application's role on PostgreSQL is bound by the policies: what a production start looks at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import text
from sqlalchemy.engine import Connection

from marketplace.foundation.append_only import append_only_tables
from marketplace.foundation.database import Base
from marketplace.foundation.roles import VERSIONS

MINE = "(SELECT oid FROM pg_roles WHERE rolname = current_user)"
HERE = "relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')"
SUPERUSER = "SELECT rolname FROM pg_roles WHERE rolname = current_user AND rolsuper"
BYPASSING = "SELECT rolname FROM pg_roles WHERE rolname = current_user AND rolbypassrls"
OWNED = f"SELECT relname FROM pg_class WHERE {HERE} AND relowner = {MINE} ORDER BY 1"  # noqa: S608 - our own words
MAY_BECOME = (
    f"SELECT DISTINCT pg_get_userbyid(relowner)::text FROM pg_class WHERE {HERE} "  # noqa: S608 - our own words
    f"AND relowner <> {MINE} AND pg_has_role(current_user, relowner, 'MEMBER')"
)
PRESET = (
    "SELECT setting FROM pg_db_role_setting, unnest(setconfig) AS setting WHERE setting LIKE 'vuon.%' "
    "AND setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))"
)
UNGUARDED = (
    "SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'audience_id' "  # noqa: S608
    f"WHERE {HERE} AND NOT attisdropped AND NOT (relrowsecurity AND relforcerowsecurity "
    "AND 1 = (SELECT count(*) FROM pg_policy WHERE polrelid = pg_class.oid) "
    "AND 1 = (SELECT count(*) FROM pg_policy WHERE polrelid = pg_class.oid AND polname = 'audience' "
    "AND polcmd = '*' AND polpermissive AND polqual IS NOT NULL AND polwithcheck IS NOT NULL)) ORDER BY 1"
)
BYPASSING_FUNCTIONS = (
    "SELECT proname FROM pg_proc JOIN pg_roles ON pg_roles.oid = proowner WHERE prosecdef "
    "AND (rolsuper OR rolbypassrls) "
    "AND pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) ORDER BY 1"
)
PRIVILEGES = (
    "SELECT name || ' (' || verb || ')' FROM unnest(CAST(:tables AS text[])) AS name, "
    "unnest(CAST(:verbs AS text[])) AS verb "
    "WHERE has_table_privilege(to_regclass(name), verb) IS {answer} ORDER BY 1"
)


def complaints(connection: Connection, newest: str) -> list[str]:
    """What is not as it should be for the role of this connection, in words; nothing where all is well."""
    found = [*_about_role(connection), *_about_migrations(connection, newest), *_about_policies(connection)]
    return found or list(_about_privileges(connection))


def _about_role(connection: Connection) -> Iterator[str]:
    for role in _names(connection, SUPERUSER):
        yield f"The role {role} of DATABASE_URL is a superuser, whom no policy binds. Give the application a role."
        return
    for role in _names(connection, BYPASSING):
        yield f"The role {role} of DATABASE_URL has BYPASSRLS, so no policy binds it: ALTER ROLE {role} NOBYPASSRLS."
    if owned := _names(connection, OWNED):
        yield (
            f"The role of DATABASE_URL owns {_some(owned)}, and could switch their policies off. Migrate with the role "
            "of DATABASE_OWNER_URL."
        )
    if owners := _names(connection, MAY_BECOME):
        yield f"The role of DATABASE_URL may become {_some(owners)}, which owns tables: REVOKE that membership."
    if preset := _names(connection, PRESET):
        yield f"What the policies ask is preset for a role or the database ({_some(preset)}): RESET it."


def _about_migrations(connection: Connection, newest: str) -> Iterator[str]:
    there = connection.scalar(text("SELECT to_regclass(:name) IS NOT NULL"), {"name": VERSIONS})
    readable = there and connection.scalar(text("SELECT has_table_privilege(:name, 'SELECT')"), {"name": VERSIONS})
    if there and not readable:
        yield "The application may not read which migrations were made: run `flask --app wsgi database grant`."
        return
    current = connection.scalar(text(f"SELECT version_num FROM {VERSIONS}")) if there else None  # noqa: S608 - ours
    if current != newest:
        yield f"The migrations are at {current or 'none'}, not at {newest}: run `flask --app wsgi db upgrade`."


def _about_policies(connection: Connection) -> Iterator[str]:
    if unguarded := _names(connection, UNGUARDED):
        yield (
            f"Row-level security is not enabled and forced with its one policy on {_some(unguarded)}: "
            "run `flask --app wsgi db upgrade`, or restore the database as it was."
        )
    if functions := _names(connection, BYPASSING_FUNCTIONS):
        yield f"These functions run as a role that no policy binds: {_some(functions)}. Change their owner."


def _about_privileges(connection: Connection) -> Iterator[str]:
    adding = append_only_tables()
    changing = sorted(Base.metadata.tables.keys() - set(adding))
    missing = [
        *_privileges(connection, adding, ("SELECT", "INSERT"), answer=False),
        *_privileges(connection, changing, ("SELECT", "INSERT", "UPDATE", "DELETE"), answer=False),
    ]
    if missing:
        yield f"The application may not do its work on {_some(missing)}: run `flask --app wsgi database grant`."
    if excess := _privileges(connection, adding, ("UPDATE", "DELETE", "TRUNCATE"), answer=True):
        yield f"The application may change what is append-only, {_some(excess)}: run `flask --app wsgi database grant`."


def _privileges(connection: Connection, tables: Sequence[str], verbs: Sequence[str], *, answer: bool) -> list[str]:
    asked = PRIVILEGES.format(answer="TRUE" if answer else "NOT TRUE")
    return list(connection.scalars(text(asked), {"tables": list(tables), "verbs": list(verbs)}))


def _names(connection: Connection, statement: str) -> list[str]:
    return [str(name) for name in connection.scalars(text(statement))]


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more
