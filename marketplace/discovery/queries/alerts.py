"""Kept searches as something to follow: what they find of what changed, by what the database notes of the index.

The note is the same whichever engine there is, and while it is away; only what holds every word counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from marketplace.alerts.queries.finders import Finder, find_with
from marketplace.alerts.rules.frequency import Kind as Followed
from marketplace.alerts.rules.news import Looked, Thing
from marketplace.discovery.models import SavedSearch
from marketplace.discovery.queries.saved import own_search
from marketplace.discovery.queries.search import is_known
from marketplace.discovery.rules import EVERYTHING, Asked, Kind, read
from marketplace.foundation.actor import Actor, NotFound
from marketplace.foundation.basic_search import find
from marketplace.foundation.database import db
from marketplace.foundation.index_state import IndexState
from marketplace.products import queries as products
from marketplace.profiles import queries as profiles
from search_index.fields import PUBLIC
from search_index.query import LONGEST_PAGE, AnyOf, PageRequest, SearchQuery, Sort

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Noted:
    """What the index should hold of one thing that a search finds."""

    id: str
    kind: Kind
    codes: frozenset[str]


def asked_by(row: SavedSearch) -> Asked:
    """What a kept search asks; one for everything is asked as for companies, of which it has only the text."""
    given = {name: [held] if isinstance(held, str) else list(held) for name, held in row.arguments.items()}
    return read(Kind.COMPANY if row.kind == EVERYTHING else Kind(row.kind), given, is_known)


def still_found(row: SavedSearch, ids: Sequence[str]) -> list[Noted]:
    """Which of these the search finds now."""
    query = _query(row)
    if query is None or not ids:
        return []
    found = find(query, within=IndexState.id.in_(ids)).ids
    noted = select(IndexState.id, IndexState.kind, IndexState.codes)
    rows = db.session.execute(noted.where(IndexState.index == PUBLIC.name, IndexState.id.in_(found)))
    by_id = {id_: Noted(id_, Kind(kind), frozenset(codes.split())) for id_, kind, codes in rows}
    return [by_id[id_] for id_ in ids if id_ in by_id]


def _owns(actor: Actor, search_id: str) -> bool:
    try:
        own_search(actor, search_id)
    except NotFound:
        return False
    return True


def _look(actor: Actor, search_id: str, since: datetime | None) -> Looked | None:
    try:
        query = _query(own_search(actor, search_id))
    except NotFound:
        return None
    if query is None:
        return None
    found = find(query, within=None if since is None else IndexState.changed_at > since)
    changed = _changed(found.ids)
    things = tuple(Thing(id_, changed[id_]) for id_ in found.ids if id_ in changed)
    return Looked(things, complete=found.total <= len(found.ids))


def _query(row: SavedSearch) -> SearchQuery | None:
    """The newest first. None where all codes of a filter have ended: without it the search would mean more."""
    asked = asked_by(row)
    if any(not asked.values(field) for field in asked.set_aside):
        return None
    kinds = tuple(kind.value for kind in Kind) if row.kind == EVERYTHING else (row.kind,)
    filters = tuple(AnyOf(field, codes) for field, codes in asked.chosen)
    return SearchQuery(
        kinds, asked.text, filters, sort=Sort("newest", descending=True), page=PageRequest(1, LONGEST_PAGE)
    )


def _changed(ids: Sequence[str]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    wanted = select(IndexState.id, IndexState.changed_at).where(IndexState.index == PUBLIC.name)
    for start in range(0, len(ids), CHUNK):
        rows = db.session.execute(wanted.where(IndexState.id.in_(ids[start : start + CHUNK])))
        found.update((id_, changed_at) for id_, changed_at in rows)
    return found


def _parties(ids: Sequence[str]) -> dict[str, str]:
    owners = {row.id: row.organisation_id for row in profiles.live_rows(ids).values()}
    return owners | {row.id: row.organisation_id for row in products.live_rows(ids).values()}


find_with(Followed.SEARCH, Finder(_owns, _look, _parties))
