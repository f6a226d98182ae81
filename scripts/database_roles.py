"""Makes the two roles and the database of production on a PostgreSQL server; repeatable, run by its superuser.

    DATABASE_URL=… DATABASE_OWNER_URL=… python scripts/database_roles.py postgresql://postgres@host/postgres

Names and passwords are those of the two addresses. Then: `flask --app wsgi db upgrade`, `… database grant`,
`… database check`.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

ATTRIBUTES = sql.SQL("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the roles are made, and with which addresses they will be used."""

    server: str
    owner: str
    application: str


def make_roles(addresses: Addresses) -> None:
    """Both roles with the passwords of their addresses; neither may do anything beyond logging in."""
    with psycopg.connect(_plain(make_url(addresses.server)), autocommit=True) as connection:
        for address in (addresses.owner, addresses.application):
            _make_role(connection, make_url(address))


def make_database(addresses: Addresses) -> None:
    """The application's database, owned by the owner's role, if it is not there; nobody else may use it."""
    owner, application = make_url(addresses.owner), make_url(addresses.application)
    name = sql.Identifier(application.database or "")
    with psycopg.connect(_plain(make_url(addresses.server)), autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [application.database]).fetchone()
        if not found:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
                    name, sql.Identifier(owner.username or "")
                )
            )
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, sql.Identifier(application.username or ""))
        )


def _make_role(connection: psycopg.Connection, address: URL) -> None:
    role = sql.Identifier(address.username or "")
    there = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [address.username]).fetchone()
    verb = sql.SQL("ALTER ROLE" if there else "CREATE ROLE")
    password = sql.Literal(str(address.password)) if address.password else sql.NULL
    connection.execute(sql.SQL("{} {} {} PASSWORD {}").format(verb, role, ATTRIBUTES, password))


def _plain(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def main() -> None:
    """Read the addresses and do it."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    addresses = Addresses(
        server=sys.argv[1],
        owner=os.environ.get("DATABASE_OWNER_URL", ""),
        application=os.environ.get("DATABASE_URL", ""),
    )
    if not (addresses.owner and addresses.application):
        sys.exit("Set DATABASE_OWNER_URL (migrates) and DATABASE_URL (the application) first.")
    owner, application = make_url(addresses.owner), make_url(addresses.application)
    if owner.username == application.username or owner.database != application.database:
        sys.exit("DATABASE_OWNER_URL and DATABASE_URL must name the same database and two different roles.")
    make_roles(addresses)
    make_database(addresses)
    print(f"{owner.username} owns {application.database}; {application.username} may use it.")


if __name__ == "__main__":
    main()
