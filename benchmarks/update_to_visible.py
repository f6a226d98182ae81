"""From publishing a change until a search finds it, against writing the same document straight into the engine.

usage: python -m benchmarks.update_to_visible [--changes 40]

The environment names the servers, without REDIS_URL (the relay runs in a thread here); `python -m
benchmarks.population` has filled them before. The clock starts before the service call and stops when a search for
a word that was never there gives the product; the search is repeated every two milliseconds.
"""

from __future__ import annotations

import argparse
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest import mock

from flask import Flask
from sqlalchemy import select

from benchmarks.invented.wording import SYLLABLES
from benchmarks.measuring.site import database_name, engine_name, site
from benchmarks.measuring.times import Compared, milliseconds, spread
from marketplace.discovery import searchable
from marketplace.foundation import relay
from marketplace.foundation.actor import SYSTEM, acting_as
from marketplace.foundation.database import db
from marketplace.foundation.search import engine
from marketplace.foundation.text import Localised
from marketplace.products import queries
from marketplace.products import services as products
from marketplace.products.content import Product
from marketplace.products.models import ProductRow
from search_index.query import SearchQuery

PATIENCE_SECONDS, PAUSE_SECONDS = 120.0, 0.002


def main() -> None:
    """Change products one after the other; print the median and the 95th percentile."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--changes", type=int, default=40)
    chosen = parser.parse_args()
    app = site()
    with app.app_context(), acting_as(SYSTEM):
        relay.drain(_without_first_steps(app))
        ids = list(db.session.scalars(select(ProductRow.id).where(ProductRow.live).limit(chosen.changes)))
        before = {id_: product for id_, (_, product) in queries.live_contents(ids).items()}
        db.session.commit()
        bare, ours = [], []
        with _relay_beside(app):
            for number, (id_, product) in enumerate(before.items()):
                bare.append(milliseconds(_written(id_, _word(2 * number))))
                ours.append(milliseconds(_published(id_, product, _word(2 * number + 1))))
            for id_, product in before.items():
                products.publish_product(SYSTEM, id_, product)
        relay.drain(app)
    print(f"{engine_name()} engine, {database_name()}; {len(ours)} changes, p50 / p95")
    print(Compared([spread(ours)], [spread(bare)]).line("published until found"))


def _published(id_: str, product: Product, word: str) -> Callable[[], object]:
    said = product.description
    changed = replace(product, description=Localised(vi=f"{said.text('vi')} {word}", en=said.text("en")))

    def work() -> None:
        products.publish_product(SYSTEM, id_, changed)
        _wait_for(id_, word)

    return work


def _written(id_: str, word: str) -> Callable[[], object]:
    """The same by the engine alone: the ready document, at the version that stands there."""
    (document,) = searchable.documents_for([id_])
    db.session.commit()
    body = {**document.text["body"], "vi": f"{document.text['body'].get('vi', '')} {word}"}
    changed = replace(document, text={**document.text, "body": body}, version=engine().versions([id_])[id_])

    def work() -> None:
        engine().put([changed])
        _wait_for(id_, word)

    return work


def _wait_for(id_: str, word: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while id_ not in engine().search(SearchQuery(("product",), text=f'"{word}"')).ids:
        if time.monotonic() > deadline:
            raise SystemExit(f"a change was not found within {PATIENCE_SECONDS:.0f} s")
        time.sleep(PAUSE_SECONDS)


def _word(number: int) -> str:
    """A word that no text of the market has: its syllables are longer."""
    letters = []
    seed = number + time.time_ns() // 1_000_000_000 * 1000
    while seed:
        seed, place = divmod(seed, len(SYLLABLES))
        letters.append(SYLLABLES[place])
    return "wuh" + "".join(letters)


def _without_first_steps(app: Flask) -> Flask:
    """The relay without the look through the whole index with which it begins."""
    make = app.extensions["relay"]
    app.extensions["relay"] = lambda: replace(make(), first=())
    return app


@contextmanager
def _relay_beside(app: Flask) -> Iterator[None]:
    """The relay without its periodic tasks, which look through the whole index now and then."""
    with mock.patch.object(relay, "run_periodic", return_value=0):
        stop = relay.start_thread(app)
        if threading.active_count() < 2:
            raise SystemExit("Leave REDIS_URL empty: the relay runs here")
        try:
            yield
        finally:
            stop()


if __name__ == "__main__":
    main()
