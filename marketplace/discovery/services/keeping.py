"""Keeping, renaming and letting go of a search."""

from __future__ import annotations

from marketplace.alerts import services as alerts
from marketplace.alerts.rules.frequency import Frequency
from marketplace.alerts.rules.frequency import Kind as Followed
from marketplace.discovery import policies
from marketplace.discovery.facts import SearchDeleted, SearchRenamed, SearchSaved
from marketplace.discovery.models import SavedSearch
from marketplace.discovery.queries.saved import locked_count, locked_search, own_search_by_key
from marketplace.discovery.rules import LONGEST_NAME, MOST_SAVED, Kept
from marketplace.foundation.actor import Actor, Refused, allow
from marketplace.foundation.database import transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.once import claim
from marketplace.foundation.versions import expect, touch


def save_search(actor: Actor, kept: Kept, name: str, once: str, told: Frequency = Frequency.OFF) -> str:
    """Keep a search under a name and return its id; `told`: how often its person is told what is new.

    Refused: `discovery.already_saved` (under the name in `name`), `discovery.too_many_saved`.
    """
    allow(policies.can_keep(actor))
    with transaction() as session:
        search_id = new_id()
        claim(once, "discovery.save_search", search_id)
        held = locked_count(actor)
        there = own_search_by_key(actor, kept.key)
        if there is not None:
            raise Refused("discovery.already_saved", name=there.name)
        if held >= MOST_SAVED:
            raise Refused("discovery.too_many_saved", most=MOST_SAVED)
        row = SavedSearch(
            id=search_id,
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
            kind=kept.kind,
            name=name[:LONGEST_NAME],
            arguments=dict(kept.arguments),
            key=kept.key,
        )
        session.add(row)
        session.flush()
        record(SearchSaved(search_id, kept.kind))
        if told is not Frequency.OFF:
            alerts.choose(actor, Followed.SEARCH, search_id, told)
        return search_id


def rename_search(actor: Actor, search_id: str, name: str, version: int | None) -> None:
    """Give it another name."""
    with transaction():
        row = locked_search(actor, search_id)
        allow(policies.can_change(actor, row))
        expect(row, version)
        row.name = name[:LONGEST_NAME]
        touch(row)
        record(SearchRenamed(row.id))


def delete_search(actor: Actor, search_id: str) -> None:
    """Keep it no more, and tell nothing more about it."""
    with transaction() as session:
        row = locked_search(actor, search_id)
        allow(policies.can_change(actor, row))
        alerts.forget(actor, Followed.SEARCH, search_id)
        session.delete(row)
        record(SearchDeleted(search_id))
