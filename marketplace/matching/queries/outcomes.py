"""How far the pairs of one organisation have come, as it may know it."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import func, or_, select

from marketplace.foundation.actor import Actor
from marketplace.foundation.clock import now
from marketplace.foundation.database import db
from marketplace.matching.models import PairOutcome
from marketplace.matching.rules.outcomes import Outcome, PairState, state_that_holds
from marketplace.organisations.queries import audiences_of


def pair_states(actor: Actor) -> dict[str, PairState]:
    """By the other organisation: where the pair stands, as far as the one acted for may know."""
    own_id = str(actor.organisation_id)
    found: dict[str, list[PairState]] = defaultdict(list)
    for row in _last_steps(actor, own_id):
        other = row.owner_organisation_id
        if other == own_id:
            other = row.counterparty_organisation_id
        found[other].append(PairState(Outcome(row.outcome), row.introduction_id, row.mandate_id, row.happened_at))
    return {other: state_that_holds(states) for other, states in found.items()}


def resting(states: Mapping[str, PairState]) -> frozenset[str]:
    """The organisations that are not suggested for now, because it ended not long ago."""
    moment = now()
    return frozenset(other for other, state in states.items() if state.is_resting(moment))


def _last_steps(actor: Actor, own_id: str) -> list[PairOutcome]:
    """The last step of each introduction that the actor may know of."""
    mine = or_(PairOutcome.owner_organisation_id == own_id, PairOutcome.counterparty_organisation_id == own_id)
    known = select(PairOutcome).where(mine, PairOutcome.audience_id.in_(audiences_of(actor)))
    last: dict[str, PairOutcome] = {}
    for row in db.session.scalars(known.order_by(PairOutcome.introduction_id, PairOutcome.number)):
        last[row.introduction_id] = row
    return list(last.values())


def last_step(introduction_id: str) -> int:
    """How many steps of an introduction are kept."""
    wanted = select(func.max(PairOutcome.number)).where(PairOutcome.introduction_id == introduction_id)
    return db.session.scalar(wanted) or 0
