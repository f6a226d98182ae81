"""Provinces and the classes of markets, each in its time."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from marketplace.foundation.clock import today
from marketplace.foundation.text import folded_key
from marketplace.reference.content import MarketInYear, Province
from marketplace.reference.queries.snapshot import Snapshot, snapshot

_PREFIXES = ("thanh pho ", "tinh ", "tp ", "t ", "province of ", "city of ")
_SUFFIXES = (" province", " city", " municipality")
_OTHER_NAMES = {
    "ho chi minh": "79",
    "hcm": "79",
    "tphcm": "79",
    "hcmc": "79",
    "sai gon": "79",
    "saigon": "79",
    "ha noi": "01",
    "vung tau": "79",
    "ba ria vung tau": "79",
    "brvt": "79",
    "thua thien hue": "46",
    "hue": "46",
    "dac lac": "66",
    "dak lak": "66",
    "dac nong": "68",
    "bac can": "19",
    "danang": "48",
    "haiphong": "31",
    "cantho": "92",
}


def provinces(on: date | None = None) -> tuple[Province, ...]:
    """The provinces that exist on a day (today), by code."""
    return tuple(_by_code(snapshot(), on or today()).values())


def province(code: str, on: date | None = None) -> Province | None:
    """The province that has this code on a day (today)."""
    return _by_code(snapshot(), on or today()).get(code)


@lru_cache(maxsize=16)
def _by_code(version: Snapshot, day: date) -> Mapping[str, Province]:
    """Worked out once: every label of a province asks."""
    return {found.code: found for found in version.provinces if found.was_valid_on(day)}


def province_code(text: str) -> str | None:
    """The present province that a text names; the name of a former one gives its successor."""
    key = _bare(folded_key(text))
    return _OTHER_NAMES.get(key) or _codes_by_name().get(key)


def _bare(key: str) -> str:
    for prefix in _PREFIXES:
        key = key.removeprefix(prefix)
    for suffix in _SUFFIXES:
        key = key.removesuffix(suffix)
    return key


def _codes_by_name() -> Mapping[str, str]:
    found = {}
    for entry in sorted(snapshot().provinces, key=lambda entry: entry.valid_from):
        for text in entry.name.texts():
            found[_bare(folded_key(text))] = entry.successor or entry.code
    return found


def markets(year: int | None = None) -> tuple[MarketInYear, ...]:
    """The classes of a year (this one); where a year has none yet, those of the last year that has."""
    wanted = year or today().year
    years = [entry.year for entry in snapshot().markets if entry.year <= wanted]
    return tuple(entry for entry in snapshot().markets if years and entry.year == max(years))


def market_class(country: str, year: int | None = None) -> str | None:
    """The class of one market, None if it has none."""
    return next((entry.market_class for entry in markets(year) if entry.country == country), None)
