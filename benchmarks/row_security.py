"""What row-level security costs: pages and queries as the application's role, against a role that no policy binds.

usage: TEST_DATABASE_URL=postgresql://superuser@host/postgres python -m benchmarks.row_security [--deals 20000]
"""

from __future__ import annotations

import argparse
import os
import secrets
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, text

from benchmarks.measuring.times import compare
from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.foundation.actor import ANONYMOUS, Actor, acting_as
from marketplace.foundation.row_security import guard
from tests.clients import PageClient
from tests.databases import OnPostgres
from tests.duties import let_tests_see_everything
from tests.factories import deals
from tests.factories.accounts import sign_in_as

ROWS = """
INSERT INTO organisations_organisation SELECT (json_populate_record(one, json_build_object('id', lpad(n::text, 26, 'z'),
    'enterprise_code', NULL))).* FROM organisations_organisation AS one, generate_series(1, {count} / 10) AS n
    WHERE one.id = '{other}';
INSERT INTO organisations_audience (id, purpose, created_at)
  SELECT lpad(n::text, 26, 'x'), 'deal', now() FROM generate_series(1, {count}) AS n;
INSERT INTO organisations_audience_member (audience_id, organisation_id, who, added_at)
  SELECT lpad(n::text, 26, 'x'),
    CASE WHEN n <= 20 THEN '{own}' ELSE lpad((1 + n % ({count} / 10))::text, 26, 'z') END, 'all', now()
  FROM generate_series(1, {count}) AS n;
INSERT INTO deals_deal (id, audience_id, origin, recorded_by_person_id, recorded_by_organisation_id, type, direction,
    currency, stage, stage_since, created_at, version)
  SELECT lpad(n::text, 26, 'y'), lpad(n::text, 26, 'x'), 'here', '{person}', '{own}', 'merger_acquisition', 'inbound',
    'USD', 'signed', now(), now(), 1 FROM generate_series(1, {count}) AS n;
ANALYZE;
"""
INSIDE = (
    "audience_id IN (SELECT audience_id FROM organisations_audience_member WHERE organisation_id = :own "
    "AND (person_id IS NULL OR person_id = :person))"
)
QUERIES = {
    "one deal by its id": f"SELECT * FROM deals_deal WHERE id = lpad('7', 26, 'y') AND {INSIDE}",  # noqa: S608
    "own deals, newest first": f"SELECT * FROM deals_deal WHERE {INSIDE} ORDER BY stage_since DESC, id",  # noqa: S608
}
PAGES = {
    "/vi/kpi, nobody signed in": ("/vi/kpi", False),
    "/vi/companies, nobody signed in": ("/vi/companies", False),
    "/workspace/deals": ("/workspace/deals", True),
    "/workspace/conversations": ("/workspace/conversations", True),
}


@dataclass(frozen=True)
class Bench:
    """Two applications on one database, one bound by the policies and one not, and the same visitor in both."""

    bound: Flask
    free: Flask
    owner: Actor


def main() -> None:
    """Print one line for each query and page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--deals", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--each", type=int, default=60)
    chosen = parser.parse_args()
    database = OnPostgres(os.environ["TEST_DATABASE_URL"], f"bench_{secrets.token_hex(4)}")
    with tempfile.TemporaryDirectory() as folder:
        try:
            bench = _prepare(database, Path(folder), chosen.deals)
            print(f"{chosen.deals} deals; {chosen.rounds} rounds of {chosen.each}; bound / free, p50 and p95")
            for name, statement in QUERIES.items():
                print(compare([_query(bench, statement)] * chosen.each, chosen.rounds).line(name))
            for name, (address, signed_in) in PAGES.items():
                print(compare([_page(bench, address, signed_in=signed_in)] * chosen.each, chosen.rounds).line(name))
        finally:
            database.end()


def _prepare(database: OnPostgres, folder: Path, count: int) -> Bench:
    settings = Settings(
        environment="test", data_dir=folder, database_url=database.url, database_owner_url=database.owner_url,
        log_level="ERROR",
    )  # fmt: skip
    bound = create_app(settings)
    bound.test_client_class = PageClient
    let_tests_see_everything()
    database.fill(bound)
    with bound.app_context():
        pair = deals.a_pair()
        deals.a_closed_deal(pair)
        names = {"own": pair.enterprise.id, "other": pair.investor.id, "person": pair.owner.person_id}
    with psycopg.connect(database.superuser_url) as connection:
        connection.execute(ROWS.format(count=count, **names).encode())
    free = create_app(
        Settings(environment="test", data_dir=folder, database_url=database.superuser_url, log_level="ERROR")
    )
    free.test_client_class = PageClient
    return Bench(bound, free, pair.owner)


def _query(bench: Bench, statement: str) -> tuple[Callable[[], object], Callable[[], object]]:
    """A transaction with one statement that filters by itself, as every query of ours does."""
    values = {"own": bench.owner.organisation_id, "person": bench.owner.person_id}

    def asking(engine: Engine) -> Callable[[], object]:
        def ask() -> object:
            with acting_as(bench.owner), engine.connect() as connection:
                return connection.execute(text(statement), values).all()

        return ask

    return asking(_engine(bench.bound, guarded=True)), asking(_engine(bench.free, guarded=False))


_engines: dict[int, Engine] = {}


def _engine(app: Flask, *, guarded: bool) -> Engine:
    if id(app) not in _engines:
        engine = create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
        if guarded:
            guard(engine)
        _engines[id(app)] = engine
    return _engines[id(app)]


def _page(bench: Bench, address: str, *, signed_in: bool) -> tuple[Callable[[], object], Callable[[], object]]:
    def asking(app: Flask) -> Callable[[], object]:
        client = app.test_client()
        if signed_in:
            _sign_in(app, client, bench.owner)
        return lambda: client.get(address)

    return asking(bench.bound), asking(bench.free)


def _sign_in(app: Flask, client: FlaskClient, owner: Actor) -> None:
    from marketplace.accounts.models import Person  # noqa: PLC0415
    from marketplace.foundation.database import db  # noqa: PLC0415

    with app.app_context(), acting_as(ANONYMOUS):
        sign_in_as(client, db.session.get_one(Person, str(owner.person_id)), owner.organisation_id)
        db.session.remove()


if __name__ == "__main__":
    main()
