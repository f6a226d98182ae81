"""The score: signal values, what each adds, their sum in log-odds, and the same as 0 to 100."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.kinds import READ_BY_SIGNALS, read_by_both
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.sides import Side
from marketplace.matching.rules.signals import CODES, SIGNALS
from marketplace.matching.rules.sums import Part, Sums
from marketplace.matching.rules.weights import Interaction, RoleWeights, Steps, Table

StepNumbers = NDArray[np.uint8]
BLOCK_CELLS = 4_000_000
BLOCK_PAIRS = 140_000
LEAST, MOST = 1.0, 99.0
# Up to here the sums were measured on past deals; beyond, judged signals lean on each other and count for less.
MEASURED = 2.0
BEYOND = 0.4
ROUNDING = 4e-6


@dataclass(frozen=True)
class Scores:
    """Values and additions by signal (first axis, in the order of CODES), seeker and offer; NaN is unknown."""

    values: Floats
    adds: Floats
    intercept: float

    @property
    def log_odds(self) -> Floats:
        """The sum of everything that is known."""
        total: Floats = self.adds.sum(0, dtype=np.float64).astype(np.float32) + np.float32(self.intercept)
        return total


def score(pairs: Pairs, weights: RoleWeights) -> Scores:
    """Every addition of every pair: small blocks only, for what people look at."""
    values = np.stack([signal.value(pairs) for signal in SIGNALS])
    return Scores(values, additions(values, weights), weights.intercept)


def additions(values: Floats, weights: RoleWeights, codes: Sequence[str] = CODES) -> Floats:
    """What values add, by signal on the first axis in the order of the codes.

    What two signals add together is told half by each, so that the additions still sum to the score.
    """
    adds = np.stack([_alone(values[number], weights, code) for number, code in enumerate(codes)])
    for interaction in weights.interactions:
        first, second = codes.index(interaction.first), codes.index(interaction.second)
        half = (
            _together(
                _step(values[first], interaction.first_edges),
                _step(values[second], interaction.second_edges),
                interaction,
            )
            / 2
        )
        adds[first] += half
        adds[second] += half
    return adds


def log_odds(pairs: Pairs, weights: RoleWeights) -> Floats:
    """Only the sums, without keeping the parts: for many pairs at once."""
    sums = Sums(pairs)
    meeting = {code for each in weights.interactions for code in (each.first, each.second)}
    steps: dict[str, tuple[Part, StepNumbers]] = {}
    for signal in SIGNALS:
        table, in_steps = weights.tables.get(signal.code), weights.steps.get(signal.code)
        if table is None and in_steps is None:
            continue
        part = sums.part(READ_BY_SIGNALS.get(signal.code))
        values = signal.value(part.pairs)
        if in_steps is None:
            part.total += added(values, table)
            continue
        step = _step(values, in_steps.edges)
        part.total += _of_steps(step, in_steps)
        if signal.code in meeting:
            steps[signal.code] = part, step
    for interaction in weights.interactions:
        (ours, first), (theirs, second) = steps[interaction.first], steps[interaction.second]
        both = sums.part(read_by_both(interaction.first, interaction.second))
        both.total += _together(ours.at(first, both), theirs.at(second, both), interaction)
    return sums.whole(weights.intercept)


def _alone(values: Floats, weights: RoleWeights, code: str) -> Floats:
    steps = weights.steps.get(code)
    return added(values, weights.tables.get(code)) if steps is None else _of_steps(_step(values, steps.edges), steps)


def _step(values: Floats, edges: tuple[float, ...]) -> StepNumbers:
    """The number of the step that each value lies in; one more than there are steps where it is unknown."""
    values = _once(values)
    step = np.isnan(values).astype(np.uint8)
    step *= np.uint8(len(edges) + 1)
    for edge in edges:
        step += values >= reached(edge)
    return step


def reached(edge: float) -> np.float32:
    """From where on a value is at an edge: sums in another order end a rounding error lower, and are the same value."""
    return np.float32(edge - min(ROUNDING * max(1, abs(edge)), abs(edge) / 2))


def _of_steps(step: StepNumbers, steps: Steps) -> Floats:
    return np.array([*steps.adds, 0.0], np.float32)[step]


def _together(first: StepNumbers, second: StepNumbers, interaction: Interaction) -> Floats:
    adds = np.pad(np.array(interaction.adds, np.float32), ((0, 1), (0, 1)))
    return adds[first, second]


def added(values: Floats, table: Table | None) -> Floats:
    """What values add: nothing where unknown, nothing where a signal has no weight."""
    if table is None:
        return np.zeros_like(values)
    values = _once(values)
    slopes, starts = _lines(table)
    piece = _step(values, table.at)
    adds: Floats = np.clip(values, table.at[0], table.at[-1]) * slopes[piece] + starts[piece]
    adds[np.isnan(values)] = 0
    return adds


@lru_cache(maxsize=2_000)
def _lines(table: Table) -> tuple[Floats, Floats]:
    """The slope of each piece of a table and its height at 0; the pieces are numbered as steps are."""
    rise, run = (
        np.diff(table.adds, prepend=table.adds[0], append=table.adds[-1]),
        np.diff(table.at, prepend=0, append=0),
    )
    slopes = np.divide(rise, run, out=np.zeros(len(rise)), where=rise != 0)
    starts = np.append(table.adds, table.adds[-1]) - slopes * np.append(table.at, table.at[-1])
    return np.append(slopes, 0).astype(np.float32), np.append(starts, 0).astype(np.float32)


def _once(values: Floats) -> Floats:
    """The values without rows or columns that only repeat the first; they broadcast as before."""
    if not values.size:
        return values  # the strides of nothing say nothing
    once = tuple(slice(None) if stride else slice(1) for stride in values.strides)
    return values[once]


def out_of_hundred(odds: NDArray[np.floating]) -> NDArray[np.float64]:
    """Log-odds as 1 to 99: how sure one could be if exactly one of two pairs, this and a chance one, were real."""
    far = np.abs(odds.astype(np.float64))
    cautious = np.sign(odds) * (np.minimum(far, MEASURED) + BEYOND * np.clip(far - MEASURED, 0, 50))
    shown: NDArray[np.float64] = np.clip(100 / (1 + np.exp(-cautious)), LEAST, MOST)
    return shown


def blocks(seekers: Side, offers: int) -> Iterator[tuple[int, int]]:
    """Stretches of seekers whose past deals by offers fit into memory."""
    starts, first, wide = seekers.deals.starts, 0, max(offers, 1)
    most = max(1, BLOCK_PAIRS // wide)
    while first < len(seekers):
        fitting = int(np.searchsorted(starts, starts[first] + BLOCK_CELLS // wide, "right")) - 1
        last = min(max(fitting, first + 1), first + most, len(seekers))
        yield first, last
        first = last
