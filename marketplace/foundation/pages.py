"""Pagination: one page of a list, counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Select, func, select

from marketplace.foundation.database import db

Item = TypeVar("Item")
SIZE = 20
LAST_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list: its items, its number from 1, and how many there are in all."""

    items: Sequence[Item]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page, at least 1."""
        return max(1, -(-self.total // self.size))

    @property
    def first_position(self) -> int:
        """The place of this page's first item, from 1; 0 in an empty list."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last_position(self) -> int:
        """The place of this page's last item."""
        return self.first_position + len(self.items) - 1 if self.items else 0


def page_number(text: str | None) -> int:
    """The page asked for in an address; anything unreadable is the first page."""
    if text and text.isascii() and text.isdigit():
        return min(max(1, int(text[:6])), LAST_PAGE)
    return 1


def page_of(statement: Select[Item], number: int = 1, size: int = SIZE) -> Page[Item]:
    """Run a select of one entity for one page of it, and count the whole."""
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    number = min(max(1, number), max(1, -(-total // size)))
    items = db.session.scalars(statement.limit(size).offset((number - 1) * size)).all()
    return Page(items, number, size, total)
