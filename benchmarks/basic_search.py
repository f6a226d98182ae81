"""How long a search takes while the index is away and the database answers, with 100,000 firms and 200,000 products.

usage: python -m benchmarks.basic_search [--questions 40] [--rounds 3]

The environment names the servers; `python -m benchmarks.population` has filled them before. The same pages are asked
with the index, in turn, as what to compare with. The goal is an answer within 1.5 seconds.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from unittest import mock

from flask import current_app

from benchmarks.invented.questions import Question
from benchmarks.measuring.market import asked_of_market
from benchmarks.measuring.site import database_name, engine_name, site
from benchmarks.measuring.times import compare
from marketplace.discovery.queries.search import answer
from marketplace.discovery.rules import Asked, Kind
from marketplace.foundation.database import db
from search_index.engine import SearchUnavailable


class Away:
    """An engine that cannot be reached."""

    def __getattr__(self, name: str) -> Callable[..., object]:
        def refuse(*_args: object, **_kwargs: object) -> object:
            raise SearchUnavailable(name)

        return refuse


def main() -> None:
    """Print one line for each kind of search, and how often something was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    app = site()
    with app.test_request_context("/vi/products"):
        asked = asked_of_market(chosen.questions)
        print(f"{database_name()}, bare: {engine_name()} index; {chosen.rounds} rounds of {len(asked)}; p50 / p95")
        for name, of in KINDS.items():
            calls = [(_without_index(of(q)), _with_index(of(q))) for q in asked]
            print(compare(calls, chosen.rounds).line(name))
            found = sum(_without_index(of(q))() > 0 for q in asked)
            print(f"{'':44} something was found for {found} of {len(asked)}")


KINDS: dict[str, Callable[[Question], Asked]] = {
    "words": lambda q: Asked(Kind(q.kind), text=q.text),
    "words, 3 filters": lambda q: Asked(Kind(q.kind), text=q.text, chosen=q.chosen),
    "filters alone": lambda q: Asked(Kind(q.kind), chosen=q.chosen),
}


def _with_index(asked: Asked) -> Callable[[], int]:
    def ask() -> int:
        found = answer(asked)
        db.session.remove()
        return found.total

    return ask


def _without_index(asked: Asked) -> Callable[[], int]:
    ask = _with_index(asked)

    def ask_database() -> int:
        with mock.patch.dict(current_app.extensions, {"search_engine": Away()}):
            return ask()

    return ask_database


if __name__ == "__main__":
    main()
