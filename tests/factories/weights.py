"""Chance weights of every shape: tables, steps, and grids of two signals."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from marketplace.matching.rules.signals import CODES
from marketplace.matching.rules.weights import Interaction, RoleWeights, Steps, Table

MOST = {"amount_sought": 8.0, "experience": 4.0, "activity": 3.0, "last_deal": 5.0, "size_record": 3.0}


def chance_weights(seed: int, grids: int, tables: int = 0, codes: Sequence[str] = CODES) -> RoleWeights:
    """The given number of tables, steps for all other codes, and grids over pairs of those in steps."""
    chance = np.random.default_rng(seed)
    mixed = [str(code) for code in chance.permutation(list(codes))]
    steps = {code: _steps(chance, code) for code in mixed[tables:]}
    couples = list(combinations(steps, 2))
    chosen = chance.permutation(len(couples))[:grids]
    return RoleWeights(
        intercept=float(chance.normal()),
        tables={code: _table(chance, code) for code in mixed[:tables]},
        steps=steps,
        interactions=tuple(_grid(chance, steps, *couples[place]) for place in chosen),
    )


def _points(chance: np.random.Generator, code: str, count: int) -> tuple[float, ...]:
    return tuple(sorted({round(float(point), 3) for point in chance.uniform(0, MOST.get(code, 1.0), count)}))


def _adds(chance: np.random.Generator, count: int) -> tuple[float, ...]:
    return tuple(chance.normal(0, 0.4, count).round(4).tolist())


def _table(chance: np.random.Generator, code: str) -> Table:
    points = _points(chance, code, int(chance.integers(1, 9)))
    return Table(points, _adds(chance, len(points)))


def _steps(chance: np.random.Generator, code: str) -> Steps:
    edges = _points(chance, code, int(chance.integers(1, 9)))
    return Steps(edges, _adds(chance, len(edges) + 1))


def _grid(chance: np.random.Generator, steps: dict[str, Steps], first: str, second: str) -> Interaction:
    ours, theirs = steps[first].edges, steps[second].edges
    rows = tuple(_adds(chance, len(theirs) + 1) for _ in range(len(ours) + 1))
    return Interaction(first, second, ours, theirs, rows)
