"""Answers to a search: the index gives ids, the rows are read again, and what is no longer public is dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import structlog
from sqlalchemy import Select, func, select

from marketplace.discovery.rules import FACETS, PAGE_SIZE, TICKET_BAND, TICKET_BANDS, Asked, Kind, Order
from marketplace.foundation.database import db
from marketplace.foundation.i18n import language
from marketplace.foundation.search import engine
from marketplace.foundation.text import search_words
from marketplace.products import queries as products
from marketplace.products.content import Product
from marketplace.products.models import ProductRow
from marketplace.profiles import queries as profiles
from marketplace.profiles.content import PartyProfile
from marketplace.profiles.models import Profile
from marketplace.profiles.rules import PUBLIC_PAGES
from marketplace.reference import queries as reference
from search_index.engine import SearchError
from search_index.query import AnyOf, PageRequest, SearchQuery, Sort

NAME_ORDERS = {"vi": "name", "en": "name_en"}
PLACES = frozenset({"country", "market"})
Counts = Mapping[str, Mapping[str, int]]
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class FoundParty:
    """A company or an investor that the public may see."""

    row: Profile
    profile: PartyProfile


@dataclass(frozen=True, slots=True)
class FoundProduct:
    """A product that the public may see, and who offers it."""

    row: ProductRow
    product: Product
    owner: Profile


Found = FoundParty | FoundProduct


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of a search. `plain`: the index could not be asked, so only names were searched and nothing counted."""

    found: Sequence[Found]
    total: int
    counts: Counts = field(default_factory=dict)
    plain: bool = False


def answer(asked: Asked) -> Answer:
    """Search the index; if it cannot answer, search the names in the database."""
    try:
        results = engine().search(_query(asked))
    except SearchError:
        log.exception("search_failed")
        return _from_database(asked)
    if not results.ready:
        return _from_database(asked)
    return Answer(_read(asked.kind, results.ids), results.total, results.facets)


def newest(kind: Kind, size: int) -> Sequence[Found]:
    """The last published of a kind."""
    return answer(Asked(kind, order=Order.NEWEST)).found[:size]


def is_known(taxonomy: str, code: str) -> bool:
    """Whether a code can be chosen in a filter."""
    if taxonomy == TICKET_BAND:
        return code in TICKET_BANDS
    if taxonomy == "province":
        return reference.province(code) is not None
    if taxonomy in PLACES:
        return not reference.unknown_codes(taxonomy, [code])
    return reference.term(taxonomy, code) is not None


def _query(asked: Asked) -> SearchQuery:
    return SearchQuery(
        kinds=(asked.kind.value,),
        text=asked.text,
        filters=tuple(AnyOf(field, codes) for field, codes in asked.chosen),
        facets=tuple(facet.field for facet in FACETS[asked.kind]),
        sort=_sort(asked),
        page=PageRequest(asked.page, PAGE_SIZE),
    )


def _sort(asked: Asked) -> Sort | None:
    if asked.order_in_use is Order.NEWEST:
        return Sort("newest", descending=True)
    by_name = asked.order_in_use is Order.NAME or not asked.text
    return Sort(NAME_ORDERS[language()]) if by_name else None


def _read(kind: Kind, ids: Sequence[str]) -> Sequence[Found]:
    return _products(ids) if kind is Kind.PRODUCT else _parties(kind, ids)


def _parties(kind: Kind, ids: Sequence[str]) -> list[FoundParty]:
    contents = profiles.live_contents(ids)
    rows = (row for row in profiles.in_order(ids) if PUBLIC_PAGES.get(row.kind) == kind.value)
    return [FoundParty(row, contents[row.id]) for row in rows if row.id in contents]


def _products(ids: Sequence[str]) -> list[FoundProduct]:
    rows = products.in_order(ids)
    contents = products.live_contents([row.id for row in rows])
    owners = profiles.live_rows(sorted({row.organisation_id for row in rows}))
    return [
        FoundProduct(row, contents[row.id][1], owners[row.organisation_id])
        for row in rows
        if row.id in contents and row.organisation_id in owners
    ]


def _from_database(asked: Asked) -> Answer:
    statement = _named(asked)
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    ids = db.session.scalars(statement.limit(PAGE_SIZE).offset((asked.page - 1) * PAGE_SIZE)).all()
    return Answer(_read(asked.kind, ids), total, plain=True)


def _named(asked: Asked) -> Select[str]:
    """The ids of what bears all words of the text in its name, in the order of names."""
    if asked.kind is Kind.PRODUCT:
        owned = select(ProductRow.id).join(Profile, Profile.id == ProductRow.organisation_id)
        statement = owned.where(ProductRow.live, Profile.live).order_by(ProductRow.sort_key, ProductRow.id)
        name = ProductRow.folded_name
    else:
        kinds = [kind for kind, page in PUBLIC_PAGES.items() if page == asked.kind.value]
        statement = select(Profile.id).where(Profile.live, Profile.kind.in_(kinds))
        statement = statement.order_by(Profile.sort_key, Profile.id)
        name = Profile.folded_name
    return statement.where(*(name.contains(word, autoescape=True) for word in search_words(asked.text)))
