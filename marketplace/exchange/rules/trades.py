"""Industries and trades as lists name them, onto the codes of our taxonomies; only clear ones are mapped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from marketplace.foundation.text import folded_key


@dataclass(frozen=True, slots=True)
class Trade:
    """The codes that one name stands for; `every` says that all sectors are meant."""

    sectors: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    every: bool = False


@dataclass(frozen=True, slots=True)
class Trades:
    """The codes of a whole list of names, and the names that no code fits."""

    sectors: tuple[str, ...]
    technologies: tuple[str, ...]
    segments: tuple[str, ...]
    every: bool
    unread: tuple[str, ...]

    @property
    def anything(self) -> bool:
        """Whether anything was read at all."""
        return bool(self.sectors or self.technologies or self.segments or self.every)


def _table(codes: Mapping[str, str], build: Callable[[tuple[str, ...]], Trade]) -> dict[str, Trade]:
    return {name: build(tuple(code.split())) for name, code in codes.items()}


# fmt: off
SECTORS = {
    "government technology": "digital_government", "government": "digital_government",
    "chinh phu": "digital_government", "smart city": "smart_city", "tp thong minh": "smart_city",
    "agritech": "agriculture", "agriculture": "agriculture", "nong nghiep": "agriculture",
    "mobility": "transport", "transportation": "transport", "automotive": "transport",
    "giao thong": "transport", "ground transportation": "transport", "passenger airlines": "transport",
    "transportation infrastructure": "transport", "supply chain logistics": "logistics",
    "logistics and supply chain": "logistics", "logistics": "logistics", "freight": "logistics",
    "air freight and logistics": "logistics", "marine transportation": "logistics",
    "healthcare medtech": "health", "health and wellness": "health", "healthcare": "health",
    "health care": "health", "life sciences": "health", "biotech": "health", "medical devices": "health",
    "diagnostics": "health", "therapeutics": "health", "mental health": "health", "wellness": "health",
    "pharmaceuticals": "health", "health care providers and services": "health",
    "health care equipment and supplies": "health", "y te": "health", "edtech": "education",
    "higher education": "education", "k 12": "education", "language learning": "education",
    "education": "education", "giao duc": "education", "fintech": "finance", "insurtech": "finance",
    "insuretech": "finance", "insurance": "finance", "payments": "finance", "banking": "finance",
    "personal finance": "finance", "capital markets": "finance", "finance banking": "finance",
    "banks": "finance", "tai chinh ngan hang": "finance", "bao hiem": "finance",
    "financial services": "finance", "non banks credit institutions": "finance", "ecommerce": "commerce",
    "e commerce": "commerce", "marketplace": "commerce", "retail": "commerce",
    "retail e commerce and trading": "commerce", "ban le thuong mai": "commerce", "adtech": "commerce",
    "specialty retail": "commerce", "broadline retail": "commerce", "distributors": "commerce",
    "trading companies and distributors": "commerce", "consumer staples distribution and retail": "commerce",
    "marketing": "commerce", "advertising": "commerce", "quang cao": "commerce", "tiep thi": "commerce",
    "d2c": "commerce", "dtc": "commerce", "travel hospitality": "tourism", "hospitality": "tourism",
    "travel tourism": "tourism", "travel": "tourism", "du lich": "tourism",
    "hotels restaurants and leisure": "tourism", "energy": "energy", "electric utilities": "energy",
    "gas utilities": "energy", "oil gas and consumable fuels": "energy",
    "independent power and renewable electricity producers": "energy",
    "energy equipment and services": "energy", "climate sustainability": "environment",
    "greentech": "environment", "water utilities": "environment", "industrial": "manufacturing",
    "manufacturing": "manufacturing", "san xuat": "manufacturing", "machinery": "manufacturing",
    "chemicals": "manufacturing", "materials": "manufacturing", "electrical equipment": "manufacturing",
    "metals and mining": "manufacturing", "food products": "manufacturing",
    "textiles apparel and luxury goods": "manufacturing", "automobile components": "manufacturing",
    "automobiles": "manufacturing", "building products": "manufacturing",
    "containers and packaging": "manufacturing", "construction materials": "manufacturing",
    "paper and forest products": "manufacturing", "beverages": "manufacturing",
    "household durables": "manufacturing", "food processing exporting": "manufacturing",
    "che bien thuc pham": "manufacturing", "industrial conglomerates": "manufacturing",
    "tobacco": "manufacturing", "music": "culture", "media": "culture", "entertainment": "culture",
}
TECHNOLOGIES = {
    "iot": "iot", "crypto blockchain": "blockchain", "cloud": "cloud", "robotics": "robotics",
    "ar vr": "vr_ar", "automation": "rpa", "cyber security": "cybersecurity", "cybersecurity": "cybersecurity",
    "ai and ml": "ai machine_learning", "semiconductors": "semiconductors", "analytics": "big_data",
    "web3": "blockchain",
}
SEGMENTS = {
    "saas": "software", "software": "software", "api": "software", "developer tools": "software",
    "productivity": "software", "information technology and services": "it_services",
    "it services": "it_services", "hardware": "hardware",
    "technology hardware storage and peripherals": "hardware", "electronics": "electronics",
    "dien tu": "electronics", "electronic equipment instruments and components": "electronics",
    "gaming": "digital_content", "diversified telecommunication services": "telecom",
    "wireless telecommunication services": "telecom", "communications equipment": "telecom",
    "telecommunication": "telecom", "bpo": "it_services",
}
# fmt: on
EVERYTHING = ("sector agnostic", "everything", "any industry", "nganh nghe bat ki", "all sectors")
TRADES: Mapping[str, Trade] = {
    **_table(SECTORS, lambda codes: Trade(sectors=codes)),
    **_table(TECHNOLOGIES, lambda codes: Trade(technologies=codes)),
    **_table(SEGMENTS, lambda codes: Trade(segments=codes)),
    "fintech": Trade(sectors=("finance",), technologies=("fintech",)),
    "medical devices": Trade(sectors=("health",), technologies=("digital_medical",)),
    "greentech": Trade(sectors=("environment",), technologies=("green_tech",)),
    "climate sustainability": Trade(sectors=("environment",), technologies=("green_tech",)),
    "media": Trade(sectors=("culture",), segments=("digital_content",)),
    **dict.fromkeys(EVERYTHING, Trade(every=True)),
}


def read_trades(names: Iterable[str]) -> Trades:
    """The codes of several names; a name that is not in the table is listed, never guessed."""
    return _read(tuple(names))


@lru_cache(maxsize=4096)
def _read(names: tuple[str, ...]) -> Trades:
    found: list[Trade] = []
    unread: list[str] = []
    for name in names:
        trade = TRADES.get(folded_key(name.replace("&", " and ")))
        if trade is None:
            unread.append(name)
        else:
            found.append(trade)
    return Trades(
        sectors=_union(trade.sectors for trade in found),
        technologies=_union(trade.technologies for trade in found),
        segments=_union(trade.segments for trade in found),
        every=any(trade.every for trade in found),
        unread=tuple(unread),
    )


def split_names(text: str) -> tuple[str, ...]:
    """A comma-separated list's names, in order, each once."""
    return tuple(dict.fromkeys(filter(None, (part.strip() for part in re.split(r"[,;]", text)))))


def _union(many: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for codes in many for code in codes))
