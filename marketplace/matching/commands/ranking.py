"""Ranking a window of past deals with the product's own scorer, weights and criteria."""

import csv
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import numpy as np

from marketplace.matching.commands.windows import Window
from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.book import book_of, odds_of
from marketplace.matching.rules.order import hashed, ordered
from marketplace.matching.rules.weights import Weights


class Direction(StrEnum):
    """Who asks: an investor for companies, or a company for investors."""

    I2C = "I2C"
    C2I = "C2I"


def odds_between(window: Window, weights: Weights) -> Floats:
    """The log-odds of every seeker with every offer; minus infinity where a hard criterion forbids the pair."""
    book = book_of(window.role, window.month, weights.roles[window.role], window.seekers, window.offers)
    return odds_of(book.seekers, book.offers, book)


def ranking(window: Window, weights: Weights, direction: Direction, top: int) -> Iterator[tuple[str, str, float]]:
    """The best items of every query, as query, item and score in log-odds, best first."""
    odds = odds_between(window, weights)
    readers, items = window.seekers, window.offers
    if direction is Direction.C2I:
        odds, readers, items = odds.T, items, readers
    keys, hashes = hashed(seat.profile for seat in items), hashed(seat.profile for seat in readers)
    for number, reader in enumerate(readers):
        for place in ordered(odds[number], keys, hashes[number])[:top]:
            if np.isfinite(odds[number, place]):
                yield reader.profile, items[place].profile, float(odds[number, place])


def write_run(path: Path, rows: Iterator[tuple[str, str, float]]) -> int:
    """Write a run file with the columns query, item, score; gives the number of rows."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("query", "item", "score"))
        for query, item, score in rows:
            writer.writerow((query, item, f"{score:.6f}"))
            count += 1
    return count
