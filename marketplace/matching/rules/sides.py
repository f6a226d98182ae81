"""Seats turned into arrays, one row per seat and one array per field."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.arrays import UNKNOWN, Bags, Codes, Flags, Floats, one_each
from marketplace.matching.rules.corpus import Corpus
from marketplace.matching.rules.deals import Deals
from marketplace.matching.rules.encoding import dealt, marks, plain, usual, weighed
from marketplace.matching.rules.seats import Seat
from marketplace.matching.rules.vectors import Meant, meant


@dataclass(frozen=True, eq=False)
class Side:
    """One side of the book as a structure of arrays; `amount` fields are natural logarithms of US dollars."""

    country: Codes
    city: Codes
    name: Codes
    organisation: NDArray[np.str_]
    group: NDArray[np.str_]
    sectors: Flags
    technologies: Flags
    segments: Flags
    stages: Flags
    instruments: Flags
    directions: Flags
    languages: Flags
    markets: Flags
    worldwide: Flags
    certified_markets: Flags
    served_markets: Flags
    subjects: Flags
    limited_to: Flags
    excluded_tags: Flags
    excluded_countries: Flags
    low: Floats
    high: Floats
    changed: Floats
    trust: Floats
    whole: Flags
    declared: Flags
    abroad: Floats
    acquires_core: Floats
    small: Flags
    tags: Bags
    words: Bags
    holders: Bags
    friends: Bags
    partners: Bags
    exposure: Floats
    founded: Floats
    backed: Floats
    step: Floats
    country_share: Floats
    city_share: Floats
    country_flow: Bags
    country_elsewhere: Floats
    city_flow: Bags
    city_elsewhere: Floats
    customs: NDArray[np.object_]
    protected_markets: Flags
    dealt_markets: Flags
    leads: Flags
    promising: Flags
    thesis: Bags
    known_as: Bags
    near: Bags
    siblings: Bags
    holder_homes: Bags
    holder_size: Floats
    meanings: NDArray[np.object_]
    deals: Deals

    def __len__(self) -> int:
        return len(self.country)

    def rows(self, first: int, last: int) -> "Side":
        """The part from row `first` up to but not including `last`."""
        return Side(**{name.name: _cut(getattr(self, name.name), first, last) for name in fields(self)})

    def unread(self) -> "Side":
        """The same, as if nobody had read what the texts mean."""
        return replace(self, meanings=np.fromiter(((),) * len(self), np.object_, len(self)))

    @cached_property
    def party(self) -> NDArray[np.intp]:
        """A number for each row, the same for rows of one organisation."""
        return np.unique(self.organisation, return_inverse=True)[1]

    @cached_property
    def _by_organisation(self) -> tuple[NDArray[np.str_], NDArray[np.intp]]:
        order = np.argsort(self.organisation, kind="stable")
        return self.organisation[order], order

    def rows_of(self, organisation: str) -> NDArray[np.intp]:
        """The rows of one organisation."""
        names, rows = self._by_organisation
        first, last = (np.searchsorted(names, organisation, end) for end in ("left", "right"))
        return rows[first:last]

    @cached_property
    def at_country(self) -> Bags:
        """The home country of each row."""
        return one_each(self.country, self.holder_homes.width)

    @cached_property
    def at_city(self) -> Bags:
        """The home city of each row."""
        return one_each(self.city, int(self.city.max(initial=UNKNOWN)) + 1)

    @cached_property
    def meanings_en(self) -> Meant:
        """What the public texts in English mean."""
        return meant(self.meanings, "en")

    @cached_property
    def meanings_vi(self) -> Meant:
        """What the public texts in Vietnamese mean."""
        return meant(self.meanings, "vi")

    @cached_property
    def last_round(self) -> Floats:
        """The month of the last dated deal; NaN if there is none."""
        return self.deals.latest(self.deals.month)

    @cached_property
    def last_amount(self) -> Floats:
        """The amount of the last deal that names one, as a logarithm."""
        return self.deals.latest(self.deals.amount)


def side_of(seats: Sequence[Seat], corpus: Corpus) -> Side:
    """Encode seats with a corpus; what the corpus does not know can match nothing and is left out."""
    columns = plain(seats) | marks(seats, corpus) | weighed(seats, corpus) | usual(seats, corpus)
    return Side(**columns, deals=dealt([seat.deals for seat in seats], corpus))


def _cut(value: Any, first: int, last: int) -> Any:
    return value[first:last] if isinstance(value, np.ndarray) else value.rows(first, last)
