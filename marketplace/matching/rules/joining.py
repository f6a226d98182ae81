"""Encoded sides put together: rows of one and rows of another as one side, in any order and without encoding anew."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Part = TypeVar("Part")
Rows = NDArray[np.intp]


def joined(first: Part, second: Part) -> Part:
    """The rows of the first, then those of the second, whose codes go on where those of the first end."""
    if isinstance(first, np.ndarray):
        return _stacked(first, second)  # type: ignore[arg-type, return-value]  # both are of one type
    pairs = {part.name: (getattr(first, part.name), getattr(second, part.name)) for part in fields(first)}  # type: ignore[arg-type]
    return type(first)(**{name: _joined_part(name, *both) for name, both in pairs.items()})


def taken(part: Part, rows: Rows) -> Part:
    """These rows, in this order."""
    if isinstance(part, np.ndarray):
        return part[rows]  # type: ignore[return-value]
    starts = getattr(part, "starts", None)
    if starts is None:
        return type(part)(**{each.name: taken(getattr(part, each.name), rows) for each in fields(part)})  # type: ignore[arg-type]
    lengths = np.diff(starts)[rows]
    ends = np.cumsum(lengths)
    entries = np.arange(int(lengths.sum())) + np.repeat(starts[rows] - (ends - lengths), lengths)
    values = {each.name: _entries(getattr(part, each.name), entries) for each in fields(part) if each.name != "starts"}  # type: ignore[arg-type]
    made: Any = type(part)
    whole: Part = made(starts=np.concatenate(([0], ends)).astype(np.int64), **values)
    return whole


def strangers(part: Any, rows: int) -> NDArray[np.bool_]:
    """The rows that mark a code outside the vocabulary: in a longer one it may have a column of its own."""
    columns = (getattr(part, each.name) for each in fields(part))
    found = np.zeros(rows, np.bool_)
    for each in columns:
        if isinstance(each, np.ndarray) and each.dtype == np.bool_ and each.ndim == 2 and each.shape[1]:
            found |= each[:, -1]
    return found


def _joined_part(name: str, first: Any, second: Any) -> Any:
    if name == "starts":
        return np.concatenate((first, first[-1] + second[1:]))
    return max(first, second) if isinstance(first, int) else joined(first, second)


def _entries(value: Any, entries: Rows) -> Any:
    return value if isinstance(value, int) else taken(value, entries)


def _stacked(first: NDArray[Any], second: NDArray[Any]) -> NDArray[Any]:
    """Marks over a vocabulary that has grown get columns for the new codes: nobody bore them before."""
    if first.ndim == 1:
        return np.concatenate((first, second))
    wide = max(first.shape[1], second.shape[1])
    return np.concatenate([np.pad(each, ((0, 0), (0, wide - each.shape[1]))) for each in (first, second)])


def in_order(kept: Sequence[int], places: int) -> Rows:
    """Where each of so many places finds its row: `kept` names rows of the first side, -1 the next of the second."""
    rows = np.array(kept, np.intp)
    fresh = rows < 0
    rows[fresh] = places + np.arange(int(fresh.sum()))
    return rows
