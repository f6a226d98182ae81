"""What can be asked of a search page, and how an address is read: what nobody offers is set aside, never an error."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

PAGE_SIZE = 20
MOST_VALUES = 30
LONGEST_TEXT = 200
LAST_PAGE = 500


class Kind(StrEnum):
    """What a search page looks for."""

    COMPANY = "company"
    PRODUCT = "product"
    INVESTOR = "investor"


class Order(StrEnum):
    """In which order results come."""

    RELEVANCE = "relevance"
    NAME = "name"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter with counts: its field in the index and the taxonomy of its codes."""

    field: str
    taxonomy: str


def _facets(*names: str, **renamed: str) -> tuple[Facet, ...]:
    return (*(Facet(name, name) for name in names), *(Facet(*pair) for pair in renamed.items()))


TICKET_BAND = "ticket_band"
FACETS: Mapping[Kind, tuple[Facet, ...]] = {
    Kind.COMPANY: _facets(
        "technology",
        "sector",
        "province",
        "enterprise_type",
        "segment",
        "market",
        "country",
        "development_stage",
        "ownership",
        "standard",
        "facet",
    ),
    Kind.PRODUCT: _facets("technology", "sector", "segment", "market", "province", "country", "standard"),
    Kind.INVESTOR: _facets("technology", "sector", "stage", TICKET_BAND, "market", "country", "instrument"),
}

# Lower edges in US dollars; a range belongs to every band that it touches.
TICKET_BANDS: Mapping[str, int] = {
    "under_100k": 0,
    "100k_1m": 100_000,
    "1m_10m": 1_000_000,
    "10m_100m": 10_000_000,
    "over_100m": 100_000_000,
}

Known = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asked: text, chosen codes by facet, order and page. `set_aside` names what was not understood."""

    kind: Kind
    text: str = ""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    order: Order | None = None
    page: int = 1
    set_aside: tuple[str, ...] = ()

    @property
    def order_in_use(self) -> Order:
        """The order chosen, else relevance for a text and names for a list."""
        return self.order or (Order.RELEVANCE if self.text else Order.NAME)

    def values(self, field: str) -> tuple[str, ...]:
        """The codes chosen in one facet."""
        return dict(self.chosen).get(field, ())

    def with_toggled(self, field: str, code: str) -> "Asked":
        """The same from the first page, with one code chosen or no longer chosen."""
        chosen = dict(self.chosen)
        held = chosen.get(field, ())
        chosen[field] = tuple(v for v in held if v != code) if code in held else (*held, code)
        return replace(self, chosen=tuple((name, codes) for name, codes in chosen.items() if codes), page=1)

    def with_order(self, order: Order) -> "Asked":
        """The same from the first page in another order."""
        return replace(self, order=order, page=1)

    def without_filters(self) -> "Asked":
        """Only the text."""
        return replace(self, chosen=(), page=1)

    def without_text(self) -> "Asked":
        """Only the filters."""
        return replace(self, text="", order=None, page=1)

    @property
    def kept(self) -> dict[str, str | list[str]]:
        """What a new text keeps: filters and order."""
        return {name: value for name, value in self.arguments().items() if name != "q"}

    def arguments(self) -> dict[str, str | list[str]]:
        """What the address carries, without the page."""
        found: dict[str, str | list[str]] = {"q": self.text} if self.text else {}
        found |= {field: list(codes) for field, codes in self.chosen}
        return found | ({"sort": self.order.value} if self.order else {})


def read(kind: Kind, arguments: Mapping[str, Sequence[str]], known: Known) -> Asked:
    """Read an address. `known` tells whether a taxonomy has a code."""
    chosen: list[tuple[str, tuple[str, ...]]] = []
    aside: list[str] = []
    for facet in FACETS[kind]:
        given = list(dict.fromkeys(arguments.get(facet.field, ())))[:MOST_VALUES]
        codes = tuple(code for code in given if known(facet.taxonomy, code))
        chosen += [(facet.field, codes)] if codes else []
        aside += [facet.field] if any(code for code in given if code not in codes) else []
    return Asked(
        kind=kind,
        text=" ".join(_first(arguments, "q").split())[:LONGEST_TEXT],
        chosen=tuple(chosen),
        order=_order(_first(arguments, "sort")),
        page=_page(_first(arguments, "page")),
        set_aside=tuple(aside),
    )


def ticket_bands(low: Decimal | None, high: Decimal | None) -> tuple[str, ...]:
    """The bands that a range of US dollars touches; an open end reaches all the way, two open ends say nothing."""
    if low is None and high is None:
        return ()
    edges = [*TICKET_BANDS.values(), None]
    bands = zip(TICKET_BANDS, edges, edges[1:], strict=False)
    return tuple(code for code, floor, ceiling in bands if _touches(low, high, floor or 0, ceiling))


def _touches(low: Decimal | None, high: Decimal | None, floor: int, ceiling: int | None) -> bool:
    begins_before_the_end = low is None or ceiling is None or low < ceiling
    ends_after_the_beginning = high is None or high > floor or (high == low == floor)
    return begins_before_the_end and ends_after_the_beginning


def _first(arguments: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(arguments.get(name, ())), "")


def _order(text: str) -> Order | None:
    return Order(text) if text in set(Order) else None


def _page(text: str) -> int:
    return min(max(1, int(text[:6])), LAST_PAGE) if text.isascii() and text.isdigit() else 1
