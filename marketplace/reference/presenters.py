"""Reference data in the words of the page."""

from collections.abc import Callable, Mapping

from marketplace.foundation.charts import Tile, TileMap, tile_map
from marketplace.foundation.i18n import language
from marketplace.reference import queries
from marketplace.reference.queries import shipped


def term(code: str | None, taxonomy: str) -> str:
    """The template filter: `code|term("technology")`."""
    return queries.label(taxonomy, code, language())


def terms(codes: tuple[str, ...] | list[str], taxonomy: str) -> str:
    """The template filter for several codes: `codes|terms("sector")`."""
    return ", ".join(term(code, taxonomy) for code in codes)


def province_map(title: str, counts_are: str, counts: Mapping[str, int], href: Callable[[str], str]) -> TileMap:
    """The present provinces as tiles, each with its number and the address that `href` gives for its code."""
    places = shipped.province_tiles()
    return tile_map(
        title,
        counts_are,
        [
            Tile(
                column=places[found.code][0],
                row=places[found.code][1],
                short=places[found.code][2],
                name=found.name.best(language()),
                count=counts.get(found.code, 0),
                href=href(found.code),
            )
            for found in queries.provinces()
            if found.code in places
        ],
    )
