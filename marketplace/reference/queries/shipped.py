"""The reference data that comes with the program, read from its own files."""

import csv
import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from marketplace.foundation.text import Localised
from marketplace.reference.content import Industry, MarketInYear, Province, Rate, Term

ILLUSTRATIVE = "illustrative"
_KNOWN_COLUMNS = frozenset({"code", "vi", "en", "flags"})


def _data() -> Traversable:
    return files("marketplace.reference") / "data"


def _read(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((_data() / name).read_text(encoding="utf-8").splitlines()))


@cache
def version() -> str:
    """Twelve hex digits that change whenever one of the shipped files does."""
    sums = hashlib.sha256()
    for name in _file_names():
        sums.update(name.encode() + b"\0" + (_data() / name).read_bytes())
    return sums.hexdigest()[:12]


def _file_names() -> list[str]:
    plain = [f"terms/{taxonomy}.csv" for taxonomy in taxonomies()]
    return [*plain, "provinces.csv", "markets.csv", "industries.csv"]


@cache
def taxonomies() -> tuple[str, ...]:
    """The names of all taxonomies, in order."""
    return tuple(sorted(entry.name.removesuffix(".csv") for entry in (_data() / "terms").iterdir()))


@cache
def terms() -> tuple[Term, ...]:
    """Every shipped term, by taxonomy and position."""
    return tuple(_terms())


def _terms() -> Iterator[Term]:
    for taxonomy in taxonomies():
        for position, row in enumerate(_read(f"terms/{taxonomy}.csv")):
            yield Term(
                taxonomy=taxonomy,
                code=row["code"],
                label=Localised(vi=row["vi"], en=row["en"]),
                flags=tuple((row.get("flags") or "").split()),
                attributes=_attributes(row),
                position=position,
            )


def _attributes(row: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, value) for name, value in row.items() if name not in _KNOWN_COLUMNS and value))


@cache
def provinces() -> tuple[Province, ...]:
    """The 34 provinces of 2025, then the 63 before them."""
    return tuple(
        Province(
            code=row["code"],
            name=Localised(vi=row["vi"], en=row["en"]),
            kind=row["kind"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
            successor=row["successor"] or None,
        )
        for row in _read("provinces.csv")
    )


@cache
def province_tiles() -> Mapping[str, tuple[int, int, str]]:
    """Where each present province stands on a map of tiles: column, row, and what fits on its tile."""
    return {row["code"]: (int(row["column"]), int(row["row"]), row["short"]) for row in _read("province_tiles.csv")}


@cache
def markets() -> tuple[MarketInYear, ...]:
    """The classes of markets, as a starter to be confirmed."""
    return tuple(MarketInYear(int(row["year"]), row["country"], row["class"]) for row in _read("markets.csv"))


@cache
def sections() -> tuple[Industry, ...]:
    """The top level of the industry classification, in our own words."""
    return tuple(Industry(row["code"], None, Localised(vi=row["vi"], en=row["en"])) for row in _read("industries.csv"))


@cache
def section_of_division() -> Mapping[str, str]:
    """Which section each two-digit division belongs to."""
    found = {}
    for row in _read("industries.csv"):
        first, last = row["divisions"].split("-")
        found.update({f"{number:02d}": row["code"] for number in range(int(first), int(last) + 1)})
    return found


@cache
def country_aliases() -> Mapping[str, str]:
    """Other names of countries by folded key."""
    return {row["alias"]: row["code"] for row in _read("country_aliases.csv")}


def illustrative_rates() -> Iterator[Rate]:
    """Round rates for demonstrations, one a week; no official rate."""
    for row in _read("illustrative_rates.csv"):
        day, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
        while day <= last:
            yield Rate(row["currency"], day, Decimal(row["usd_per_unit"]), ILLUSTRATIVE, is_illustrative=True)
            day += timedelta(days=7)
