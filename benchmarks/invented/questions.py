"""What readers of the invented market ask: words of its texts, codes of its firms, names begun and names mistyped."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from benchmarks.invented.firms import Firm, firms
from marketplace.products.content import Product
from marketplace.profiles.content import PartyProfile
from search_index.folding import fold

READ = 3_000


@dataclass(frozen=True, slots=True)
class Question:
    """A text that occurs, three codes borne by the same thing, a beginning of its name, its brand mistyped."""

    kind: str
    text: str
    chosen: tuple[tuple[str, tuple[str, ...]], ...]
    begun: str
    mistyped: str


def questions(count: int, companies: int = 100_000, products: int = 200_000, seed: int = 7) -> list[Question]:
    """So many questions, the same ones every time, about the market of this size."""
    chance = random.Random(seed)
    return list(islice(_questions(chance, islice(firms(companies, products), READ)), count))


def _questions(chance: random.Random, market: Iterator[Firm]) -> Iterator[Question]:
    for firm in market:
        things: list[PartyProfile | Product] = [firm.profile, *firm.products[:1]]
        for thing in things:
            if not (thing.technologies and thing.sectors and firm.profile.province):
                continue
            chosen = (
                ("technology", thing.technologies[:2]),
                ("sector", thing.sectors[:1]),
                ("province", (firm.profile.province,)),
            )
            brand = thing.name.best("vi").split()[0 if thing is not firm.profile else -1]
            kind = "company" if thing is firm.profile else "product"
            text = _some_words(chance, thing.description.best(chance.choice(("vi", "en"))))
            if len(brand) >= 6 and brand.isalpha():
                yield Question(kind, text, chosen, brand[: chance.randint(2, 4)], _mistyped(chance, brand))


def _some_words(chance: random.Random, text: str) -> str:
    """Two or three words that stand together; half of the readers type no accents."""
    row = text.replace(".", " ").replace(",", " ").split()
    length = chance.choice((2, 2, 3))
    start = chance.randrange(max(1, len(row) - length))
    said = " ".join(row[start : start + length])
    return said if chance.random() < 0.5 else fold(said)


def _mistyped(chance: random.Random, brand: str) -> str:
    """One letter in the middle is another."""
    place = chance.randrange(1, len(brand) - 1)
    letters = [letter for letter in "bcdfghklmnpqrstvx" if letter != brand[place]]
    return brand[:place] + chance.choice(letters) + brand[place + 1 :]
