"""Fills a database with 100,000 firms and 200,000 products through the product's own bulk services, then the index.

usage: python -m benchmarks.population [--companies 100000] [--products 200000]

The environment names the servers (DATABASE_URL, ELASTICSEARCH_URL, REDIS_URL; none: SQLite and the embedded engine in
var/bench). The other programs that need a large market read this one. A database that is filled already is left as it
is; its index is made anew where it is not current or `--index` says so.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from itertools import islice

from benchmarks.invented.firms import Firm, firms
from benchmarks.measuring.market import held
from benchmarks.measuring.site import database_name, engine_name, prepare_database, site
from marketplace.discovery import services as discovery
from marketplace.foundation import relay
from marketplace.foundation.actor import SYSTEM, acting_as
from marketplace.foundation.database import transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.search import engine
from marketplace.organisations.services import organisations
from marketplace.organisations.services.organisations import NewOrganisation
from marketplace.products import services as products
from marketplace.profiles import services as profiles

CHUNK = 500


def main() -> None:
    """Fill, index, and print how fast each went."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--companies", type=int, default=100_000)
    parser.add_argument("--products", type=int, default=200_000)
    parser.add_argument("--index", action="store_true", help="make the index anew")
    chosen = parser.parse_args()
    app = site()
    with app.app_context(), acting_as(SYSTEM):
        prepare_database(app)
        there = held()
        if there == (0, 0):
            _fill(chosen.companies, chosen.products)
        else:
            print(f"{database_name()} holds {there[0]} firms and {there[1]} products already")
        if there == (0, 0) or chosen.index or not engine().is_current():
            began = time.perf_counter()
            count = discovery.rebuild()
            took = time.perf_counter() - began
            print(f"{engine_name()} index: {count} documents in {took:.0f} s, {count / took:.0f} a second")


def _fill(companies: int, offered: int) -> None:
    began = time.perf_counter()
    batch = new_id()
    for chunk in _chunks(firms(companies, offered)):
        with transaction():
            _publish(chunk, batch)
        relay.expand({})  # nobody waits for these facts: the index is made whole afterwards
    took = time.perf_counter() - began
    print(f"{database_name()}: {companies} firms and {offered} products in {took:.0f} s")


def _publish(chunk: list[Firm], batch: str) -> None:
    new = [NewOrganisation(firm.profile.kind, firm.profile.name, firm.profile.country) for firm in chunk]
    owners = organisations.create_organisations(SYSTEM, new)
    told = [(owner, firm.profile) for owner, firm in zip(owners, chunk, strict=True)]
    profiles.publish_many(SYSTEM, told, batch)
    offered = [
        (new_id(), owner, product) for owner, firm in zip(owners, chunk, strict=True) for product in firm.products
    ]
    products.publish_many(SYSTEM, offered, batch)


def _chunks(rows: Iterator[Firm]) -> Iterator[list[Firm]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


if __name__ == "__main__":
    main()
