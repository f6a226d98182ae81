"""What a mandate says, and which part of it each kind of reader may know."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from marketplace.foundation.money import Money, decimals
from marketplace.foundation.text import NO_TEXT, Localised
from marketplace.mandates import rules
from marketplace.mandates.rules import CRITERIA, DEFAULT_PRIVACY, GLOBAL_MARKET, MandateKind, Privacy, Problem
from marketplace.publishing.content import SCHEMA, from_plain, to_plain, without_schema

__all__ = [
    "CRITERIA",
    "DEFAULT_PRIVACY",
    "GLOBAL_MARKET",
    "Mandate",
    "MandateKind",
    "Privacy",
    "TicketRange",
    "from_json",
    "problems",
    "public_part",
    "to_json",
    "visible_to_other_side",
]

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class TicketRange:
    """The size of one investment, in minor units of the currency; an open end is None."""

    minimum: int | None
    maximum: int | None
    currency: str

    def minimum_money(self) -> Money | None:
        """The lower end, if there is one."""
        return None if self.minimum is None else Money(self.minimum, self.currency)

    def maximum_money(self) -> Money | None:
        """The upper end, if there is one."""
        return None if self.maximum is None else Money(self.maximum, self.currency)


@dataclass(frozen=True, slots=True)
class Mandate:
    """One thing that a party seeks or offers; codes are those of the reference taxonomies, countries ISO alpha-2."""

    kind: MandateKind
    title: Localised = NO_TEXT
    thesis: Localised = NO_TEXT
    ticket: TicketRange | None = None
    amount_sought: Money | None = None
    stages: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    excluded_sectors: tuple[str, ...] = ()
    excluded_countries: tuple[str, ...] = ()
    excluded_technologies: tuple[str, ...] = ()
    use_of_funds: Localised = NO_TEXT
    existing_investors: tuple[str, ...] = ()
    privacy: tuple[tuple[str, Privacy], ...] = ()

    def privacy_of(self, criterion: str) -> Privacy:
        """The class that the owner chose for a criterion, else the default; raises KeyError for an unknown one."""
        chosen = dict(self.privacy).get(criterion)
        return DEFAULT_PRIVACY[criterion] if chosen is None else chosen

    @property
    def is_open(self) -> bool:
        """Whether the other side may know at all that this mandate exists."""
        return self.privacy_of("kind") is not Privacy.PRIVATE

    @property
    def is_public(self) -> bool:
        """Whether everybody may know that it exists."""
        return self.privacy_of("kind") is Privacy.PUBLIC


def to_json(mandate: Mandate) -> dict[str, Any]:
    """The mandate as a revision stores it: schema version, empty fields left out."""
    return {SCHEMA: SCHEMA_VERSION, **to_plain(mandate)}


def from_json(plain: Mapping[str, Any]) -> Mandate:
    """The mandate that a revision holds; raises UnreadableContent for a shape it does not know."""
    return from_plain(Mandate, without_schema(plain, SCHEMA_VERSION))


def visible_to_other_side(mandate: Mandate) -> Mandate:
    """What steers and may be read by the other side: private criteria gone, shared amounts in coarse bands.

    A shared amount sought comes as the ticket range of its band. Of a mandate that is not open nothing is left
    but its kind: ask `is_open` first.
    """
    if not mandate.is_open:
        return Mandate(mandate.kind)
    return _banded(_keeping(mandate, lambda privacy: privacy is not Privacy.PRIVATE), mandate)


def public_part(mandate: Mandate) -> Mandate:
    """What everybody may read, and what the public index may hold: public criteria of a public mandate, exact."""
    if not mandate.is_public:
        return Mandate(mandate.kind)
    return _keeping(mandate, lambda privacy: privacy is Privacy.PUBLIC)


def _keeping(mandate: Mandate, keeps: Callable[[Privacy], bool]) -> Mandate:
    """The mandate with only its kind and the criteria whose class is kept; what was chosen for others is forgotten."""
    kept = {name for name in CRITERIA if keeps(mandate.privacy_of(name))}
    shown = {name: getattr(mandate, name) for name in _names() if name in kept}
    chosen = tuple((name, privacy) for name, privacy in mandate.privacy if name in kept)
    return replace(Mandate(mandate.kind), **{**shown, "kind": mandate.kind, "privacy": chosen})


def _names() -> tuple[str, ...]:
    return tuple(entry.name for entry in fields(Mandate))


def _banded(shown: Mandate, mandate: Mandate) -> Mandate:
    if shown.ticket is not None and mandate.privacy_of("ticket") is Privacy.SHARED:
        shown = replace(shown, ticket=_band(shown.ticket))
    amount = shown.amount_sought
    if amount is not None and mandate.privacy_of("amount_sought") is Privacy.SHARED:
        exact = TicketRange(amount.minor, amount.minor, amount.currency)
        shown = replace(shown, amount_sought=None, ticket=_band(exact))
    return shown


def _band(exact: TicketRange) -> TicketRange:
    places = decimals(exact.currency)
    low = None if exact.minimum is None else rules.band_floor(exact.minimum, places)
    high = None if exact.maximum is None else rules.band_ceiling(exact.maximum, places)
    return TicketRange(low, high, exact.currency)


def problems(mandate: Mandate) -> tuple[tuple[str, Problem], ...]:
    """What keeps a mandate from being published, by criterion; nothing if it can go live."""
    found: list[tuple[str, Problem]] = []
    if mandate.title.is_empty:
        found.append(("title", Problem.TITLE_MISSING))
    found += _length_problems(mandate)
    found += _kind_problems(mandate)
    found += _amount_problems(mandate)
    for wanted, excluded in rules.EXCLUDED_BY.items():
        if rules.wanted_and_excluded(getattr(mandate, wanted), getattr(mandate, excluded)):
            found.append((excluded, Problem.WANTED_AND_EXCLUDED))
    found += [(name, Problem.UNKNOWN_CRITERION) for name, _ in mandate.privacy if name not in DEFAULT_PRIVACY]
    return tuple(found)


def _length_problems(mandate: Mandate) -> list[tuple[str, Problem]]:
    longest = {"title": rules.LONGEST_TITLE, "thesis": rules.LONGEST_TEXT, "use_of_funds": rules.LONGEST_TEXT}
    found = [
        (name, Problem.TOO_LONG)
        for name, most in longest.items()
        if any(len(text) > most for text in getattr(mandate, name).texts())
    ]
    if any(len(name) > rules.LONGEST_TITLE for name in mandate.existing_investors):
        found.append(("existing_investors", Problem.TOO_LONG))
    if len(mandate.existing_investors) > rules.MOST_NAMES:
        found.append(("existing_investors", Problem.TOO_MANY))
    return found


def _kind_problems(mandate: Mandate) -> list[tuple[str, Problem]]:
    empty = Mandate(mandate.kind)
    own = rules.CRITERIA_OF_KIND[mandate.kind]
    foreign = [name for name in CRITERIA if name not in own]
    return [(name, Problem.NOT_OF_KIND) for name in foreign if getattr(mandate, name) != getattr(empty, name)]


def _amount_problems(mandate: Mandate) -> list[tuple[str, Problem]]:
    found = []
    if mandate.ticket is not None:
        found += [
            ("ticket", problem) for problem in rules.ticket_problems(mandate.ticket.minimum, mandate.ticket.maximum)
        ]
    if mandate.amount_sought is not None and mandate.amount_sought.minor <= 0:
        found.append(("amount_sought", Problem.NOT_POSITIVE))
    return found
