"""What a book of parties has in common: its codes, how rare each is, and who holds what."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from marketplace.matching.rules.circle import Circle, circle_of, held_by_name
from marketplace.matching.rules.flows import Customs, Flow, customs_of, flows_of
from marketplace.matching.rules.seats import Seat

Vocabulary = Mapping[str, int]


@dataclass(frozen=True)
class Corpus:
    """Vocabularies and statistics, made only from what everybody in the book may see."""

    places: Vocabulary
    cities: Vocabulary
    tags: Vocabulary
    stages: Vocabulary
    terms: Vocabulary
    words: Vocabulary
    names: Vocabulary
    tag_rarity: Sequence[float]
    word_rarity: Sequence[float]
    holdings: Mapping[int, frozenset[int]]
    country_share: Mapping[str, float]
    city_share: Mapping[str, float]
    country_flows: Mapping[str, Flow]
    city_flows: Mapping[str, Flow]
    customs: Customs
    circle: Circle

    def tag_bag(self, codes: Iterable[str]) -> dict[int, float]:
        """Known tags weighted by rarity, of length one."""
        return _unit({self.tags[code]: self.tag_rarity[self.tags[code]] for code in codes if code in self.tags})

    def word_bag(self, words: Iterable[str]) -> dict[int, float]:
        """Known words by damped count and rarity, of length one."""
        counts = Counter(self.words[word] for word in words if word in self.words)
        return _unit({word: (1 + log(count)) * self.word_rarity[word] for word, count in counts.items()})

    def friends(self, holders: Iterable[str]) -> dict[int, float]:
        """What the given holders have also put money into, and how many of them did."""
        known = [self.names[name] for name in holders if name in self.names]
        return dict(Counter(held for name in known for held in self.holdings.get(name, ())))


def tags_of(seat: Seat) -> tuple[str, ...]:
    """Everything a party says about its subject, in one list."""
    return (*seat.sectors, *seat.technologies, *seat.segments)


def city_of(country: str | None, city: str | None) -> str | None:
    """A city's code: the same name in two countries is two cities."""
    return f"{country or ''}/{city}" if city else None


def corpus_of(seekers: Sequence[Seat], offers: Sequence[Seat]) -> Corpus:
    """The corpus of a book; the same seats in any order give the same corpus."""
    seats = [*seekers, *offers]
    deals = [deal for seat in seats for deal in seat.deals]
    tags = _vocabulary(tag for row in [*map(tags_of, seats), *(deal.tags for deal in deals)] for tag in row)
    words = _vocabulary(word for seat in seats for word in seat.words)
    holders = (name for seat in seats for name in seat.holders)
    called = (name for seat in seats for name in (seat.name, *seat.aliases))
    names = _vocabulary([*called, *(deal.counterpart for deal in deals), *holders])
    made = [deal for seat in seekers for deal in seat.deals]
    places = [place for seat in seats for place in (seat.country, *_markets(seat))]
    return Corpus(
        places=_vocabulary([*places, *(deal.country for deal in deals)]),
        cities=_vocabulary(
            [
                *(city_of(seat.country, seat.city) for seat in seats),
                *(city_of(deal.country, deal.city) for deal in deals),
            ]
        ),
        tags=tags,
        stages=_vocabulary([*(stage for seat in seats for stage in seat.stages), *(deal.stage for deal in deals)]),
        terms=_vocabulary(term for seat in seats for term in (*seat.instruments, *seat.directions, *seat.languages)),
        words=words,
        names=names,
        tag_rarity=_rarity(tags, [tags_of(seat) for seat in offers]),
        word_rarity=_rarity(words, [seat.words for seat in seats]),
        holdings={
            names[name]: frozenset(names[company] for company in companies)
            for name, companies in held_by_name(seekers).items()
        },
        country_share=_shares(deal.country for deal in made),
        city_share=_shares(city_of(deal.country, deal.city) for deal in made),
        country_flows=flows_of(seekers, lambda seat: seat.country, lambda deal: deal.country),
        city_flows=flows_of(seekers, _home_city, lambda deal: city_of(deal.country, deal.city)),
        customs=_customs(seekers, tags),
        circle=circle_of(seekers, offers),
    )


def _markets(seat: Seat) -> tuple[str, ...]:
    reached = (*seat.markets, *seat.certified_markets, *seat.protected_markets, *seat.served_markets)
    return (*reached, *seat.excluded_countries)


def _vocabulary(codes: Iterable[str | None]) -> dict[str, int]:
    return {code: number for number, code in enumerate(sorted({code for code in codes if code}))}


def _rarity(vocabulary: Vocabulary, rows: Sequence[Iterable[str]]) -> list[float]:
    seen = Counter(code for row in rows for code in set(row))
    return [log(1 + (len(rows) + 0.5) / (seen[code] + 0.5)) for code in vocabulary]


def _home_city(seat: Seat) -> str | None:
    return city_of(seat.country, seat.city)


def _customs(seekers: Sequence[Seat], tags: Vocabulary) -> Customs:
    return customs_of(
        [
            ([tags[tag] for tag in tags_of(seat)], [[tags[tag] for tag in deal.tags] for deal in seat.deals])
            for seat in seekers
            if seat.deals
        ],
        len(tags),
    )


def _shares(codes: Iterable[str | None]) -> dict[str, float]:
    """How much of all that is known each code is; half a case more for each, so that none is nothing."""
    seen = Counter(code for code in codes if code)
    return {code: (count + 0.5) / (seen.total() + 1) for code, count in sorted(seen.items())}


def _unit(bag: dict[int, float]) -> dict[int, float]:
    length = sqrt(sum(weight * weight for weight in bag.values()))
    return {code: weight / length for code, weight in bag.items()} if length else {}
