"""What rankers learn from: the half-years before a window, each question with its answers and some others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.match_peers.folds import deals_file
from benchmarks.match_peers.scene import BY_CODE, Scene
from marketplace.matching.commands.earlier import earlier_window, month_after
from marketplace.matching.commands.windows import rows_of, window_of

WINDOWS = 6
HALF_YEAR = 6
OTHERS = 100
SEED = 7
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Lesson:
    """Pairs with their signals, ordered by question: `sizes` says how many pairs each question has."""

    values: NDArray[np.float32]
    happened: NDArray[np.bool_]
    sizes: Numbers


def lessons(scene: Scene, codes: Sequence[str]) -> tuple[Lesson, Lesson]:
    """Questions of all earlier windows: investors about companies, and companies about investors."""
    parts = [_lessons(earlier, answers, codes) for earlier, answers in _earlier(scene)]
    about_companies, about_investors = zip(*parts, strict=True)
    return _joined(about_companies), _joined(about_investors)


def drawn(happened: Numbers, shape: tuple[int, int], *, of_offers: bool) -> Numbers:
    """Pairs ordered by question: for each question that has an answer all its answers and up to a hundred others.

    Questions are seekers, or offers where `of_offers`; a pair is always a seeker's number and an offer's.
    """
    chance = np.random.default_rng(SEED)
    asks, gives = (1, 0) if of_offers else (0, 1)
    rows: list[tuple[int, int]] = []
    for question in np.unique(happened[:, asks]).tolist():
        answers = happened[happened[:, asks] == question, gives].tolist()
        others = chance.integers(0, shape[gives], OTHERS).tolist()
        items = sorted({*answers, *others})
        rows += [(item, question) if of_offers else (question, item) for item in items]
    return np.array(rows, np.int64).reshape(-1, 2)


def _earlier(scene: Scene) -> Iterator[tuple[Scene, frozenset[tuple[str, str]]]]:
    role = scene.window.role
    deals = [row for row in rows_of(deals_file(scene.set_folder)) if row["month"] < scene.begins]
    for back in range(1, WINDOWS + 1):
        begins = month_after(scene.begins, -HALF_YEAR * back)
        earlier = earlier_window(deals, scene.tables.companies, scene.tables.investors, begins, role)
        window = window_of(earlier.tables, role)
        yield Scene(scene.set_folder, begins, earlier.tables, window), earlier.answers


def _lessons(scene: Scene, answers: frozenset[tuple[str, str]], codes: Sequence[str]) -> tuple[Lesson, Lesson]:
    happened = numbers_of(scene, answers)
    real = np.zeros(scene.shape, np.bool_)
    real[happened[:, 0], happened[:, 1]] = True
    asked = [drawn(happened, scene.shape, of_offers=of_offers) for of_offers in (False, True)]
    values = _values(scene, np.vstack(asked), codes)
    cut = len(asked[0])
    sizes = [np.unique(pairs[:, side], return_counts=True)[1] for side, pairs in enumerate(asked)]
    truth = [real[pairs[:, 0], pairs[:, 1]] for pairs in asked]
    return Lesson(values[:cut], truth[0], sizes[0]), Lesson(values[cut:], truth[1], sizes[1])


def numbers_of(scene: Scene, answers: frozenset[tuple[str, str]]) -> Numbers:
    """Pairs of names as pairs of row numbers, in order."""
    seekers = {seat.profile: number for number, seat in enumerate(scene.window.seekers)}
    offers = {seat.profile: number for number, seat in enumerate(scene.window.offers)}
    known = [(seekers[left], offers[right]) for left, right in answers if left in seekers and right in offers]
    return np.array(sorted(known), np.int64).reshape(-1, 2)


def _values(scene: Scene, asked: Numbers, codes: Sequence[str]) -> NDArray[np.float32]:
    """The signals of the asked pairs, in their order."""
    out = np.empty((len(asked), len(codes)), np.float32)
    for first, block in scene.pairs():
        inside = np.flatnonzero((asked[:, 0] >= first) & (asked[:, 0] < first + block.shape[0]))
        rows, columns = asked[inside, 0] - first, asked[inside, 1]
        for place, code in enumerate(codes):
            out[inside, place] = BY_CODE[code](block)[rows, columns]
    return out


def _joined(parts: Sequence[Lesson]) -> Lesson:
    return Lesson(
        np.vstack([part.values for part in parts]),
        np.concatenate([part.happened for part in parts]),
        np.concatenate([part.sizes for part in parts]),
    )
