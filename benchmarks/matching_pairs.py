"""All pairs of many mandates and companies by the product's scorer, one page, and the books, against plain numpy.

usage: python -m benchmarks.matching_pairs [--full] [--only pairs page books] [--grids 12] [--rounds 5]

The market is invented (`invented/parties.py`), the reference written by hand (`measuring/plain_scores.py`). Without
`--full` (5,000 mandates, 100,000 companies) a small market is measured. `--grids` takes chance weights in steps with
that many grids of two signals, not the shipped ones. Signals that the reference does not know are left out of both.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.invented.parties import MONTH, Market, Size
from benchmarks.measuring.plain_scores import Plain
from benchmarks.measuring.plain_signals import SIGNALS
from benchmarks.measuring.times import compare, seconds
from marketplace.matching.queries.matches import Question, View, best, explained
from marketplace.matching.rules.book import Book, book_of, odds_of
from marketplace.matching.rules.order import leading
from marketplace.matching.rules.seats import Role, Seat
from marketplace.matching.rules.signals import CODES
from marketplace.matching.rules.weights import RoleWeights, shipped
from tests.factories.weights import chance_weights

KEPT, ON_A_PAGE, READERS = 50, 20, 40
CELLS = 1_000_000
SMALL, FULL = Size(20_000, 500), Size(100_000, 5_000)
VIEW = View(Question.FITS_MANDATE, Role.INVEST, True, None, None)


@dataclass(frozen=True)
class Seats:
    """Both sides, not yet encoded."""

    companies: list[Seat]
    mandates: list[Seat]


def main() -> None:
    """Build, then measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--grids", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    size = FULL if chosen.full else SMALL
    market = Market(size)
    seats = Seats(market.companies(), market.mandates())
    made = book_of(Role.INVEST, MONTH, _weights(chosen.grids), seats.mandates, seats.companies)
    deals = int(made.seekers.deals.starts[-1])
    print(f"{size.mandates:,} mandates with {deals:,} past deals, {size.companies:,} companies; {_threads()}")
    left_out = sorted(set(CODES) - set(SIGNALS))
    print(
        f"{len(made.weights.tables)} tables, {len(made.weights.steps)} in steps, {len(made.weights.interactions)} grids"
    )
    print(f"not in the reference, left out of both: {', '.join(left_out) or 'nothing'}")
    for name in chosen.only:
        PARTS[name](made, seats, chosen.rounds)


def pairs(book: Book, _seats: Seats, rounds: int) -> None:
    """Everybody's first fifty, a stretch of the mandates in each round, both ways in turn first; processor time."""
    plain = Plain(book.seekers, book.offers, book.month, book.weights, SIGNALS)
    ends = np.linspace(0, len(book.seekers), rounds + 1).astype(int).tolist()
    _ours(book, 0, 2)
    plain.first(KEPT, 0, 2)
    times: list[tuple[float, float]] = []
    for number, (first, last) in enumerate(pairwise(ends)):
        ways = [lambda: _ours(book, first, last), lambda: plain.first(KEPT, first, last)]  # noqa: B023
        took = {way: _worked(ways[way]) for way in ((0, 1) if number % 2 else (1, 0))}
        times.append((took[0], took[1]))
        print(f"  mandates {first:,} to {last:,}: {took[0]:.1f} s, plain {took[1]:.1f} s, {took[0] / took[1]:.2f}")
    millions = len(book.seekers) * len(book.offers) / 1e6
    ours, bare = (sum(row[way] for row in times) for way in (0, 1))
    ratio = statistics.median(one / other for one, other in times)
    print(
        f"all pairs, first {KEPT} of each, processor time: {ours:.1f} s, plain {bare:.1f} s; median ratio {ratio:.2f}"
    )
    print(f"  a million pairs: {ours / millions * 1000:.1f} ms, plain {bare / millions * 1000:.1f} ms")
    few = min(20, ends[1])
    print(
        f"  memory on top of the book: {_grown(lambda: _ours(book, 0, few)):.0f} MB, plain "
        f"{_grown(lambda: plain.first(KEPT, 0, few)):.0f} MB beside its own matrices"
    )
    print(f"  greatest difference among the first {KEPT}: {_difference(book, plain, few):.1g}")


def page(book: Book, seats: Seats, rounds: int) -> None:
    """One mandate's page as its query makes it, against scores and an order in plain numpy without reasons."""
    plain = Plain(book.seekers, book.offers, book.month, book.weights, SIGNALS)
    step = max(1, len(seats.mandates) // READERS)
    calls = [
        (lambda number=number: _page(book, seats.mandates[number]), lambda number=number: _bare_page(plain, number))
        for number in range(0, step * READERS, step)
    ]
    print(compare(calls, rounds).line(f"a page of {ON_A_PAGE} with reasons"))


def books(book: Book, seats: Seats, rounds: int) -> None:
    """The book from seats: the first time, and again when one party changed."""

    def make() -> Book:
        return book_of(Role.INVEST, MONTH, book.weights, seats.mandates, seats.companies)

    took = statistics.median(seconds(make) for _ in range(min(rounds, 3)))
    print(f"the book of one role: {took:.1f} s, {_grown(make):.0f} MB on top of the seats")


PARTS: dict[str, Callable[[Book, Seats, int], None]] = {"pairs": pairs, "page": page, "books": books}


def _ours(book: Book, first: int, last: int) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Everybody's first places and their log-odds by the product, block by block."""
    places, worth = [], []
    step = max(1, CELLS // len(book.offers))
    for begin in range(first, last, step):
        odds = odds_of(book.seekers.rows(begin, min(begin + step, last)), book.offers, book)
        for row, values in enumerate(odds):
            places.append(leading(values, book.offer_keys, book.seeker_keys[begin + row], KEPT))
            worth.append(values[places[-1]])
    return places, worth


def _page(book: Book, reader: Seat) -> None:
    explained(reader, book, best(reader, book, VIEW, frozenset())[:ON_A_PAGE], VIEW)


def _bare_page(plain: Plain, number: int) -> None:
    np.argsort(-plain.block(number, number + 1)[0])


def _worked(work: Callable[[], object]) -> float:
    """Seconds of processor time, which other programs on the machine disturb less than the clock."""
    gc.collect()
    began = time.process_time()
    work()
    return time.process_time() - began


def _difference(book: Book, plain: Plain, few: int) -> float:
    ours, bare = _ours(book, 0, few)[1], plain.first(KEPT, 0, few)[1]
    return max(float(np.abs(left - right).max(initial=0)) for left, right in zip(ours, bare, strict=True))


def _grown(work: Callable[[], object]) -> float:
    """By how many MB the greatest memory of a process of its own grows with a piece of work."""
    context = multiprocessing.get_context("fork")
    told = context.SimpleQueue()

    def watched() -> None:
        before = _resident()
        work()
        told.put(max(0.0, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before))

    child = context.Process(target=watched)
    child.start()
    child.join()
    return float(told.get())


def _resident() -> float:
    told = Path("/proc/self/statm").read_text("ascii")
    return int(told.split()[1]) * resource.getpagesize() / 2**20


def _weights(grids: int) -> RoleWeights:
    weights = (
        chance_weights(6, grids, codes=[code for code in CODES if code in SIGNALS])
        if grids
        else shipped().roles[Role.INVEST]
    )
    known = set(SIGNALS) & set(CODES)
    return replace(
        weights,
        tables={code: row for code, row in weights.tables.items() if code in known},
        steps={code: row for code, row in weights.steps.items() if code in known},
        interactions=tuple(row for row in weights.interactions if {row.first, row.second} <= known),
    )


def _threads() -> str:
    return "numpy with its own choice of threads for matrix products, one otherwise"


if __name__ == "__main__":
    main()
