"""A map of equal tiles: every place one square of the same size, where the reader expects it, with its number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil, log1p

SHADES = 4
TILE, GAP = 44, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One place: where it stands, what it is called, how many it has, where it leads."""

    column: int
    row: int
    short: str
    name: str
    count: int
    href: str
    shade: int = 0

    @property
    def x(self) -> int:
        """Its left edge."""
        return self.column * (TILE + GAP)

    @property
    def y(self) -> int:
        """Its upper edge."""
        return self.row * (TILE + GAP)


@dataclass(frozen=True, slots=True)
class TileMap:
    """The tiles in reading order, with what the drawing measures."""

    title: str
    counts: str
    tiles: tuple[Tile, ...]
    width: int
    height: int
    size: int = TILE


def tile_map(title: str, counts: str, tiles: Iterable[Tile]) -> TileMap:
    """The map; `counts` heads the column of numbers. A shade of 0 means none."""
    ordered = sorted(tiles, key=lambda tile: (tile.row, tile.column))
    most = max((tile.count for tile in ordered), default=0)
    shaded = tuple(_shaded(tile, most) for tile in ordered)
    return TileMap(
        title,
        counts,
        shaded,
        width=max((tile.x for tile in shaded), default=0) + TILE,
        height=max((tile.y for tile in shaded), default=0) + TILE,
    )


def _shaded(tile: Tile, most: int) -> Tile:
    """By the logarithm: one large city does not make all others look the same."""
    return replace(tile, shade=ceil(SHADES * log1p(tile.count) / log1p(most)) if tile.count else 0)
