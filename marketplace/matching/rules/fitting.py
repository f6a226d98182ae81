"""Fitting the tables on pairs that happened and pairs that did not: a logistic regression on piecewise lines."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.weights import Table

Doubles = NDArray[np.float64]
ROUNDS = 12
QUANTILES = (0.0, 0.25, 0.5, 0.7, 0.85, 0.95, 0.99, 1.0)
NARROW = 1e-6


@dataclass(frozen=True)
class Fitted:
    """The intercept for an even chance, and a table for each signal that varied."""

    intercept: float
    tables: Mapping[str, Table]


def knots(values: Doubles) -> Doubles:
    """Points between which a signal's line may bend: spread over the values seen, none too close."""
    seen = values[~np.isnan(values)]
    if not len(seen):
        return np.zeros(0)
    rest = seen[seen > seen.min()]
    points = np.concatenate(([seen.min()], np.quantile(rest, QUANTILES) if len(rest) else []))
    rounded = np.unique(np.round(points, 4))
    return rounded[np.concatenate(([True], np.diff(rounded) > NARROW))]


def hats(values: Doubles, points: Doubles) -> Doubles:
    """One column per point: how much a value belongs to it (0 to 1); all zero where the value is unknown."""
    columns = np.zeros((len(values), len(points)))
    known = ~np.isnan(values)
    for number in range(len(points)):
        height = np.zeros(len(points))
        height[number] = 1
        columns[known, number] = np.interp(values[known], points, height)
    return columns


def fit(values: Mapping[str, Doubles], happened: NDArray[np.bool_], weight: Doubles, ridge: float = 3.0) -> Fitted:
    """Fit all tables at once; an unknown value adds nothing, a usual value about nothing."""
    points = {code: row for code, column in values.items() if len(row := knots(column)) > 1}
    blocks = {code: hats(values[code], row) for code, row in points.items()}
    usual = {code: _usual(values[code], block, ~happened, weight) for code, block in blocks.items()}
    centred = {
        code: np.where(np.isnan(values[code])[:, None], 0, block - usual[code]) for code, block in blocks.items()
    }
    design = np.hstack([np.ones((len(happened), 1)), *centred.values()])
    penalty = _penalty([len(row) for row in points.values()], ridge)
    found = _newton(design, happened.astype(float), weight, penalty)
    tables, start = {}, 1
    for code, row in points.items():
        adds = found[start : start + len(row)]
        tables[code] = _table(row, adds - float(adds @ usual[code]))
        start += len(row)
    return Fitted(round(float(found[0]), 4), tables)


def _usual(values: Doubles, block: Doubles, negative: NDArray[np.bool_], weight: Doubles) -> Doubles:
    among = negative & ~np.isnan(values)
    usual: Doubles = np.average(block[among], axis=0, weights=weight[among])
    return usual


def _table(points: Doubles, adds: Doubles) -> Table:
    return Table(tuple(round(float(x), 4) for x in points), tuple(round(float(x), 4) for x in adds))


def _penalty(sizes: list[int], ridge: float) -> Doubles:
    """A little on every height, more on every bend from one piece to the next."""
    total = 1 + sum(sizes)
    out = np.zeros((total, total))
    start = 1
    for size in sizes:
        inside = slice(start, start + size)
        out[inside, inside] += np.eye(size) * ridge
        steps = np.diff(np.eye(size), axis=0)
        out[inside, inside] += steps.T @ steps * ridge
        start += size
    return out


def _newton(design: Doubles, target: Doubles, weight: Doubles, penalty: Doubles) -> Doubles:
    found = np.zeros(design.shape[1])
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(design @ found, -30, 30)))
        slope = design.T @ (weight * (target - chance)) - penalty @ found
        curve = (design * (weight * chance * (1 - chance))[:, None]).T @ design + penalty
        step = np.linalg.solve(curve + np.eye(len(curve)) * NARROW, slope)
        found += step
        if np.abs(step).max() < NARROW:
            break
    return found
