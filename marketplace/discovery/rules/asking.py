"""What can be asked of a search page, and how an address is read: what nobody offers is set aside, never an error."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from marketplace.discovery.rules.tickets import TICKET_BAND

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

Known = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asked: text, chosen codes by facet, order and page. `set_aside` names what was not understood.

    `exact`: the text as it stands, also where a better spelling would find more.
    """

    kind: Kind
    text: str = ""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    order: Order | None = None
    page: int = 1
    set_aside: tuple[str, ...] = ()
    exact: bool = False

    @property
    def order_in_use(self) -> Order:
        """The order chosen, else relevance for a text and names for a list."""
        return self.order or _usual_order(self.text)

    @property
    def is_narrow(self) -> bool:
        """Whether anything is asked at all: a text or a filter."""
        return bool(self.text or self.chosen)

    def values(self, field: str) -> tuple[str, ...]:
        """The codes chosen in one facet."""
        return dict(self.chosen).get(field, ())

    def with_toggled(self, field: str, code: str) -> "Asked":
        """The same from the first page, with one code chosen or no longer chosen."""
        held = self.values(field)
        return self._choosing(field, tuple(v for v in held if v != code) if code in held else (*held, code))

    def without(self, field: str) -> "Asked":
        """The same from the first page, with nothing chosen in one facet."""
        return self._choosing(field, ())

    def _choosing(self, field: str, codes: tuple[str, ...]) -> "Asked":
        chosen = {**dict(self.chosen), field: tuple(sorted(codes))}
        names = [facet.field for facet in FACETS[self.kind]]
        kept = tuple((name, chosen[name]) for name in names if chosen.get(name))
        return replace(self, chosen=kept, page=1)

    def with_order(self, order: Order) -> "Asked":
        """The same from the first page in another order."""
        return replace(self, order=None if order is _usual_order(self.text) else order, page=1)

    def with_text(self, text: str, *, exact: bool = False) -> "Asked":
        """The same filters for another text, or for this one as it stands."""
        return replace(self, text=text, exact=exact, page=1)

    def of_kind(self, kind: Kind) -> "Asked":
        """Only the text, in another kind."""
        return Asked(kind, text=self.text)

    def without_filters(self) -> "Asked":
        """Only the text."""
        return replace(self, chosen=(), page=1)

    def without_text(self) -> "Asked":
        """Only the filters."""
        return replace(self, text="", order=None, exact=False, page=1)

    @property
    def kept(self) -> dict[str, str | list[str]]:
        """What a new text keeps: filters and order."""
        return {name: value for name, value in self.arguments().items() if name not in ("q", "exact")}

    def arguments(self) -> dict[str, str | list[str]]:
        """What the address carries, always in one order, without the page."""
        found: dict[str, str | list[str]] = {"q": self.text} if self.text else {}
        found |= {field: list(codes) for field, codes in self.chosen}
        found |= {"sort": self.order.value} if self.order else {}
        return found | ({"exact": "1"} if self.exact else {})

    def address(self) -> dict[str, str | list[str]]:
        """The same with the page, unless it is the first: one search has one address."""
        return self.arguments() | ({"page": str(self.page)} if self.page > 1 else {})


def read(kind: Kind, arguments: Mapping[str, Sequence[str]], known: Known) -> Asked:
    """Read an address. `known` tells whether a taxonomy has a code."""
    chosen: list[tuple[str, tuple[str, ...]]] = []
    aside: list[str] = []
    for facet in FACETS[kind]:
        given = list(dict.fromkeys(arguments.get(facet.field, ())))[:MOST_VALUES]
        codes = tuple(sorted(code for code in given if known(facet.taxonomy, code)))
        chosen += [(facet.field, codes)] if codes else []
        aside += [facet.field] if any(code for code in given if code not in codes) else []
    text = words_asked(arguments)
    return Asked(
        kind=kind,
        text=text,
        chosen=tuple(chosen),
        order=_order(_first(arguments, "sort"), text),
        page=_page(_first(arguments, "page")),
        set_aside=tuple(aside),
        exact=bool(text) and _first(arguments, "exact") == "1",
    )


def words_asked(arguments: Mapping[str, Sequence[str]]) -> str:
    """The text of an address, on one line and no longer than anybody would ask."""
    return " ".join(_first(arguments, "q").split())[:LONGEST_TEXT].rstrip()


def is_canonical(given: Sequence[tuple[str, str]], address: Mapping[str, str | list[str]]) -> bool:
    """Whether what an address carries is just that, in that order."""
    wanted = [(name, v) for name, held in address.items() for v in ([held] if isinstance(held, str) else held)]
    return list(given) == wanted


def _first(arguments: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(arguments.get(name, ())), "")


def _usual_order(text: str) -> Order:
    return Order.RELEVANCE if text else Order.NAME


def _order(name: str, text: str) -> Order | None:
    """The order, unless it is the usual one or would order nothing."""
    if name not in set(Order) or name == _usual_order(text) or (name == Order.RELEVANCE and not text):
        return None
    return Order(name)


def _page(text: str) -> int:
    return min(max(1, int(text[:6])), LAST_PAGE) if text.isascii() and text.isdigit() else 1
