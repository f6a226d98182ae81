"""Arrays that signals compute on: aliases, and bags of weighted codes stored row after row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int32]
Places = NDArray[np.intp]

UNKNOWN = -1
CHUNK = 2048
LONG = 256
MANY = 8192


@dataclass(frozen=True)
class Bags:
    """Rows of (code, weight), stored one after the other; row r owns codes[starts[r]:starts[r + 1]]."""

    starts: NDArray[np.int64]
    codes: Codes
    weights: Floats
    width: int

    def __len__(self) -> int:
        return len(self.starts) - 1

    def rows(self, first: int, last: int) -> "Bags":
        """The rows from `first` up to but not including `last`."""
        begin, end = int(self.starts[first]), int(self.starts[last])
        return Bags(self.starts[first : last + 1] - begin, self.codes[begin:end], self.weights[begin:end], self.width)

    def dense(self) -> Floats:
        """The same rows as a full matrix."""
        out = np.zeros((len(self), self.width), np.float32)
        out[np.repeat(np.arange(len(self)), np.diff(self.starts)), self.codes] = self.weights
        return out

    @cached_property
    def columns(self) -> Floats:
        """The full matrix with a row for each code and a column for each bag."""
        return np.ascontiguousarray(self.dense().T)

    @cached_property
    def by_code(self) -> tuple[Codes, NDArray[np.int64], Floats]:
        """The same entries sorted by code: the codes, the row of each, and its weight."""
        order = np.argsort(self.codes, kind="stable")
        rows = np.repeat(np.arange(len(self)), np.diff(self.starts))
        return self.codes[order], rows[order], self.weights[order]

    @cached_property
    def code_starts(self) -> Places:
        """Where each code begins among the entries sorted by code, and where the last one ends."""
        return np.searchsorted(self.by_code[0], np.arange(self.width + 1))

    @cached_property
    def present(self) -> "Bags":
        """The same codes, each with weight one."""
        return replace(self, weights=np.ones_like(self.weights))

    @cached_property
    def as_shares(self) -> "Bags":
        """The same codes with weights that sum to one in each row."""
        whole = np.repeat(segment_sums(self.weights, self.starts), np.diff(self.starts))
        return replace(self, weights=self.weights / whole)

    def times(self, other: "Bags") -> Floats:
        """Every row here with every row there: (len(self), len(other)) products."""
        out = np.empty((len(self), len(other)), np.float32)
        for first in range(0, len(self), CHUNK):
            last = min(first + CHUNK, len(self))
            out[first:last] = over(self.rows(first, last).dense(), other)
        return out


def meeting(left: Bags, right: Bags) -> Floats:
    """Products of every row with every row, made from the codes that both sides hold: for rows with few in common."""
    entries, places, ours = _met(left, right)
    _, theirs, weights = right.by_code
    worth = left.weights[entries] * weights[places]
    cells = len(left) * len(right)
    sums = np.bincount(ours * len(right) + theirs[places], weights=worth, minlength=cells)
    return sums.reshape(len(left), len(right)).astype(np.float32)


def shared_codes(left: Bags, right: Bags) -> tuple[Places, Places]:
    """The pairs of rows that hold a code in common, as left rows and right rows; a pair for each such code."""
    _, places, ours = _met(left, right)
    return ours, right.by_code[1][places]


def _met(left: Bags, right: Bags) -> tuple[Places, Places, Places]:
    """Wherever an entry of the left finds its code: the entry, the place among the right's by code, the left's row."""
    codes = right.by_code[0]
    first, last = (np.searchsorted(codes, left.codes, end) for end in ("left", "right"))
    met = last - first
    entries = np.repeat(np.arange(len(met)), met)
    places = np.arange(len(entries)) + np.repeat(first - np.cumsum(met) + met, met)
    return entries, places, np.repeat(np.arange(len(left)), np.diff(left.starts))[entries]


def per(part: Floats, whole: Floats) -> Floats:
    """Each part divided by its whole; where there is no whole, the part as it is."""
    return np.asarray(part / np.where(whole > 0, whole, np.float32(1)), np.float32)


def over(left: Floats, right: Bags) -> Floats:
    """Rows of weights by code with every bag, over the codes that occur on the left; the others would add nothing."""
    if len(right) >= MANY:
        return gathered(left, right)
    used = np.flatnonzero(left.any(axis=0))
    return product(left[:, used], right.columns[used].T)


def gathered(left: Floats, right: Bags) -> Floats:
    """The same through the bags that hold each code: where a matrix of all bags would be large and nearly empty."""
    out = np.zeros((len(left), len(right)), np.float32)
    rows, weights, starts = *right.by_code[1:], right.code_starts
    for row, code in zip(*np.nonzero(left), strict=True):
        holding = slice(starts[code], starts[code + 1])
        out[row, rows[holding]] += left[row, code] * weights[holding]
    return out


def product(left: Floats, right: Floats) -> Floats:
    """Every row with every row; the vector units may raise flags for lanes that hold no number of ours."""
    with np.errstate(all="ignore"):
        return np.asarray(left @ right.T, np.float32)


def segment_sums(values: Floats, starts: NDArray[np.int64]) -> Floats:
    """Sums of consecutive stretches of the first axis; an empty stretch sums to 0."""
    return _segments(np.add, values, starts)


def segment_maxima(values: Floats, starts: NDArray[np.int64]) -> Floats:
    """Greatest values of consecutive stretches of the first axis; an empty stretch gives 0."""
    return _segments(np.maximum, values, starts)


def _segments(join: np.ufunc, values: Floats, starts: NDArray[np.int64]) -> Floats:
    """Long rows are joined whole: `reduceat` would walk down one column after the other."""
    out = np.zeros((len(starts) - 1, *values.shape[1:]), np.float32)
    filled = np.flatnonzero(np.diff(starts))
    if values.ndim > 1 and values.shape[1] >= LONG:
        for row in filled.tolist():
            join.reduce(values[starts[row] : starts[row + 1]], axis=0, out=out[row])
    elif len(filled):
        out[filled] = join.reduceat(values, starts[filled], axis=0)
    return out


def bags(rows: Sequence[Mapping[int, float]], width: int) -> Bags:
    """Bags from one mapping of code to weight per row."""
    starts = np.concatenate(([0], np.cumsum([len(row) for row in rows], dtype=np.int64))).astype(np.int64)
    codes = np.fromiter((code for row in rows for code in row), np.int32, int(starts[-1]))
    weights = np.fromiter((weight for row in rows for weight in row.values()), np.float32, int(starts[-1]))
    return Bags(starts, codes, weights, width)


def one_each(codes: Codes, width: int) -> Bags:
    """A row for each code that holds just it, and nothing where it is unknown."""
    known = codes != UNKNOWN
    starts = np.concatenate(([0], np.cumsum(known, dtype=np.int64)))
    return Bags(starts, codes[known], np.ones(int(known.sum()), np.float32), width)


def flags(rows: Iterable[Iterable[str]], codes: Mapping[str, int]) -> Flags:
    """One row of yes and no per party over a vocabulary, and a last column for codes outside it.

    Only a reader can have such codes, for the vocabulary knows all of a book: the last column meets nobody.
    """
    listed = list(rows)
    out = np.zeros((len(listed), len(codes) + 1), np.bool_)
    for number, row in enumerate(listed):
        out[number, [codes.get(code, len(codes)) for code in row]] = True
    return out


def marked(rows: Flags) -> Flags:
    """Which rows mark anything at all."""
    return np.asarray(rows.any(axis=1), np.bool_)


def numbers(values: Iterable[float | None]) -> Floats:
    """Amounts with NaN for unknown."""
    return np.array([np.nan if value is None else value for value in values], np.float32)


def shared(left: Flags, right: Flags) -> Floats:
    """How many codes each row of `left` has in common with each row of `right`."""
    used = np.flatnonzero(left.any(axis=0))
    return product(left[:, used].astype(np.float32), right[:, used].astype(np.float32))
