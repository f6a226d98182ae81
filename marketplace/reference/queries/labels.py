"""The label of any code in any language, and the choices that forms offer."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from marketplace.foundation.text import sort_key
from marketplace.reference.queries.countries import country_codes, country_name, currency_codes, currency_name
from marketplace.reference.queries.places import province, provinces
from marketplace.reference.queries.snapshot import Snapshot, snapshot
from marketplace.reference.queries.terms import industries, industry, terms

_GLOBAL = {"vi": "Toàn cầu", "en": "Global"}
GLOBAL = "global"


def label(taxonomy: str, code: str | None, lang: str) -> str:
    """The label of a code in a language; a code that nobody knows is its own label.

    Besides the taxonomies: country, market (a country, EU or global), province, industry, currency.
    """
    if not code:
        return ""
    special = _LABELS.get(taxonomy)
    if special is not None:
        return special(code, lang)
    found = snapshot().terms[taxonomy].get(code)
    return found.label.best(lang) if found else code


def names(taxonomy: str, code: str, lang: str) -> tuple[str, ...]:
    """The label of a code in a language, and the other names that officers gave a term: what it is found by."""
    found = snapshot().terms[taxonomy].get(code) if taxonomy not in _LABELS else None
    return (label(taxonomy, code, lang), *(found.other_names if found else ()))


def choices(taxonomy: str, lang: str) -> list[tuple[str, str]]:
    """Codes with labels as forms offer them: places by name, terms in their order."""
    special = _CODES.get(taxonomy)
    codes = special(lang) if special else [term.code for term in terms(taxonomy)]
    return [(code, label(taxonomy, code, lang)) for code in codes]


def unknown_codes(taxonomy: str, codes: Iterable[str]) -> tuple[str, ...]:
    """Those of the codes that the taxonomy does not offer now."""
    offered = _offered(taxonomy, snapshot())
    return tuple([code for code in codes if code not in offered])


@lru_cache(maxsize=64)
def _offered(taxonomy: str, _version: Snapshot) -> frozenset[str]:
    special = _CODES.get(taxonomy)
    return frozenset(special("en") if special else (term.code for term in terms(taxonomy)))


def _province_label(code: str, lang: str) -> str:
    found = province(code)
    return found.name.best(lang) if found else code


def _industry_label(code: str, lang: str) -> str:
    found = industry(code)
    return found.label.best(lang) if found else code


def _market_label(code: str, lang: str) -> str:
    return _GLOBAL.get(lang, _GLOBAL["en"]) if code == GLOBAL else country_name(code, lang)


def _province_codes(lang: str) -> list[str]:
    return [found.code for found in sorted(provinces(), key=lambda found: sort_key(found.name.best(lang)))]


_LABELS: Mapping[str, Callable[[str, str], str]] = {
    "country": country_name,
    "currency": currency_name,
    "industry": _industry_label,
    "market": _market_label,
    "province": _province_label,
}
_CODES: Mapping[str, Callable[[str], Iterable[str]]] = {
    "country": country_codes,
    "currency": lambda _lang: currency_codes(),
    "industry": lambda _lang: [entry.code for entry in industries()],
    "market": lambda lang: [GLOBAL, "EU", *country_codes(lang)],
    "province": _province_codes,
}
