"""Invented seats for matching: many companies, the mandates of fewer investors, and rounds that some of them shared."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from marketplace.matching.rules.seats import PastDeal, Seat

MONTH = 2026 * 12
HOME = "VN"
COUNTRIES = ("SG", "JP", "KR", "US", "AU", "IN", "DE", "FR", "GB", "TH")
CITIES = {HOME: 34, **dict.fromkeys(COUNTRIES, 6)}
SECTORS = tuple(f"sector{number}" for number in range(16))
TECHNOLOGIES = tuple(f"technology{number}" for number in range(30))
SEGMENTS = tuple(f"segment{number}" for number in range(40))
STAGES = ("idea", "prototype", "seed", "early", "growth", "expansion", "listed")
INSTRUMENTS = ("equity", "convertible", "debt", "venture_debt")
LANGUAGES = ("vi", "en", "ja", "ko")
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
DEALS_OF_ONE = (0, 0, 0, 2, 5, 8, 20)


@dataclass(frozen=True, slots=True)
class Size:
    """How many companies and mandates, and how many words a company has written about itself."""

    companies: int
    mandates: int
    words: int = 60
    vocabulary: int = 20_000


class Market:
    """The same seats for the same size; the first codes of each list are the frequent ones."""

    def __init__(self, size: Size) -> None:
        """Draw the past rounds that several investors took part in; nothing else is kept."""
        self.size = size
        self.chance = random.Random(6)
        self.rounds = [self._round(number) for number in range(max(60, size.mandates * 2))]

    def companies(self) -> list[Seat]:
        """Mostly firms that say little; a twelfth of them raise money now."""
        return [self._company(number) for number in range(self.size.companies)]

    def mandates(self) -> list[Seat]:
        """A mandate each; an owner has one or two, and its past deals stand behind all of them."""
        found: list[Seat] = []
        while len(found) < self.size.mandates:
            owner = self._owner(len(found))
            found += [self._mandate(owner, len(found) + more) for more in range(self.chance.choice((1, 1, 2)))]
        return found[: self.size.mandates]

    def _company(self, number: int) -> Seat:
        name, country, raises = f"demo company {number}", self._country(0.85), self.chance.random() < 0.08
        amount = self._amount() if raises else None
        return Seat(
            key=f"c{number}",
            organisation=name,
            profile=name,
            name=name,
            country=country,
            city=self._city(country),
            group=f"group {number // 40}" if self._one_in(30) else None,
            sectors=self._codes(SECTORS, 1, 2),
            technologies=self._codes(TECHNOLOGIES, 0, 3),
            segments=self._codes(SEGMENTS, 0, 2),
            stages=(self.chance.choice(STAGES),) if self._one_in(2) else (),
            instruments=self._codes(INSTRUMENTS, 1, 2) if raises else (),
            markets=self._codes(COUNTRIES, 1, 4) if self._one_in(3) else (),
            languages=self._codes(LANGUAGES, 1, 2),
            excluded_countries=(self.chance.choice(COUNTRIES),) if self._one_in(200) else (),
            certified_markets=self._codes(COUNTRIES, 1, 2) if self._one_in(15) else (),
            served_markets=self._codes(COUNTRIES, 1, 3) if self._one_in(12) else (),
            facets=("sme",) if self._one_in(2) else (),
            holders=self._holders() if self._one_in(40) else (),
            low=amount,
            high=amount,
            deals=self._past_deals() if self._one_in(30) else (),
            founded=self.chance.randint(1995, 2025) if self._one_in(2) else None,
            backed=self._one_in(4) if raises else None,
            words=self._words(self.size.words),
            changed=MONTH - self.chance.randint(0, 24),
            trust=self.chance.choice(SHARES) if self._one_in(2) else None,
            declared=raises,
        )

    def _owner(self, number: int) -> Seat:
        name, country = f"demo investor {number}", self._country(0.3)
        return Seat(
            key=name,
            organisation=name,
            profile=name,
            name=name,
            country=country,
            city=self._city(country),
            segments=self._codes(SEGMENTS, 0, 2),
            languages=self._codes(LANGUAGES, 1, 3),
            markets=self._codes((HOME, *COUNTRIES), 0, 4),
            deals=self._past_deals(),
            changed=MONTH - self.chance.randint(0, 24),
        )

    def _mandate(self, owner: Seat, number: int) -> Seat:
        low = self._amount()
        sectors, technologies = self._codes(SECTORS, 0, 3), self._codes(TECHNOLOGIES, 0, 4)
        return Seat(
            key=f"m{number}",
            organisation=owner.organisation,
            profile=owner.profile,
            name=owner.name,
            mandate=f"mandate {number}",
            country=owner.country,
            city=owner.city,
            sectors=sectors,
            technologies=technologies,
            segments=owner.segments,
            stages=self._codes(STAGES, 0, 3),
            instruments=self._codes(INSTRUMENTS, 0, 2),
            markets=owner.markets,
            languages=owner.languages,
            excluded_sectors=(SECTORS[-1],) if self._one_in(10) else (),
            excluded_countries=(COUNTRIES[-1],) if self._one_in(10) else (),
            low=low if self._one_in(2) else None,
            high=low * 5 if self._one_in(2) else None,
            deals=owner.deals,
            words=self._words(40),
            changed=owner.changed,
            limited_to=(*sectors, *technologies),
            declared=True,
        )

    def _past_deals(self) -> tuple[PastDeal, ...]:
        count = min(self.chance.choice(DEALS_OF_ONE), len(self.rounds))
        return tuple(self.chance.sample(self.rounds, count))

    def _round(self, number: int) -> PastDeal:
        country = self._country(0.4)
        return PastDeal(
            counterpart=f"demo past {number}",
            month=MONTH - self.chance.randint(0, 60),
            country=country,
            city=self._city(country),
            amount=self._amount() if self._one_in(2) else None,
            stage=self.chance.choice(STAGES),
            tags=(*self._codes(SECTORS, 1, 1), *self._codes(TECHNOLOGIES, 0, 2)),
        )

    def _country(self, at_home: float) -> str:
        return HOME if self.chance.random() < at_home else self.chance.choice(COUNTRIES)

    def _city(self, country: str) -> str | None:
        return f"{country} city {self._rank(CITIES[country])}" if self.chance.random() < 0.8 else None

    def _holders(self) -> tuple[str, ...]:
        return tuple(sorted({f"demo investor {self.chance.randrange(self.size.mandates)}" for _ in range(2)}))

    def _amount(self) -> float:
        """Amounts as people name them: two digits and noughts."""
        return float(f"{10 ** self.chance.uniform(4.5, 7.5):.1e}")

    def _words(self, count: int) -> tuple[str, ...]:
        numbers = self.chance.choices(range(self.size.vocabulary), cum_weights=_falling(self.size.vocabulary), k=count)
        return tuple(_word(number) for number in numbers)

    def _codes(self, codes: Sequence[str], least: int, most: int) -> tuple[str, ...]:
        count = self.chance.randint(least, most)
        return tuple(dict.fromkeys(codes[self._rank(len(codes))] for _ in range(count)))

    def _rank(self, count: int) -> int:
        return self.chance.choices(range(count), cum_weights=_falling(count))[0]

    def _one_in(self, count: int) -> bool:
        return self.chance.randrange(count) == 0


@cache
def _falling(count: int) -> tuple[float, ...]:
    """Cumulative weights of which the n-th is one n-th: a few frequent, many rare."""
    return tuple(accumulate(1 / (rank + 2) for rank in range(count)))


@cache
def _word(number: int) -> str:
    return f"word{number}"
