"""Charts drawn on the server: SVG in our own colours, one sentence about it, and the same numbers as a table."""

from marketplace.foundation.charts.kinds import bars, funnel, line, sparkline
from marketplace.foundation.charts.tiles import Tile, TileMap, tile_map
from marketplace.foundation.charts.values import Chart, Series, short_money

__all__ = ["Chart", "Series", "Tile", "TileMap", "bars", "funnel", "line", "short_money", "sparkline", "tile_map"]
