"""Introductions as each side sees them: before both said yes the asked side gets a blind teaser, no name or title."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from marketplace.deals import policies
from marketplace.deals.models import Engagement
from marketplace.deals.presenters.words import STATE_TONES, STATES
from marketplace.deals.queries.introductions import waits_for
from marketplace.deals.rules.engagement import INTRODUCED, PENDING, Move, Side, State
from marketplace.foundation.actor import Actor
from marketplace.foundation.text import Localised
from marketplace.mandates.content import Mandate, visible_to_other_side
from marketplace.mandates.queries import live_contents as live_mandates
from marketplace.organisations.models import Organisation
from marketplace.organisations.queries import organisations_by_id
from marketplace.profiles.content import PartyProfile
from marketplace.profiles.queries import live_contents as live_profiles

GROUPS = ("to_answer", "waiting", "introduced", "ended")


@dataclass(frozen=True, slots=True)
class Teaser:
    """What a side may know of the other before both said yes: codes, no names."""

    kind: str
    country: str | None
    sectors: tuple[str, ...]
    technologies: tuple[str, ...]
    stage: str | None


@dataclass(frozen=True, slots=True)
class IntroductionCard:
    """One introduction for one reader."""

    id: str
    group: str
    state: Any
    tone: str
    other_name: Localised | None
    teaser: Teaser
    mandate: Mandate | None
    mandate_is_own: bool
    since: datetime
    expires_at: datetime | None
    conversation_id: str | None
    version: int
    can_answer: bool
    can_withdraw: bool
    can_record: bool


def cards(actor: Actor, rows: Iterable[Engagement]) -> list[IntroductionCard]:
    """Introductions that a query let the actor see, with three statements whatever their number."""
    seen = list(rows)
    others = {row.id: _other_id(actor, row) for row in seen}
    organisations = organisations_by_id(others.values())
    profiles = live_profiles(list(set(others.values())))
    mandates = live_mandates([row.mandate_id for row in seen]) if seen else {}
    return [
        _card(actor, row, organisations[others[row.id]], profiles.get(others[row.id]), mandates.get(row.mandate_id))
        for row in seen
    ]


def _other_id(actor: Actor, row: Engagement) -> str:
    is_owner = actor.acts_for(row.owner_organisation_id)
    return row.counterparty_organisation_id if is_owner else row.owner_organisation_id


def _card(
    actor: Actor,
    row: Engagement,
    other: Organisation,
    profile: PartyProfile | None,
    mandate: tuple[str, Mandate] | None,
) -> IntroductionCard:
    state = State(row.state)
    side = policies.side_of(actor, row)
    is_own = side is Side.OWNER
    return IntroductionCard(
        id=row.id,
        group=_group(actor, row),
        state=STATES[state],
        tone=STATE_TONES.get(state, "neutral"),
        other_name=other.name if knows_name(actor, row) else None,
        teaser=_teaser(other, profile),
        mandate=_shown(mandate, own=is_own, named=knows_name(actor, row)),
        mandate_is_own=is_own,
        since=row.state_since,
        expires_at=row.expires_at,
        conversation_id=row.conversation_id,
        version=row.version,
        can_answer=policies.can_move_introduction(actor, row, Move.ACCEPT),
        can_withdraw=policies.can_move_introduction(actor, row, Move.WITHDRAW),
        can_record=policies.can_move_introduction(actor, row, Move.RECORD_DEAL),
    )


def _shown(mandate: tuple[str, Mandate] | None, *, own: bool, named: bool) -> Mandate | None:
    """All of one's own; of another's what may be seen, without the title as long as its owner is not named."""
    if mandate is None:
        return None
    if own:
        return mandate[1]
    visible = visible_to_other_side(mandate[1])
    return visible if named else replace(visible, title=Localised())


def _group(actor: Actor, row: Engagement) -> str:
    state = State(row.state)
    if state in PENDING:
        return "to_answer" if waits_for(actor, row) else "waiting"
    return "introduced" if state in INTRODUCED else "ended"


def knows_name(actor: Actor, row: Engagement) -> bool:
    """After both said yes, both; before, the side that asked: it chose a public party or an open mandate by name."""
    if State(row.state) in INTRODUCED or row.conversation_id is not None:
        return True
    return row.asked_by is not None and policies.side_of(actor, row) is Side(row.asked_by)


def _teaser(other: Organisation, profile: PartyProfile | None) -> Teaser:
    if profile is None:
        return Teaser(other.kind, other.country, (), (), None)
    return Teaser(
        other.kind,
        profile.country or other.country,
        profile.sectors[:3],
        profile.technologies[:3],
        profile.development_stage,
    )
