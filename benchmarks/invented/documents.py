"""The same firms as documents of the search index, for what needs an engine but no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import count

from benchmarks.invented.firms import SEED, Firm, firms
from marketplace.foundation.text import Localised, sort_key
from marketplace.products.content import Product
from marketplace.profiles.content import PartyProfile
from marketplace.reference.queries import shipped
from search_index.documents import Document

LANGUAGES = ("vi", "en")
FIRST_MOMENT = 1_760_000_000
Codes = dict[str, tuple[str, ...]]
Numbers = dict[str, tuple[int, ...]]


def documents(companies: int, products: int, seed: int = SEED) -> Iterator[Document]:
    """Each firm, then its products."""
    numbers = count()
    for firm in firms(companies, products, seed):
        yield from _of_firm(firm, numbers)


def _of_firm(firm: Firm, numbers: Iterable[int]) -> Iterator[Document]:
    row = iter(numbers)
    yield _company(firm.profile, next(row))
    for product in firm.products:
        yield _product(product, firm.profile, next(row))


def _company(profile: PartyProfile, number: int) -> Document:
    filters: Codes = {
        **_shared(profile),
        "enterprise_type": _one(profile.enterprise_type),
        "ownership": _one(profile.ownership),
        "development_stage": _one(profile.development_stage),
        "facet": profile.facets,
    }
    given = {"founded_year": profile.founded_year, "employees": profile.employees}
    told: Numbers = {name: (value,) for name, value in given.items() if value is not None}
    body = dict(profile.description.items())
    return _document("company", number, (profile.name, profile.summary, body), _placed(filters, profile), told)


def _product(product: Product, owner: PartyProfile, number: int) -> Document:
    parts = (product.description, product.target_clients, owner.name)
    body = {lang: " ".join(part.text(lang) for part in parts if part.text(lang)) for lang in LANGUAGES}
    return _document("product", number, (product.name, product.summary, body), _placed(_shared(product), owner), {})


def _document(
    kind: str,
    number: int,
    said: tuple[Localised, Localised, dict[str, str]],
    filters: Codes,
    numbers: Numbers,
) -> Document:
    name, summary, body = said
    words = {"name": dict(name.items()), "summary": dict(summary.items()), "body": body, "tags": _tags(filters)}
    order: dict[str, str | int] = {
        "name": sort_key(name.best("vi")),
        "name_en": sort_key(name.best("en")),
        "newest": FIRST_MOMENT + number,
    }
    return Document(f"{kind[0]}{number:07d}", kind, words, filters, numbers, order)


def _shared(content: PartyProfile | Product) -> Codes:
    return {
        "technology": content.technologies,
        "segment": content.segments,
        "sector": content.sectors,
        "market": content.markets,
        "standard": tuple(certificate.standard for certificate in content.certificates),
    }


def _placed(filters: Codes, owner: PartyProfile) -> Codes:
    return {**filters, "province": _one(owner.province), "country": _one(owner.country)}


def _one(code: str | None) -> tuple[str, ...]:
    return () if code is None else (code,)


def _tags(filters: Codes) -> dict[str, str]:
    named = ("technology", "sector", "segment", "province")
    return {lang: ", ".join(_label(name, code, lang) for name in named for code in filters[name]) for lang in LANGUAGES}


@cache
def _label(taxonomy: str, code: str, language: str) -> str:
    return _names(taxonomy)[code].best(language)


@cache
def _names(taxonomy: str) -> dict[str, Localised]:
    if taxonomy == "province":
        return {province.code: province.name for province in shipped.provinces() if province.valid_until is None}
    return {term.code: term.label for term in shipped.terms() if term.taxonomy == taxonomy}
