"""Reference data as those see it who decide about it: every row, also the ended ones, with what was decided here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Select, func, select

from marketplace.foundation.actor import Actor, NotFound
from marketplace.foundation.clock import today
from marketplace.foundation.database import db
from marketplace.foundation.search import search
from marketplace.reference.models import FxRate, ReferenceMarket, ReferenceProvince, ReferenceRelease, ReferenceTerm
from marketplace.reference.policies import can_read
from marketplace.reference.queries import shipped
from marketplace.reference.queries.snapshot import is_loaded
from search_index.fields import PUBLIC
from search_index.query import PageRequest, SearchQuery

COUNTED_KINDS = ("company", "product", "investor")
SHIPPED_FROM = date(2025, 7, 1)


def expect_reader(actor: Actor) -> None:
    """For anybody else there are no such pages."""
    if not can_read(actor):
        raise NotFound


def term_rows(actor: Actor, taxonomy: str) -> Sequence[ReferenceTerm]:
    """Every term of a taxonomy, those that are offered first; before the first load, the shipped ones."""
    expect_reader(actor)
    if taxonomy not in shipped.taxonomies():
        raise NotFound
    if not is_loaded():
        return [_unloaded(taxonomy, term.code) for term in shipped.terms() if term.taxonomy == taxonomy]
    statement = (
        select(ReferenceTerm)
        .where(ReferenceTerm.taxonomy == taxonomy)
        .order_by(ReferenceTerm.valid_until.is_not(None), ReferenceTerm.position, ReferenceTerm.code)
    )
    return db.session.scalars(statement).all()


def term_row(actor: Actor, taxonomy: str, code: str) -> ReferenceTerm:
    """One term."""
    found = next((row for row in term_rows(actor, taxonomy) if row.code == code), None)
    if found is None:
        raise NotFound
    return found


def _unloaded(taxonomy: str, code: str) -> ReferenceTerm:
    """A shipped term as its row will be."""
    term = next(each for each in shipped.terms() if (each.taxonomy, each.code) == (taxonomy, code))
    return ReferenceTerm(
        taxonomy=taxonomy,
        code=code,
        label=term.label,
        flags=list(term.flags),
        attributes=dict(term.attributes),
        position=term.position,
        valid_from=SHIPPED_FROM,
        valid_until=None,
        parent=None,
        successor=None,
        other_names=[],
        decided_here=[],
        changes=1,
        version=shipped.version(),
    )


def term_counts(actor: Actor) -> Mapping[str, tuple[int, int]]:
    """By taxonomy, how many terms are offered and how many were ended."""
    expect_reader(actor)
    if not is_loaded():
        every = [term.taxonomy for term in shipped.terms()]
        return {name: (every.count(name), 0) for name in shipped.taxonomies()}
    ended = func.count(ReferenceTerm.valid_until)
    rows = db.session.execute(
        select(ReferenceTerm.taxonomy, func.count() - ended, ended).group_by(ReferenceTerm.taxonomy)
    )
    found = {name: (offered, gone) for name, offered, gone in rows}
    return {name: found.get(name, (0, 0)) for name in shipped.taxonomies()}


def uses(taxonomy: str) -> Mapping[str, int] | None:
    """How many public companies, products and investors bear each code; None where search does not count it now."""
    if taxonomy not in PUBLIC.filters:
        return None
    answer = search(SearchQuery(COUNTED_KINDS, facets=(taxonomy,), page=PageRequest(size=1)))
    return None if answer.plain else answer.results.facets.get(taxonomy, {})


def province_rows(actor: Actor) -> Select[ReferenceProvince]:
    """Every province in its time, those of today first."""
    expect_reader(actor)
    ended = ReferenceProvince.valid_until.is_not(None) & (ReferenceProvince.valid_until < today())
    return select(ReferenceProvince).order_by(ended, ReferenceProvince.code, ReferenceProvince.valid_from.desc())


def province_row(actor: Actor, code: str, valid_from: date) -> ReferenceProvince:
    """One province in its time."""
    expect_reader(actor)
    found = db.session.get(ReferenceProvince, (code, valid_from))
    if found is None:
        raise NotFound
    return found


def market_years(actor: Actor) -> list[int]:
    """The years for which markets are classed, the newest first."""
    expect_reader(actor)
    return list(db.session.scalars(select(ReferenceMarket.year).distinct().order_by(ReferenceMarket.year.desc())))


def market_rows(actor: Actor, year: int) -> Sequence[ReferenceMarket]:
    """The markets of one year, by class."""
    expect_reader(actor)
    wanted = select(ReferenceMarket).where(ReferenceMarket.year == year)
    return db.session.scalars(wanted.order_by(ReferenceMarket.market_class, ReferenceMarket.country)).all()


def rate_rows(actor: Actor, currency: str | None) -> Select[FxRate]:
    """Every rate, the newest day first; of one currency, if one is named."""
    expect_reader(actor)
    wanted = select(FxRate).where(FxRate.currency == currency) if currency else select(FxRate)
    return wanted.order_by(FxRate.day.desc(), FxRate.currency, FxRate.id.desc())


def last_release(actor: Actor) -> ReferenceRelease | None:
    """The last load or decision that changed something."""
    expect_reader(actor)
    return db.session.scalars(select(ReferenceRelease).order_by(ReferenceRelease.id.desc()).limit(1)).one_or_none()
