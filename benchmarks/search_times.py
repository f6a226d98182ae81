"""How long searches take on 100,000 firms and 200,000 products, against the bare query of the engine's own library.

usage: python -m benchmarks.search_times [--questions 100] [--rounds 5]

The environment names the servers; `python -m benchmarks.population` has filled them before. The bare query is what our
call came to in the end (the compiled body sent by the client's transport; Tantivy's own search and counts with ready
queries), taken down from the call itself. Each pair is called one after the other. Percentiles are over all questions
of a round, ratios are medians of the rounds; the goal is 1.5.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Sequence

from benchmarks.invented.questions import Question
from benchmarks.measuring.bare import bare_of
from benchmarks.measuring.market import asked_of_market
from benchmarks.measuring.site import database_name, engine_name, site
from benchmarks.measuring.times import compare
from marketplace.discovery.queries.search import answer
from marketplace.discovery.rules import Asked, Kind
from marketplace.foundation.database import db
from marketplace.foundation.search import engine
from search_index.engine import SearchUnavailable
from search_index.query import AnyOf, SearchQuery
from search_index.results import SearchResults

FACETS = ("technology", "sector", "segment", "market", "province", "standard")
FAILURES: Counter[str] = Counter()
Call = Callable[[], object]


def main() -> None:
    """Print one line for each kind of search."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    app = site()
    with app.test_request_context("/vi/products"):
        asked = asked_of_market(chosen.questions)
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
    FAILURES["answered by the database"] += found.plain
    db.session.remove()  # a page has a session of its own
    return found


def _query(question: Question, text: str, *, narrowed: bool) -> Call:
    filters = tuple(AnyOf(name, codes) for name, codes in question.chosen) if narrowed else ()
    query = SearchQuery((question.kind,), text=text, filters=filters, facets=FACETS)
    return _counting_failures(lambda: engine().search(query))


def _counting_failures(ask: Call) -> Call:
    """On a crowded machine the engine may give up after a second: that is told, and counts with the time it took."""

    def asked() -> object:
        try:
            return ask()
        except SearchUnavailable:
            FAILURES["without an answer"] += 1
            return None

    return asked


KINDS: dict[str, Callable[[Question], Call]] = {
    "engine: words, 3 filters, 6 facets": lambda q: _query(q, q.text, narrowed=True),
    "engine: words, 6 facets": lambda q: _query(q, q.text, narrowed=False),
    "engine: mistyped brand, 6 facets": lambda q: _query(q, q.mistyped, narrowed=False),
    "engine: suggest": lambda q: _counting_failures(lambda: engine().suggest(q.begun, (q.kind,))),
    "page: words, 3 filters, all its facets": _page,
    "page: words, all its facets": lambda q: _page(q, narrowed=False),
}


def _report_found(asked: Sequence[Question]) -> None:
    """How much is found: that the questions are no empty ones."""
    for name in ("engine: words, 3 filters, 6 facets", "engine: mistyped brand, 6 facets"):
        found = [KINDS[name](question)() for question in asked]
        count = sum(isinstance(results, SearchResults) and results.total > 0 for results in found)
        print(f"{name}: something was found for {count} of {len(asked)}")
    print(f"failures: {dict(FAILURES) or 'none'}")


if __name__ == "__main__":
    main()
