"""Firms and what they offer, as the product's own content: the same for the same seed, in any process."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from benchmarks.invented import wording
from benchmarks.invented.names import legal_names
from marketplace.foundation.text import Localised
from marketplace.products.content import Product
from marketplace.profiles.content import Certificate, PartyProfile
from marketplace.reference.queries import shipped

SEED = 2026
MARKETS = ("US", "JP", "KR", "SG", "DE", "AU", "FR", "GB", "TH", "ID", "MY", "IN", "LA", "KH", "CA", "NL")


@dataclass(frozen=True, slots=True)
class Firm:
    """One firm with its products."""

    profile: PartyProfile
    products: tuple[Product, ...]


def firms(companies: int, products: int, seed: int = SEED) -> Iterator[Firm]:
    """So many firms, which offer so many products together: some none, some up to four times the average."""
    chance = random.Random(seed)
    shares = [chance.random() ** 2 for _ in range(companies)]
    scale = products / sum(shares)
    given, owed = 0, 0.0
    for name, share in zip(legal_names(companies, seed), shares, strict=True):
        owed += share * scale
        count = round(owed) - given
        given += count
        writer = Writer(chance)
        yield Firm(_profile(writer, name), tuple(_product(writer) for _ in range(count)))


class Writer:
    """Chooses codes and puts sentences together; the first of a list comes most often, as words do in real texts."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def often(self, row: Sequence[wording.Pair]) -> wording.Pair:
        """One of the row, the first ones more often."""
        return row[int(len(row) * self.chance.random() ** 2)]

    def codes(self, taxonomy: str, most: int) -> tuple[str, ...]:
        """Some codes of a taxonomy, each once."""
        known = _codes(taxonomy)
        taken = (known[int(len(known) * self.chance.random() ** 1.5)] for _ in range(self.chance.randint(0, most)))
        return tuple(dict.fromkeys(taken))

    def one(self, taxonomy: str) -> str:
        """One code of a taxonomy."""
        known = _codes(taxonomy)
        return known[int(len(known) * self.chance.random() ** 1.5)]

    def brand(self) -> str:
        """A coined name."""
        return "".join(self.chance.choices(wording.SYLLABLES, k=self.chance.randint(2, 4))).capitalize()

    def text(self, brand: str, sentences: int) -> Localised:
        """So many sentences about a brand, in Vietnamese and mostly in English too."""
        drawn = [self._sentence(brand) for _ in range(sentences)]
        english = " ".join(en for _, en in drawn) if self.chance.random() < 0.7 else ""
        return Localised(vi=" ".join(vi for vi, _ in drawn), en=english)

    def _sentence(self, brand: str) -> wording.Pair:
        slots = {
            "thing": self.often(wording.THINGS),
            "thing2": self.often(wording.THINGS),
            "task": self.often(wording.TASKS),
            "task2": self.often(wording.TASKS),
            "client": self.often(wording.CLIENTS),
            "merit": self.often(wording.MERITS),
            "means": self.often(wording.MEANS),
            "means2": self.often(wording.MEANS),
            "place": self.often(_places()),
            "brand": (brand, brand),
            "number": (str(self.chance.randint(2, 90)),) * 2,
            "year": (str(self.chance.randint(1998, 2026)),) * 2,
        }
        vi, en = self.chance.choice(wording.SENTENCES)
        return _filled(vi, slots, 0), _filled(en, slots, 1)


def _filled(sentence: str, slots: dict[str, wording.Pair], language: int) -> str:
    text = sentence.format(**{name: pair[language] for name, pair in slots.items()})
    return text[0].upper() + text[1:]


@cache
def _codes(taxonomy: str) -> tuple[str, ...]:
    if taxonomy == "market":
        return MARKETS
    if taxonomy == "province":
        return tuple(province.code for province in shipped.provinces() if province.valid_until is None)
    return tuple(term.code for term in shipped.terms() if term.taxonomy == taxonomy)


@cache
def _places() -> tuple[wording.Pair, ...]:
    now = (province.name for province in shipped.provinces() if province.valid_until is None)
    return tuple((name.best("vi"), name.best("en")) for name in now)


def _profile(writer: Writer, name: str) -> PartyProfile:
    chance, brand = writer.chance, writer.brand()
    vietnamese = f"{chance.choice(wording.FORMS)} {brand}" if chance.random() < 0.6 else name
    return PartyProfile(
        kind="enterprise",
        name=Localised(vi=vietnamese, en=name),
        summary=writer.text(brand, 1),
        description=writer.text(brand, chance.randint(1, 6)),
        country="VN",
        province=writer.one("province") if chance.random() < 0.9 else None,
        founded_year=chance.randint(1986, 2026),
        enterprise_type=writer.one("enterprise_type"),
        ownership=writer.one("ownership"),
        development_stage=writer.one("development_stage"),
        facets=writer.codes("facet", 1),
        employees=int(10 ** chance.uniform(0.3, 4)),
        technologies=writer.codes("technology", 4),
        segments=writer.codes("segment", 2),
        sectors=writer.codes("sector", 3),
        markets=writer.codes("market", 4),
        certificates=tuple(Certificate(code) for code in writer.codes("standard", 2)),
    )


def _product(writer: Writer) -> Product:
    chance, brand = writer.chance, writer.brand()
    vi, en = writer.often(wording.THINGS)
    return Product(
        name=Localised(vi=f"{brand} {vi}", en=f"{brand} {en}"),
        summary=writer.text(brand, 1),
        description=writer.text(brand, chance.randint(1, 5)),
        technologies=writer.codes("technology", 4),
        segments=writer.codes("segment", 2),
        sectors=writer.codes("sector", 3),
        markets=writer.codes("market", 4),
        target_clients=Localised(*writer.often(wording.CLIENTS)),
        certificates=tuple(Certificate(code) for code in writer.codes("standard", 1)),
    )
