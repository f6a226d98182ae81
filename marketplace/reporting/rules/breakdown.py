"""Which lines of a breakdown everybody may see, so that no line and no difference points to a few companies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FEWEST = 5


@dataclass(frozen=True, slots=True)
class Member:
    """One counted deal: the one cell that it belongs to, and who stands on each of its two sides."""

    cell: str
    home: frozenset[str]
    abroad: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of a breakdown: how many deals; without a code, all that are not named."""

    code: str | None
    count: int


def is_large_enough(members: Sequence[Member]) -> bool:
    """At least five deals, and at least five companies on either side."""
    homes = frozenset[str]().union(*(member.home for member in members))
    abroad = frozenset[str]().union(*(member.abroad for member in members))
    return min(len(members), len(homes), len(abroad)) >= FEWEST


def every_cell(members: Iterable[Member]) -> tuple[Cell, ...]:
    """Each cell with its number, largest first: for officers."""
    return tuple(Cell(code, len(inside)) for code, inside in _by_cell(members))


def public_cells(members: Sequence[Member]) -> tuple[Cell, ...]:
    """The cells that are large enough; all others together as one, if that is large enough too.

    The total is public, so what is left out could be subtracted: where the others are too few, the smallest shown cell
    joins them until they are not. Cells do not overlap; each sum of lines is then at least as large as one line.
    Nothing remains where only the total would.
    """
    named = [(code, inside) for code, inside in _by_cell(members) if is_large_enough(inside)]
    kept = {code for code, _inside in named}
    others = [member for member in members if member.cell not in kept]
    while others and named and not is_large_enough(others):
        others += named.pop()[1]
    if not named:
        return ()
    rest = (Cell(None, len(others)),) if others else ()
    return (*(Cell(code, len(inside)) for code, inside in named), *rest)


def _by_cell(members: Iterable[Member]) -> list[tuple[str, list[Member]]]:
    """Largest first, so that the smallest is the last."""
    cells: dict[str, list[Member]] = {}
    for member in members:
        cells.setdefault(member.cell, []).append(member)
    return sorted(cells.items(), key=lambda item: (-len(item[1]), item[0]))
