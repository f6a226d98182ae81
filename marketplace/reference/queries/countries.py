"""Countries and currencies with their names in every language, from the locale data."""

from collections.abc import Mapping
from functools import cache, lru_cache

from babel import Locale

from marketplace.foundation.money import DECIMALS
from marketplace.foundation.text import folded_key, sort_key
from marketplace.reference.queries import shipped

UNION = "EU"
ALPHA_2 = 2
_NO_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ", "EU"])
_OFFERED_CURRENCIES = (
    *("USD", "VND", "EUR", "JPY", "KRW", "SGD", "GBP", "AUD"),
    *("CNY", "INR", "MYR", "THB", "TWD", "HKD", "CHF", "CAD"),
)


@cache
def _locale(lang: str) -> Locale:
    return Locale.parse(lang)


def country_name(code: str, lang: str) -> str:
    """The name of a country (ISO 3166 alpha-2; also EU) in a language; an unknown code is its own name."""
    return str(_locale(lang).territories.get(code) or _locale("en").territories.get(code, code))


@cache
def country_codes(lang: str) -> tuple[str, ...]:
    """Every country, in the order of its names in this language."""
    codes = [str(code) for code in _locale("en").territories]
    countries = [code for code in codes if len(code) == ALPHA_2 and code.isalpha() and code not in _NO_COUNTRIES]
    return tuple(sorted(countries, key=lambda code: sort_key(country_name(code, lang))))


@lru_cache(maxsize=4096)
def country_code(text: str) -> str | None:
    """The country that a text names in either language, by code or by a usual other name; None if no one knows."""
    if text.strip() in country_codes("en"):
        return text.strip()
    key = folded_key(text)
    return _codes_by_name().get(key.removeprefix("the ").strip()) or _codes_by_name().get(key)


@cache
def _codes_by_name() -> Mapping[str, str]:
    found = {code.casefold(): code for code in country_codes("en")}
    for lang in ("vi", "en"):
        found.update({folded_key(country_name(code, lang)): code for code in country_codes(lang)})
    found[UNION.casefold()] = UNION
    found.update(shipped.country_aliases())
    return found


def currency_codes() -> tuple[str, ...]:
    """The currencies offered in forms, the most used first; amounts may carry every other one of ISO 4217."""
    return _OFFERED_CURRENCIES


def currency_name(code: str, lang: str) -> str:
    """The name of a currency in a language; an unknown code is its own name."""
    return (
        str(_locale(lang).currencies.get(code) or _locale("en").currencies.get(code, code))
        if code in DECIMALS
        else code
    )
