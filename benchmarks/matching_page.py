"""How long one page of matches takes on 1,700 companies and 1,900 mandates, against the bare arithmetic in numpy.

usage: python -m benchmarks.matching_page
"""

import random
import statistics
import time
from collections.abc import Callable

import numpy as np

from marketplace.matching.queries.matches import Question, View, best, explained
from marketplace.matching.rules.book import Book, book_of
from marketplace.matching.rules.score import added
from marketplace.matching.rules.seats import PastDeal, Role, Seat
from marketplace.matching.rules.weights import RoleWeights, shipped

COMPANIES, MANDATES, REPEATS, ON_A_PAGE = 1_700, 1_900, 15, 20
MONTH = 2026 * 12
COUNTRIES = ("VN", "SG", "JP", "KR", "US", "AU", "IN", "DE", "FR", "GB")
TAGS = tuple(f"tag{number}" for number in range(38))
STAGES = ("idea", "prototype", "seed", "early", "growth", "expansion", "listed")
WORDS = tuple(f"word{number}" for number in range(5_000))


def a_seat(name: str, chance: random.Random, deals: int, words: int) -> Seat:
    """An invented party; about as much is known of it as of an imported one."""
    low = 10 ** chance.uniform(4, 7)
    return Seat(
        key=name,
        organisation=name,
        profile=name,
        name=name,
        country=chance.choice(COUNTRIES),
        sectors=tuple(chance.sample(TAGS[:14], chance.randint(0, 3))),
        technologies=tuple(chance.sample(TAGS[14:], chance.randint(0, 4))),
        stages=tuple(chance.sample(STAGES, chance.randint(0, 3))),
        markets=tuple(chance.sample(COUNTRIES, chance.randint(0, 4))),
        low=low if chance.random() < 0.6 else None,
        high=low * 5 if chance.random() < 0.6 else None,
        words=tuple(chance.choices(WORDS, k=words)),
        deals=tuple(
            PastDeal(
                counterpart=f"past{chance.randint(0, 9999)}",
                month=MONTH - chance.randint(0, 60),
                country=chance.choice(COUNTRIES),
                amount=10 ** chance.uniform(4, 8),
                stage=chance.choice(STAGES),
                tags=tuple(chance.sample(TAGS, 2)),
            )
            for _ in range(deals)
        ),
        changed=MONTH - chance.randint(0, 24),
        declared=True,
    )


def a_book() -> Book:
    """A book of the size of the real files."""
    chance = random.Random(1)
    seekers = [a_seat(f"m{number}", chance, chance.choice((0, 0, 5, 20)), 40) for number in range(MANDATES)]
    offers = [a_seat(f"c{number}", chance, 0, 150) for number in range(COMPANIES)]
    return book_of(Role.INVEST, MONTH, shipped().roles[Role.INVEST], seekers, offers)


def page(book: Book, reader: Seat, *, is_seeker: bool) -> None:
    """What a page computes: everybody ranked, the first twenty explained."""
    view = View(Question.FITS_MANDATE, Role.INVEST, is_seeker, None, None)
    explained(reader, book, best(reader, book, view, frozenset())[:ON_A_PAGE], view)


def bare(weights: RoleWeights, rows: int) -> None:
    """The least that could be done: ready values, one table each, a sum, an order."""
    values = np.random.default_rng(1).random((len(weights.tables), rows), np.float32)
    total = sum(added(row, table) for row, table in zip(values, weights.tables.values(), strict=True))
    np.argsort(total)


def milliseconds(work: Callable[[], object]) -> float:
    """The median of some runs."""
    taken = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Print the times and their ratios."""
    start = time.perf_counter()
    book = a_book()
    print(f"book of {COMPANIES} companies and {MANDATES} mandates: {time.perf_counter() - start:.2f} s, once")
    for name, reader, is_seeker, rows in (
        ("who could invest in us", book.offer_seats[0], False, MANDATES),
        ("who fits our mandate", book.seeker_seats[3], True, COMPANIES),
    ):
        ours = milliseconds(lambda reader=reader, is_seeker=is_seeker: page(book, reader, is_seeker=is_seeker))  # type: ignore[misc]
        least = milliseconds(lambda rows=rows: bare(book.weights, rows))  # type: ignore[misc]
        print(f"{name}: {ours:.1f} ms a page, bare numpy {least:.1f} ms, ratio {ours / least:.1f}")


if __name__ == "__main__":
    main()
