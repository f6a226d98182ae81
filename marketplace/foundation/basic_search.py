"""Search without an index: the words and codes noted in the database, names first.

The same analysis and the same plan as in the engines, so accents, abbreviations, synonyms and compounds count here too.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select, Text, and_, bindparam, case, false, func, not_, or_, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.functions import FunctionElement

from marketplace.foundation.database import db
from marketplace.foundation.index_state import IndexState
from search_index.engine import UnknownField
from search_index.fields import PUBLIC, IndexFields
from search_index.planning import Occurs, may_be_telex, plan
from search_index.presence import Either, Every, Joined, Presence, Word, presence
from search_index.query import AnyOf, Filter, NoneOf, SearchQuery, Sort
from search_index.results import SearchResults

KEYS = {"name": IndexState.name_key, "name_en": IndexState.name_en_key, "newest": IndexState.newest}
Column = InstrumentedAttribute[str]


class Holds(FunctionElement[bool]):
    """Whether a text holds another, byte by byte."""

    type = Boolean()
    inherit_cache = True
    name = "holds"


@compiles(Holds, "sqlite")
def _on_sqlite(element: Holds, compiler: Any, **options: Any) -> str:
    return f"(instr({compiler.process(element.clauses, **options)}) > 0)"


@compiles(Holds, "postgresql")
def _on_postgresql(element: Holds, compiler: Any, **options: Any) -> str:
    return f"(strpos({compiler.process(element.clauses, **options)}) > 0)"


def find(query: SearchQuery, fields: IndexFields = PUBLIC, within: ColumnElement[bool] | None = None) -> SearchResults:
    """One page of ids and the total; nothing is scored or counted by facet.

    What nothing holds as it was typed is read once more as Telex keys: asking which words occur would cost as much.
    `within`: only those rows of `IndexState`; they are found by what the whole search would be read as, which is asked
    of all rows only where it matters.
    """
    asked = _asked(query.text, lambda _: True)
    found = _find(query, fields, asked, within)
    if found.total or not may_be_telex(query.text):
        return found
    retyped = _find(query, fields, _asked(query.text, lambda _: False), within)
    if within is None or not retyped.total:
        return retyped
    return found if _find(query, fields, asked).total else retyped


def _find(
    query: SearchQuery, fields: IndexFields, asked: Presence | None, within: ColumnElement[bool] | None = None
) -> SearchResults:
    narrowed = select(IndexState.id).where(
        IndexState.index == fields.name,
        IndexState.hash.is_not(None),
        IndexState.kind.in_(query.kinds),
        *map(_filter, query.filters),
        *([] if asked is None else [_holding(asked, IndexState.words, IndexState.pairs)]),
        *([] if within is None else [within]),
    )
    return _page(query, narrowed.order_by(*_order(query.sort, asked)))


def _asked(text: str, occurs: Occurs) -> Presence | None:
    """What must be there; nothing can be where a text has no word."""
    planned = plan(text, occurs)
    if planned is None:
        return Either(()) if text.strip() else None
    return presence(planned)


def _page(query: SearchQuery, narrowed: Select[str]) -> SearchResults:
    """The rows are looked through once; a page beyond the last asks again for the total alone."""
    counted = narrowed.add_columns(func.count().over())
    rows = db.session.execute(counted.limit(query.page.size).offset(query.page.offset)).all()
    if rows or query.page.offset == 0:
        return SearchResults(tuple(row[0] for row in rows), rows[0][1] if rows else 0)
    total = db.session.scalar(select(func.count()).select_from(narrowed.order_by(None).subquery()))
    return SearchResults((), total or 0)


def _order(sort: Sort | None, asked: Presence | None) -> list[ColumnElement[Any]]:
    if sort is None:
        by_name = [] if asked is None else [_named_first(asked)]
        return [*by_name, IndexState.name_key.asc(), IndexState.id.asc()]
    if sort.field not in KEYS:
        raise UnknownField(f"no such order: {sort.field!r}")
    key = KEYS[sort.field]
    return [key.desc() if sort.descending else key.asc(), IndexState.id.asc()]


def _named_first(asked: Presence) -> ColumnElement[int]:
    """An expression always: PostgreSQL does not order by a bare truth value."""
    return case((_holding(asked, IndexState.name_words, IndexState.name_words), 0), else_=1)


def _filter(wanted: Filter) -> ColumnElement[bool]:
    if not isinstance(wanted, AnyOf | NoneOf):
        raise UnknownField(f"numbers are in the index alone: {wanted.field!r}")
    carried = or_(false(), *(_holds(IndexState.codes, f"{wanted.field}:{value}") for value in wanted.values))
    return carried if isinstance(wanted, AnyOf) else not_(carried)


def _holding(asked: Presence, words: Column, pairs: Column) -> ColumnElement[bool]:
    if isinstance(asked, Word):
        return _holds(words, asked.token)
    if isinstance(asked, Joined):
        return _holds(pairs, asked.token)
    parts = [_holding(part, words, pairs) for part in asked.parts]
    return and_(true(), *parts) if isinstance(asked, Every) else or_(false(), *parts)


def _holds(column: Column, token: str) -> ColumnElement[bool]:
    return Holds(column, bindparam(None, f" {token} ", Text))
