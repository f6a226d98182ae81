"""Writes what went live into the tables that lists, search and matching read: many products, few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from marketplace.foundation.clock import now
from marketplace.foundation.database import table_of
from marketplace.foundation.insertion import insert_rows
from marketplace.foundation.text import folded_key, sort_key
from marketplace.products import queries
from marketplace.products.content import Product
from marketplace.products.models import ProductCertificate, ProductCode, ProductRow
from marketplace.publishing.queries import chunks

KEY_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Shown:
    """One product's content that is live now, whose it is, and the revision that holds it."""

    product_id: str
    organisation_id: str
    revision_id: str
    product: Product
    is_new: bool = False  # nothing was ever written of it, so no row stands there


def write_rows(session: Session, shown: Sequence[Shown]) -> None:
    """Replace the rows of these products by what is live now."""
    known = queries.written_before([item.product_id for item in shown if not item.is_new])
    moment = now()
    session.flush()
    _forget_children(session, sorted(known))
    insert_rows(session, ProductRow, [_row(item, moment) for item in shown if item.product_id not in known])
    changed = [_row(item, moment) for item in shown if item.product_id in known]
    if changed:
        session.execute(update(ProductRow), changed)
    insert_rows(session, ProductCode, [row for item in shown for row in _code_rows(item)])
    insert_rows(session, ProductCertificate, [row for item in shown for row in _certificate_rows(item)])
    session.expire_all()


def hide_rows(session: Session, product_ids: Sequence[str]) -> None:
    """The products' rows stay, marked as not live, and without their codes and certificates."""
    session.flush()
    _forget_children(session, product_ids)
    session.execute(update(ProductRow), [{"id": product_id, "live": False} for product_id in product_ids])
    session.expire_all()


def _forget_children(session: Session, product_ids: Sequence[str]) -> None:
    for chunk in chunks(product_ids):
        for model in (ProductCode, ProductCertificate):
            table = table_of(model)
            session.execute(delete(table).where(table.c.product_id.in_(chunk)))


def _row(item: Shown, moment: datetime) -> dict[str, Any]:
    name = item.product.name.best("vi")
    return {
        "id": item.product_id,
        "organisation_id": item.organisation_id,
        "revision_id": item.revision_id,
        "live": True,
        "published_at": moment,
        "name": item.product.name,
        "folded_name": folded_key(name)[:KEY_LENGTH],
        "sort_key": sort_key(name)[:KEY_LENGTH],
        "summary": item.product.summary,
        "website": item.product.website,
    }


def _code_rows(item: Shown) -> Iterable[dict[str, Any]]:
    groups = {
        "technology": item.product.technologies,
        "segment": item.product.segments,
        "sector": item.product.sectors,
        "market": item.product.markets,
    }
    return (
        {"product_id": item.product_id, "taxonomy": taxonomy, "code": code}
        for taxonomy, codes in groups.items()
        for code in dict.fromkeys(codes)
    )


def _certificate_rows(item: Shown) -> Iterable[dict[str, Any]]:
    return (
        {**_columns(certificate), "product_id": item.product_id, "position": position}
        for position, certificate in enumerate(item.product.certificates)
    )


def _columns(part: Any) -> dict[str, Any]:
    """The fields of a part of the content, which its table has under the same names."""
    return {field.name: getattr(part, field.name) for field in fields(part)}
