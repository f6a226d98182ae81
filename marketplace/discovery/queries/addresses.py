"""Every public address with the day of its last change, in parts for those who read the whole site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from marketplace.discovery.rules import Kind
from marketplace.discovery.rules.feeds import ADDRESSES_IN_PART
from marketplace.foundation.actor import NotFound
from marketplace.foundation.database import db
from marketplace.products import queries as products
from marketplace.profiles import queries as profiles

AT_ONCE = 1000
_PUBLIC: Mapping[Kind, Callable[[], Select[str, datetime]]] = {
    Kind.COMPANY: lambda: profiles.public_pages("company"),
    Kind.PRODUCT: products.public_pages,
    Kind.INVESTOR: lambda: profiles.public_pages("investor"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the things of a kind, by the order of their ids: how many, and when the last of them changed."""

    kind: Kind
    number: int
    count: int
    changed: datetime


def parts() -> list[Part]:
    """Every part of every kind, numbered from 1."""
    return [part for kind in _PUBLIC for part in _parts(kind)]


def part(kind: Kind, number: int) -> Part:
    """One part; NotFound beyond the last."""
    found = next((each for each in _parts(kind) if each.number == number), None)
    if found is None:
        raise NotFound
    return found


def _parts(kind: Kind) -> Sequence[Part]:
    whole = _PUBLIC[kind]().subquery()
    position = func.row_number().over(order_by=whole.c.id) - 1
    placed = select((position // ADDRESSES_IN_PART).label("number"), whole.c.published_at).subquery()
    grouped = select(placed.c.number, func.count(), func.max(placed.c.published_at)).group_by(placed.c.number)
    rows = db.session.execute(grouped.order_by(placed.c.number))
    return [Part(kind, number + 1, count, changed) for number, count, changed in rows]


def things(wanted: Part) -> Iterator[tuple[str, datetime]]:
    """Id and last change of each thing of a part, read little by little."""
    first = (wanted.number - 1) * ADDRESSES_IN_PART
    rows = _PUBLIC[wanted.kind]().order_by("id").limit(ADDRESSES_IN_PART).offset(first)
    for row in db.session.execute(rows.execution_options(yield_per=AT_ONCE)):
        yield row[0], row[1]
