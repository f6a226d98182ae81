"""All terms, provinces, markets and industries in memory, read once for each version."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from flask import g, has_app_context
from sqlalchemy import select

from marketplace.foundation.database import db
from marketplace.reference.content import Industry, MarketInYear, Province, Term
from marketplace.reference.models import (
    ReferenceIndustry,
    ReferenceMarket,
    ReferenceProvince,
    ReferenceRelease,
    ReferenceTerm,
)
from marketplace.reference.queries import shipped


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """What one version says; a version equals only itself."""

    terms: Mapping[str, Mapping[str, Term]]
    provinces: tuple[Province, ...]
    markets: tuple[MarketInYear, ...]
    industries: Mapping[str, Industry]


def snapshot() -> Snapshot:
    """The version in use; before the first load, what is shipped."""
    release = _release()
    return _loaded(release) if release else _shipped()


def is_loaded() -> bool:
    """Whether the tables answer; before the first load the shipped files do."""
    return db.session.scalar(select(ReferenceRelease.id).limit(1)) is not None


def forget_version() -> None:
    """Ask again which version is in use: a load has just changed it."""
    if has_app_context():
        g.pop("reference_release", None)


def _release() -> str | None:
    """The id of the newest release, asked once for each request."""
    if not has_app_context():
        return None
    if "reference_release" not in g:
        newest = select(ReferenceRelease.id).order_by(ReferenceRelease.id.desc()).limit(1)
        g.reference_release = db.session.scalar(newest)
    return g.reference_release  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def _shipped() -> Snapshot:
    return Snapshot(
        _by_taxonomy(shipped.terms()),
        shipped.provinces(),
        shipped.markets(),
        {section.code: section for section in shipped.sections()},
    )


@lru_cache(maxsize=4)
def _loaded(_release_id: str) -> Snapshot:
    rows = db.session.scalars(
        select(ReferenceTerm).order_by(ReferenceTerm.taxonomy, ReferenceTerm.position, ReferenceTerm.code)
    )
    markets = db.session.scalars(select(ReferenceMarket).order_by(ReferenceMarket.year, ReferenceMarket.country))
    return Snapshot(
        _by_taxonomy(tuple(term_of(row) for row in rows)),
        tuple(province_of(row) for row in _ordered_provinces()),
        tuple(MarketInYear(row.year, row.country, row.market_class) for row in markets if row.market_class),
        {row.code: Industry(row.code, row.parent, row.label) for row in _ordered_industries()},
    )


def _ordered_provinces() -> list[ReferenceProvince]:
    found = select(ReferenceProvince).order_by(ReferenceProvince.valid_from.desc(), ReferenceProvince.code)
    return list(db.session.scalars(found))


def _ordered_industries() -> list[ReferenceIndustry]:
    return list(db.session.scalars(select(ReferenceIndustry).order_by(ReferenceIndustry.code)))


def term_of(row: ReferenceTerm) -> Term:
    """The value that a row holds."""
    return Term(
        taxonomy=row.taxonomy,
        code=row.code,
        label=row.label,
        flags=tuple(row.flags),
        attributes=tuple(sorted(row.attributes.items())),
        position=row.position,
        is_retired=row.valid_until is not None,
        other_names=tuple(row.other_names),
        parent=row.parent,
        successor=row.successor,
    )


def province_of(row: ReferenceProvince) -> Province:
    """The value that a row holds."""
    return Province(row.code, row.name, row.kind, row.valid_from, row.valid_until, row.successor)


def _by_taxonomy(terms: tuple[Term, ...]) -> Mapping[str, Mapping[str, Term]]:
    grouped = groupby(terms, key=lambda term: term.taxonomy)
    return {taxonomy: {term.code: term for term in group} for taxonomy, group in grouped}
