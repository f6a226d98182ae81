"""What seats say, encoded with a corpus: by field an array with a row per seat."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.arrays import UNKNOWN, Bags, Codes, Flags, Floats, bags, flags, numbers
from marketplace.matching.rules.corpus import Corpus, city_of, tags_of
from marketplace.matching.rules.deals import Deals
from marketplace.matching.rules.flows import Customs, Flow
from marketplace.matching.rules.rounds import step_of
from marketplace.matching.rules.seats import PastDeal, Seat

HOME = "VN"
WORLD = "global"
DIRECTIONS = {"inbound": 0, "outbound": 1}
Seats = Sequence[Seat]
Columns = dict[str, Any]


def plain(seats: Seats) -> Columns:
    """Single values that need no vocabulary."""
    return {
        "organisation": np.array([seat.organisation for seat in seats], np.str_),
        "group": np.array([seat.group or "" for seat in seats], np.str_),
        "worldwide": _whether(seats, lambda seat: WORLD in seat.markets),
        "low": _logs(seat.low for seat in seats),
        "high": _logs(seat.high for seat in seats),
        "changed": numbers(seat.changed for seat in seats),
        "trust": numbers(seat.trust for seat in seats),
        "whole": _whether(seats, lambda seat: seat.whole),
        "abroad": numbers(None if seat.country is None else seat.country != HOME for seat in seats),
        "declared": _whether(seats, lambda seat: seat.declared),
        "acquires_core": numbers(seat.acquires_core for seat in seats),
        "small": _whether(seats, lambda seat: "sme" in seat.facets or "promising" in seat.facets),
        "leads": _whether(seats, lambda seat: "lead" in seat.facets or "pioneer" in seat.facets),
        "promising": _whether(seats, lambda seat: "promising" in seat.facets),
        "exposure": numbers(None for _ in seats),
        "founded": numbers(seat.founded for seat in seats),
        "backed": numbers(seat.backed for seat in seats),
        "step": numbers(step_of(seat.stages) for seat in seats),
        "meanings": meanings_of(seats),
    }


def meanings_of(seats: Seats) -> NDArray[np.object_]:
    """What the texts of each mean, as its seat holds it."""
    return np.fromiter((seat.meanings for seat in seats), np.object_, len(seats))


def marks(seats: Seats, corpus: Corpus) -> Columns:
    """Lists of codes, as yes and no over a vocabulary."""
    tags, terms, places = corpus.tags, corpus.terms, corpus.places

    def marked(read: Callable[[Seat], Iterable[str]], codes: Mapping[str, int]) -> Flags:
        return flags((read(seat) for seat in seats), codes)

    return {
        "sectors": marked(lambda seat: seat.sectors, tags),
        "technologies": marked(lambda seat: seat.technologies, tags),
        "segments": marked(lambda seat: seat.segments, tags),
        "stages": marked(lambda seat: seat.stages, corpus.stages),
        "instruments": marked(lambda seat: seat.instruments, terms),
        "directions": marked(lambda seat: seat.directions, DIRECTIONS),
        "languages": marked(lambda seat: seat.languages, terms),
        "markets": marked(lambda seat: seat.markets, places),
        "certified_markets": marked(lambda seat: seat.certified_markets, places),
        "protected_markets": marked(lambda seat: seat.protected_markets, places),
        "served_markets": marked(lambda seat: seat.served_markets, places),
        "dealt_markets": marked(lambda seat: [deal.country for deal in seat.deals if deal.country], places),
        "subjects": marked(tags_of, tags),
        "limited_to": marked(lambda seat: seat.limited_to, tags),
        "excluded_tags": marked(lambda seat: (*seat.excluded_sectors, *seat.excluded_technologies), tags),
        "excluded_countries": marked(lambda seat: seat.excluded_countries, places),
    }


def weighed(seats: Seats, corpus: Corpus) -> Columns:
    """Places and names by their numbers, subjects and words by how rare they are."""
    names, words = corpus.names, corpus.words
    return {
        "country": _codes([seat.country for seat in seats], corpus.places),
        "city": _codes([_city(seat) for seat in seats], corpus.cities),
        "name": _codes([seat.name for seat in seats], names),
        "tags": bags([corpus.tag_bag(tags_of(seat)) for seat in seats], len(corpus.tags)),
        "words": bags([corpus.word_bag(seat.words) for seat in seats], len(words)),
        "thesis": bags([corpus.word_bag(seat.thesis) for seat in seats], len(words)),
        "holders": bags([_named(seat.holders, names) for seat in seats], len(names)),
        "partners": bags([_named((deal.counterpart for deal in seat.deals), names) for seat in seats], len(names)),
        "known_as": bags([_named((seat.name, *seat.aliases), names) for seat in seats], len(names)),
        "friends": bags([corpus.friends(seat.holders) for seat in seats], len(names)),
    }


def usual(seats: Seats, corpus: Corpus) -> Columns:
    """What the corpus knows of parties of the same kind and of those who hold the same."""
    country_flows = [corpus.country_flows.get(seat.country or "") for seat in seats]
    city_flows = [corpus.city_flows.get(_city(seat) or "") for seat in seats]
    circle, names = corpus.circle, corpus.names
    return {
        "country_share": numbers(corpus.country_share.get(seat.country or "") for seat in seats),
        "city_share": numbers(corpus.city_share.get(_city(seat) or "") for seat in seats),
        "country_flow": _bags([_lifts(flow) for flow in country_flows], corpus.places),
        "country_elsewhere": numbers(None if flow is None else flow.elsewhere for flow in country_flows),
        "city_flow": _bags([_lifts(flow) for flow in city_flows], corpus.cities),
        "city_elsewhere": numbers(None if flow is None else flow.elsewhere for flow in city_flows),
        "customs": _each(corpus.customs, len(seats)),
        "near": _bags([circle.near(seat.holders or (seat.name,)) for seat in seats], names),
        "siblings": _bags([circle.siblings(seat) for seat in seats], names),
        "holder_homes": _bags([circle.homes_of(seat.holders) for seat in seats], corpus.places),
        "holder_size": numbers(circle.size_of(seat.holders) for seat in seats),
    }


def dealt(rows: Sequence[Sequence[PastDeal]], corpus: Corpus) -> Deals:
    """Past deals, row after row."""
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


def _city(seat: Seat) -> str | None:
    return city_of(seat.country, seat.city)


def _whether(seats: Seats, holds: Callable[[Seat], bool]) -> Flags:
    return np.array([holds(seat) for seat in seats], np.bool_)
