"""How long searches take on 100,000 firms and 200,000 products, against the bare query of the engine's own library.

usage: python -m benchmarks.search_times [--questions 100] [--rounds 5]

The environment names the servers; `python -m benchmarks.population` has filled them before. The bare query is what our
call came to in the end (the compiled body sent by the client's transport; Tantivy's own search and counts with ready
queries), taken down from the call itself. Each pair is called one after the other. Percentiles are over all questions
of a round, ratios are medians of the rounds; the goal is 1.5.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from benchmarks.invented.questions import Question, questions
from benchmarks.measuring.bare import bare_of
from benchmarks.measuring.site import database_name, engine_name, site
from benchmarks.measuring.times import compare
from marketplace.discovery.queries import answer
from marketplace.discovery.rules import Asked, Kind
from marketplace.foundation.database import db
from marketplace.foundation.search import engine
from search_index.query import AnyOf, SearchQuery

FACETS = ("technology", "sector", "segment", "market", "province", "standard")
Call = Callable[[], object]


def main() -> None:
    """Print one line for each kind of search."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    asked = questions(chosen.questions)
    app = site()
    with app.test_request_context("/vi/products"):
        if not engine().is_current():
            raise SystemExit("There is no index. Make it with: python -m benchmarks.population")
        print(
            f"{engine_name()} engine, {database_name()}; medians of {chosen.rounds} rounds of {len(asked)}, p50 / p95"
        )
        for name, make in KINDS.items():
            calls = [(call, bare_of(call)) for call in map(make, asked)]
            print(compare(calls, chosen.rounds).line(name))
        _report_found(asked)


def _page(question: Question, *, narrowed: bool = True) -> Call:
    asked = Asked(Kind(question.kind), text=question.text, chosen=question.chosen if narrowed else ())
    return lambda: _read(asked)


def _read(asked: Asked) -> object:
    found = answer(asked)
    db.session.remove()  # a page has a session of its own
    return found


def _query(question: Question, text: str, *, narrowed: bool) -> Call:
    filters = tuple(AnyOf(name, codes) for name, codes in question.chosen) if narrowed else ()
    query = SearchQuery((question.kind,), text=text, filters=filters, facets=FACETS)
    return lambda: engine().search(query)


KINDS: dict[str, Callable[[Question], Call]] = {
    "engine: words, 3 filters, 6 facets": lambda q: _query(q, q.text, narrowed=True),
    "engine: words, 6 facets": lambda q: _query(q, q.text, narrowed=False),
    "engine: mistyped brand, 6 facets": lambda q: _query(q, q.mistyped, narrowed=False),
    "engine: suggest": lambda q: lambda: engine().suggest(q.begun, (q.kind,)),
    "page: words, 3 filters, all its facets": _page,
    "page: words, all its facets": lambda q: _page(q, narrowed=False),
}


def _report_found(asked: Sequence[Question]) -> None:
    """How much is found: that the questions are no empty ones."""
    narrowed = sum(bool(engine().search(_plain(q, q.text)).total) for q in asked)
    mistyped = sum(bool(engine().search(_plain(q, q.mistyped)).total) for q in asked)
    begun = sum(bool(engine().suggest(q.begun, (q.kind,))) for q in asked)
    print(f"something was found: words {narrowed}, mistyped {mistyped}, suggested {begun}, each of {len(asked)}")


def _plain(question: Question, text: str) -> SearchQuery:
    return SearchQuery((question.kind,), text=text)


if __name__ == "__main__":
    main()
