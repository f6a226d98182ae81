"""Match lists as something to follow: who newly came among the first of a mandate's list, or of a profile's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from sqlalchemy import select

from marketplace.alerts.queries.finders import Finder, Scored, find_with
from marketplace.alerts.rules.frequency import Kind
from marketplace.alerts.rules.news import LEAST_SCORE, Looked, Thing
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.matching.models import BoardList
from marketplace.matching.queries.board import entered
from marketplace.matching.queries.matches import Match, View, listing, views_of
from marketplace.profiles.queries import live_rows

FROM_THE_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
LOOKED_THROUGH = 30  # a little deeper than the places that count as "on the list": scores move while a mail waits


def key_of(view: View) -> tuple[Kind, str]:
    """Under what a list is followed: its mandate, or its question where there is none."""
    return (Kind.MANDATE, view.mandate_id) if view.mandate_id else (Kind.LIST, str(view.question))


def lists_of(actor: Actor) -> dict[tuple[Kind, str], View]:
    """The lists that the organisation acted for has now, each under its key."""
    found: dict[tuple[Kind, str], View] = {}
    for view in views_of(actor):
        found.setdefault(key_of(view), view)
    return found


def among_first(actor: Actor, view: View, profile_ids: Collection[str]) -> list[Match]:
    """Those of these parties that the list shows among its first this moment, best first."""
    shown = listing(actor, view, "", 1, LOOKED_THROUGH).page.items
    return [each for each in shown if each.profile_id in profile_ids]


def parties(profile_ids: Sequence[str]) -> dict[str, str]:
    """The organisations of these profiles, of those that are live."""
    return {row.id: row.organisation_id for row in live_rows(profile_ids).values()}


def _finder(kind: Kind) -> Finder:
    def owns(actor: Actor, key: str) -> bool:
        return (kind, key) in lists_of(actor)

    def look(actor: Actor, key: str, _since: datetime | None) -> Looked | None:
        view = lists_of(actor).get((kind, key))
        if view is None or not _is_on_the_board(actor, view):
            return None
        # From the beginning each time: who came with a low score may have risen since; the memory knows who was told.
        came = entered(str(actor.organisation_id), FROM_THE_BEGINNING, view.key)
        fitting = [each for each in came if each.score >= LEAST_SCORE]
        return Looked(tuple(Thing(each.profile_id, each.entered_at) for each in fitting), ranked=True)

    def score(actor: Actor, key: str, profile_ids: Collection[str]) -> Scored | None:
        view = lists_of(actor).get((kind, key))
        if view is None:
            return None
        return Scored(view, {each.profile_id: each for each in among_first(actor, view, profile_ids)})

    return Finder(owns, look, parties, score)


def _is_on_the_board(actor: Actor, view: View) -> bool:
    """Whether the list has been worked out at all; until then it is not empty but unknown."""
    held = select(BoardList.id).where(
        BoardList.organisation_id == actor.organisation_id, BoardList.view_key == view.key
    )
    return db.session.scalar(held) is not None


for _kind in (Kind.MANDATE, Kind.LIST):
    find_with(_kind, _finder(_kind))
