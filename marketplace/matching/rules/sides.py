"""Seats turned into arrays, one row per seat and one array per field."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.arrays import UNKNOWN, Bags, Codes, Flags, Floats, bags, flags, numbers, one_each
from marketplace.matching.rules.corpus import Corpus, city_of, tags_of
from marketplace.matching.rules.flows import Customs, Flow
from marketplace.matching.rules.rounds import step_of
from marketplace.matching.rules.seats import PastDeal, Seat

HOME = "VN"
WORLD = "global"
DIRECTIONS = {"inbound": 0, "outbound": 1}


@dataclass(frozen=True)
class Deals:
    """Past deals of all rows, one after the other; row r owns starts[r] to starts[r + 1]."""

    starts: NDArray[np.int64]
    month: Floats
    country: Codes
    city: Codes
    amount: Floats
    stage: Codes
    counterpart: Codes
    step: Floats
    first: Floats
    tags: Bags

    def rows(self, first: int, last: int) -> "Deals":
        """The deals of rows `first` up to but not including `last`."""
        begin, end = int(self.starts[first]), int(self.starts[last])
        part = {name.name: getattr(self, name.name)[begin:end] for name in fields(self)[1:-1]}
        return Deals(starts=self.starts[first : last + 1] - begin, tags=self.tags.rows(begin, end), **part)

    @cached_property
    def owner(self) -> NDArray[np.int64]:
        """The row that each deal belongs to."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    @cached_property
    def counterparts(self) -> Bags:
        """The other side of each deal, by row; a deal whose other side nobody knows is left out."""
        known = self.counterpart != UNKNOWN
        starts = np.concatenate(([0], np.cumsum(np.bincount(self.owner[known], minlength=len(self.starts) - 1))))
        names = self.counterpart[known]
        return Bags(starts.astype(np.int64), names, np.ones(len(names), np.float32), 0)

    @cached_property
    def rounds(self) -> Floats:
        """How many different months the dated deals of each row lie in."""
        dated = ~np.isnan(self.month)
        months = np.unique(np.column_stack((self.owner[dated], self.month[dated].astype(np.int64))), axis=0)
        return np.bincount(months[:, 0], minlength=len(self.starts) - 1).astype(np.float32)

    @cached_property
    def countries(self) -> Floats:
        """How many different countries the deals of each row lie in."""
        known = self.country != UNKNOWN
        pairs = np.unique(np.column_stack((self.owner[known], self.country[known])), axis=0)
        return np.bincount(pairs[:, 0], minlength=len(self.starts) - 1).astype(np.float32)

    def latest(self, values: Floats) -> Floats:
        """Per row: the value of the latest dated deal that has one, the greatest of one month; NaN if there is none."""
        known = np.flatnonzero(~np.isnan(self.month) & ~np.isnan(values))
        order = known[np.lexsort((values[known], self.month[known], self.owner[known]))]
        out = np.full(len(self.starts) - 1, np.nan, np.float32)
        out[self.owner[order]] = values[order]
        return out


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
    deals: Deals

    def __len__(self) -> int:
        return len(self.country)

    def rows(self, first: int, last: int) -> "Side":
        """The part from row `first` up to but not including `last`."""
        return Side(**{name.name: _cut(getattr(self, name.name), first, last) for name in fields(self)})

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
    def last_round(self) -> Floats:
        """The month of the last dated deal; NaN if there is none."""
        return self.deals.latest(self.deals.month)

    @cached_property
    def last_amount(self) -> Floats:
        """The amount of the last deal that names one, as a logarithm."""
        return self.deals.latest(self.deals.amount)


def side_of(seats: Sequence[Seat], corpus: Corpus) -> Side:
    """Encode seats with a corpus; what the corpus does not know can match nothing and is left out."""
    tags, terms, places = corpus.tags, corpus.terms, corpus.places
    country_flows = [corpus.country_flows.get(seat.country or "") for seat in seats]
    city_flows = [corpus.city_flows.get(city_of(seat.country, seat.city) or "") for seat in seats]

    def marked(read: Callable[[Seat], Iterable[str]], codes: Mapping[str, int]) -> Flags:
        return flags((read(seat) for seat in seats), codes)

    return Side(
        country=_codes([seat.country for seat in seats], places),
        city=_codes([city_of(seat.country, seat.city) for seat in seats], corpus.cities),
        name=_codes([seat.name for seat in seats], corpus.names),
        organisation=np.array([seat.organisation for seat in seats], np.str_),
        group=np.array([seat.group or "" for seat in seats], np.str_),
        sectors=marked(lambda seat: seat.sectors, tags),
        technologies=marked(lambda seat: seat.technologies, tags),
        segments=marked(lambda seat: seat.segments, tags),
        stages=marked(lambda seat: seat.stages, corpus.stages),
        instruments=marked(lambda seat: seat.instruments, terms),
        directions=marked(lambda seat: seat.directions, DIRECTIONS),
        languages=marked(lambda seat: seat.languages, terms),
        markets=marked(lambda seat: seat.markets, places),
        worldwide=np.array([WORLD in seat.markets for seat in seats], np.bool_),
        certified_markets=marked(lambda seat: seat.certified_markets, places),
        served_markets=marked(lambda seat: seat.served_markets, places),
        subjects=marked(tags_of, tags),
        limited_to=marked(lambda seat: seat.limited_to, tags),
        excluded_tags=marked(lambda seat: (*seat.excluded_sectors, *seat.excluded_technologies), tags),
        excluded_countries=marked(lambda seat: seat.excluded_countries, places),
        low=_logs(seat.low for seat in seats),
        high=_logs(seat.high for seat in seats),
        changed=numbers(seat.changed for seat in seats),
        trust=numbers(seat.trust for seat in seats),
        whole=np.array([seat.whole for seat in seats], np.bool_),
        abroad=numbers(None if seat.country is None else seat.country != HOME for seat in seats),
        declared=np.array([seat.declared for seat in seats], np.bool_),
        acquires_core=numbers(seat.acquires_core for seat in seats),
        small=np.array(["sme" in seat.facets or "promising" in seat.facets for seat in seats], np.bool_),
        tags=bags([corpus.tag_bag(tags_of(seat)) for seat in seats], len(tags)),
        words=bags([corpus.word_bag(seat.words) for seat in seats], len(corpus.words)),
        holders=bags([_named(seat.holders, corpus.names) for seat in seats], len(corpus.names)),
        partners=bags(
            [_named((deal.counterpart for deal in seat.deals), corpus.names) for seat in seats], len(corpus.names)
        ),
        exposure=numbers(None for _ in seats),
        founded=numbers(seat.founded for seat in seats),
        backed=numbers(seat.backed for seat in seats),
        step=numbers(step_of(seat.stages) for seat in seats),
        country_share=numbers(corpus.country_share.get(seat.country or "") for seat in seats),
        city_share=numbers(corpus.city_share.get(city_of(seat.country, seat.city) or "") for seat in seats),
        country_flow=_bags([_lifts(flow) for flow in country_flows], places),
        country_elsewhere=numbers(None if flow is None else flow.elsewhere for flow in country_flows),
        city_flow=_bags([_lifts(flow) for flow in city_flows], corpus.cities),
        city_elsewhere=numbers(None if flow is None else flow.elsewhere for flow in city_flows),
        protected_markets=marked(lambda seat: seat.protected_markets, places),
        dealt_markets=marked(lambda seat: [deal.country for deal in seat.deals if deal.country], places),
        leads=np.array(["lead" in seat.facets or "pioneer" in seat.facets for seat in seats], np.bool_),
        promising=np.array(["promising" in seat.facets for seat in seats], np.bool_),
        thesis=bags([corpus.word_bag(seat.thesis) for seat in seats], len(corpus.words)),
        known_as=bags([_named((seat.name, *seat.aliases), corpus.names) for seat in seats], len(corpus.names)),
        customs=_each(corpus.customs, len(seats)),
        near=_bags([corpus.circle.near(seat.holders or (seat.name,)) for seat in seats], corpus.names),
        siblings=_bags([corpus.circle.siblings(seat) for seat in seats], corpus.names),
        holder_homes=_bags([corpus.circle.homes_of(seat.holders) for seat in seats], places),
        holder_size=numbers(corpus.circle.size_of(seat.holders) for seat in seats),
        friends=bags([corpus.friends(seat.holders) for seat in seats], len(corpus.names)),
        deals=_deals([seat.deals for seat in seats], corpus),
    )


def _deals(rows: Sequence[Sequence[PastDeal]], corpus: Corpus) -> Deals:
    flat = [deal for row in rows for deal in row]
    return Deals(
        starts=np.concatenate(([0], np.cumsum([len(row) for row in rows], dtype=np.int64))).astype(np.int64),
        month=numbers(deal.month for deal in flat),
        country=_codes([deal.country for deal in flat], corpus.places),
        city=_codes([city_of(deal.country, deal.city) for deal in flat], corpus.cities),
        amount=_logs(deal.amount for deal in flat),
        stage=_codes([deal.stage for deal in flat], corpus.stages),
        counterpart=_codes([deal.counterpart for deal in flat], corpus.names),
        step=numbers(step_of((deal.stage,)) for deal in flat),
        first=numbers(corpus.circle.was_first(deal.counterpart, deal.month) for deal in flat),
        tags=bags([corpus.tag_bag(deal.tags) for deal in flat], len(corpus.tags)),
    )


def _each(customs: Customs, rows: int) -> NDArray[np.object_]:
    """What all parties of a corpus have in common, named by each row."""
    out = np.empty(rows, np.object_)
    out[:] = [customs] * rows
    return out


def _lifts(flow: Flow | None) -> dict[str, float]:
    """How far each place lies from the others' lift."""
    return {place: lift - flow.elsewhere for place, lift in flow.lifts.items()} if flow else {}


def _bags(rows: Sequence[Mapping[str, float]], codes: Mapping[str, int]) -> Bags:
    """Bags over a vocabulary, and an empty last column for what is unknown."""
    return bags([{codes[name]: row[name] for name in row if name in codes} for row in rows], len(codes) + 1)


def _named(names: Iterable[str], codes: Mapping[str, int]) -> dict[int, float]:
    return {codes[name]: 1.0 for name in names if name in codes}


def _codes(values: Iterable[str | None], codes: Mapping[str, int]) -> Codes:
    return np.array([codes.get(value, UNKNOWN) if value else UNKNOWN for value in values], np.int32)


def _logs(amounts: Iterable[float | None]) -> Floats:
    known = (amount if amount and amount > 0 else None for amount in amounts)
    logarithms: Floats = np.log(numbers(known), dtype=np.float32)
    return logarithms


def _cut(value: Any, first: int, last: int) -> Any:
    return value[first:last] if isinstance(value, np.ndarray) else value.rows(first, last)
