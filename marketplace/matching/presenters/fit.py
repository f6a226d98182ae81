"""How well the party of a public page fits whoever reads it, where that is somebody who may know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, url_for

from marketplace.foundation.actor import Actor, NotFound, current_actor
from marketplace.matching import services
from marketplace.matching.presenters.cards import ASK, Card, card
from marketplace.matching.queries.books import NotReady
from marketplace.matching.queries.matches import Match, View, match, views_of
from marketplace.profiles.queries import live_rows

COMPANY = "company"
INTRODUCTION = "deals.introduction"


@dataclass(frozen=True, slots=True)
class Fit:
    """The fit with its reasons, and the reader's next step: an introduction to look at, or one to ask for."""

    score: float
    reasons_for: Sequence[str]
    reasons_against: Sequence[str]
    missing: Sequence[str]
    state: str | None
    href: str
    ask_href: str | None
    introduction_href: str | None


def fit_for_reader(kind: str, profile_id: str, *, in_full: bool = True) -> Fit | None:
    """The fit of the company or investor of this page with the organisation that its reader acts for.

    None for visitors, for one's own page, and where the two would not be shown to each other as a match: a page says
    nothing about what it leaves out. `in_full`: the page shows the score, so what it is made of is kept.
    """
    actor = current_actor()
    if actor.organisation_id in {None, profile_id}:
        return None
    try:
        found = _best(actor, kind, profile_id)
    except (NotFound, NotReady):
        return None
    if found is None:
        return None
    shown, view = found
    if in_full:
        services.note_shown(actor, view, [shown])
    return _fit(actor, shown, view)


def _best(actor: Actor, kind: str, profile_id: str) -> tuple[Match, View] | None:
    """The highest score of the reader's lists that could hold such a party; companies are what seekers look at."""
    found = []
    for view in views_of(actor):
        if view.reader_is_seeker is (kind == COMPANY):
            try:
                found.append((match(actor, view, profile_id), view))
            except NotFound:
                continue
    return max(found, key=lambda pair: pair[0].score, default=None)


def _fit(actor: Actor, found: Match, view: View) -> Fit | None:
    row = live_rows([found.profile_id]).get(found.profile_id)
    if row is None:
        return None
    shown = card(found, row, view)
    return Fit(
        score=shown.score,
        reasons_for=shown.reasons_for,
        reasons_against=shown.reasons_against,
        missing=shown.missing,
        state=shown.state,
        href=url_for("matching.show", profile_id=found.profile_id, view=view.key),
        ask_href=_ask_href(actor, shown),
        introduction_href=_introduction_href(shown),
    )


def _ask_href(actor: Actor, shown: Card) -> str | None:
    if shown.introduction_id or shown.ask_mandate_id is None or not actor.can_edit:
        return None
    if ASK not in current_app.view_functions:
        return None
    return url_for(ASK, mandate=shown.ask_mandate_id, counterparty=shown.ask_counterparty_id)


def _introduction_href(shown: Card) -> str | None:
    if shown.introduction_id is None or INTRODUCTION not in current_app.view_functions:
        return None
    return url_for(INTRODUCTION, engagement_id=shown.introduction_id)
