"""Asking for an introduction, answering it, taking it back, and letting it run out."""

from __future__ import annotations

from collections.abc import Iterable

from marketplace.deals import policies
from marketplace.deals.facts import IntroductionMoved
from marketplace.deals.models import Engagement, EngagementMove, IntroConsent
from marketplace.deals.queries import introductions as queries
from marketplace.deals.queries.parties import public_party
from marketplace.deals.rules.engagement import (
    ANSWER_WITHIN,
    ASKING,
    COOL_OFF,
    ENDED,
    INTRODUCED,
    OPEN_REQUESTS_AT_MOST,
    PENDING,
    Move,
    Side,
    State,
    asker,
    state_after,
)
from marketplace.foundation.actor import SYSTEM, Actor, NotFound, Refused, acting_as, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.limits import hit
from marketplace.foundation.once import claim
from marketplace.foundation.row_security import across_audiences
from marketplace.foundation.upsert import insert_new
from marketplace.foundation.versions import expect, touch
from marketplace.mandates.queries import open_mandate_owner
from marketplace.matching.queries import blocked
from marketplace.matching.rules.outcomes import Outcome
from marketplace.matching.services import Introduction, record_outcome
from marketplace.messaging.services import open_conversation
from marketplace.organisations.queries import is_inside
from marketplace.organisations.services import open_audience
from marketplace.profiles.models import Profile
from marketplace.profiles.rules import PUBLIC_PAGES

# The row that both sides may see; the other rows are named after the side that sees them alone.
HEARD = ""
# How far matching may take the two to have come, so that its lists say so.
OUTCOMES = {
    State.INTEREST_A: Outcome.ASKED,
    State.INTEREST_B: Outcome.ASKED,
    State.MUTUAL: Outcome.INTRODUCED,
    State.DEAL: Outcome.DEAL,
    State.DECLINED: Outcome.ENDED,
    State.EXPIRED: Outcome.ENDED,
    State.WITHDRAWN: Outcome.ENDED,
}


@across_audiences("asking may meet a request that the asking side must not know of")
def ask_introduction(actor: Actor, mandate_id: str, counterparty_organisation_id: str, once: str) -> str:
    """Ask the other side of a mandate to meet; gives the engagement's id. Asking back is a yes."""
    hit("introduction.organisation", actor.organisation_id or "-")
    with transaction():
        owner_id = _owner_of_live_mandate(actor, mandate_id)
        allow(policies.can_ask(actor, owner_id, counterparty_organisation_id))
        _expect_two_parties(actor, owner_id, counterparty_organisation_id)
        side = Side.OWNER if actor.acts_for(owner_id) else Side.COUNTERPARTY
        rows = _engagements(mandate_id, owner_id, counterparty_organisation_id, side)
        vetoed = blocked(owner_id, counterparty_organisation_id)
        waiting = None if vetoed else _request_to_answer(rows, side)
        own = rows.get(side.value) if vetoed else None
        row = waiting or own or rows[HEARD]
        claim(once, "deals.ask_introduction", row.id)
        if waiting is not None:
            _answer_by_asking(actor, waiting, side)
        else:
            _expect_may_ask_again(rows.values(), side)
            _ask(actor, row, side)
        return row.id


def _owner_of_live_mandate(actor: Actor, mandate_id: str) -> str:
    owner_id = open_mandate_owner(actor, mandate_id)
    if owner_id is None:
        raise NotFound
    return owner_id


def _expect_two_parties(actor: Actor, owner_id: str, counterparty_id: str) -> None:
    if owner_id == counterparty_id:
        raise Refused("deals.same_organisation")
    expect_counterparty(actor, counterparty_id)


def expect_counterparty(actor: Actor, counterparty_id: str) -> Profile:
    """The public profile of the party to be met. One's own is missed in words, any other like one that is not there."""
    try:
        return public_party(counterparty_id)
    except NotFound:
        if actor.acts_for(counterparty_id):
            allow(actor.organisation_kind in PUBLIC_PAGES)
            raise Refused("deals.profile_first") from None
        raise


def _engagements(mandate_id: str, owner_id: str, counterparty_id: str, side: Side) -> dict[str, Engagement]:
    """The rows of this mandate and this counterparty by unheard side, held until the transaction ends.

    What is missing is made. Where the other side's request waits unseen, because one said never to the other, the
    asking side gets a row for itself: both requests wait, and each runs out in its own time.
    """
    rows = queries.locked_engagements_of(mandate_id, counterparty_id)
    if HEARD not in rows:
        rows = _one_more(mandate_id, owner_id, counterparty_id, HEARD)
    is_taken = asker(State(rows[HEARD].state)) is side.other
    if is_taken and side.value not in rows and blocked(owner_id, counterparty_id):
        rows = _one_more(mandate_id, owner_id, counterparty_id, side.value)
    return rows


def _one_more(mandate_id: str, owner_id: str, counterparty_id: str, unheard_side: str) -> dict[str, Engagement]:
    values = {
        "id": new_id(),
        "mandate_id": mandate_id,
        "owner_organisation_id": owner_id,
        "counterparty_organisation_id": counterparty_id,
        "audience_id": open_audience("engagement", []),
        "unheard_side": unheard_side,
        "state": State.SUGGESTED.value,
        "round": 0,
        "state_since": now(),
        "created_at": now(),
        "version": 1,
    }
    insert_new(db.session(), Engagement, values)
    return queries.locked_engagements_of(mandate_id, counterparty_id)


def _request_to_answer(rows: dict[str, Engagement], side: Side) -> Engagement | None:
    """The other side's open request, also one that was not heard when it was made."""
    heard, unheard = rows[HEARD], rows.get(side.other.value)
    row = heard if State(heard.state) in PENDING else unheard
    return row if row is not None and asker(State(row.state)) is side.other else None


def _ask(actor: Actor, row: Engagement, side: Side) -> None:
    if queries.open_requests_of(actor.organisation_id or "") >= OPEN_REQUESTS_AT_MOST:
        raise Refused("deals.too_many_open_requests")
    moment = now()
    row.round += 1
    row.asked_by, row.asked_at, row.expires_at = side.value, moment, moment + ANSWER_WITHIN
    row.audience_id = open_audience("engagement", _who_may_see(row, side))
    _consent(actor, row, side)
    _move(actor, row, ASKING[side])


def _expect_may_ask_again(rows: Iterable[Engagement], side: Side) -> None:
    """The side that asked last waits before it asks again; the other side may ask at any time."""
    for row in rows:
        state = State(row.state)
        if asker(state) is side:
            raise Refused("deals.already_asked")
        if state in INTRODUCED:
            raise Refused("deals.introduction_already_answered")
        if state in ENDED and row.asked_by == side.value and row.state_since + COOL_OFF > now():
            raise Refused("deals.cooling_off")


def _who_may_see(row: Engagement, side: Side) -> list[str]:
    """Both sides; where one said never to the other, only the asking side, whose request then runs out."""
    both = {Side.OWNER: row.owner_organisation_id, Side.COUNTERPARTY: row.counterparty_organisation_id}
    if row.unheard_side or blocked(*both.values()):
        return [both[side]]
    return list(both.values())


def _answer_by_asking(actor: Actor, row: Engagement, side: Side) -> None:
    """Both asked: that is consent, also to a request that was not heard when it was made."""
    if not is_inside(actor, row.audience_id):
        row.audience_id = open_audience("engagement", [row.owner_organisation_id, row.counterparty_organisation_id])
    _accept(actor, row, side)


def answer_introduction(actor: Actor, engagement_id: str, version: int | None = None) -> str | None:
    """Say yes: both consents are there, names are shown, a conversation opens; gives its id."""
    with transaction():
        row = queries.locked_introduction(actor, engagement_id)
        expect(row, version)
        _expect_possible(row, Move.ACCEPT)
        allow(policies.can_move_introduction(actor, row, Move.ACCEPT))
        side = policies.side_of(actor, row)
        assert side is not None  # noqa: S101 - the policy asked for a side
        _accept(actor, row, side)
        return row.conversation_id


def _accept(actor: Actor, row: Engagement, side: Side) -> None:
    _consent(actor, row, side)
    _move(actor, row, Move.ACCEPT)
    if row.conversation_id is None:
        row.conversation_id = open_conversation(actor, "engagement", row.id, row.audience_id)


def decline_introduction(actor: Actor, engagement_id: str, version: int | None = None) -> None:
    """Say no; the asking side learns that the answer was no, never why."""
    _make(actor, engagement_id, Move.DECLINE, version)


def withdraw_introduction(actor: Actor, engagement_id: str, version: int | None = None) -> None:
    """Take a request back, or leave an introduction that led nowhere."""
    _make(actor, engagement_id, Move.WITHDRAW, version)


def _make(actor: Actor, engagement_id: str, move: Move, version: int | None) -> None:
    with transaction():
        row = queries.locked_introduction(actor, engagement_id)
        expect(row, version)
        _expect_possible(row, move)
        allow(policies.can_move_introduction(actor, row, move))
        _move(actor, row, move)


def expire_overdue() -> int:
    """Let requests run out whose time is over; gives how many did."""
    ids = queries.overdue_requests(now())
    return sum(expire_introduction(engagement_id) for engagement_id in ids)


def expire_introduction(engagement_id: str) -> bool:
    """Let one request run out, if its time is over."""
    with acting_as(SYSTEM), transaction():
        row = queries.locked_introduction(SYSTEM, engagement_id)
        overdue = row.expires_at is not None and row.expires_at <= now()
        if State(row.state) not in PENDING or not overdue:
            return False
        _move(SYSTEM, row, Move.EXPIRE)
        return True


def note_deal_recorded(actor: Actor, row: Engagement) -> None:
    """The introduction led to a deal: part of recording it."""
    _expect_possible(row, Move.RECORD_DEAL)
    _move(actor, row, Move.RECORD_DEAL)


def reopen(actor: Actor, engagement_id: str) -> None:
    """The deal came to nothing: the two may record another. Part of abandoning it."""
    row = queries.locked_introduction(SYSTEM, engagement_id)
    if state_after(State(row.state), Move.REOPEN) is not None:
        _move(actor, row, Move.REOPEN)


def _expect_possible(row: Engagement, move: Move) -> None:
    if state_after(State(row.state), move) is None:
        raise Refused("deals.introduction_already_answered")


def _consent(actor: Actor, row: Engagement, side: Side) -> None:
    db.session.add(
        IntroConsent(
            engagement_id=row.id,
            audience_id=row.audience_id,
            round=row.round,
            side=side.value,
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
        )
    )


def _move(actor: Actor, row: Engagement, move: Move) -> None:
    """Write the move into the ledger and bring the row to it."""
    before = State(row.state)
    after = state_after(before, move)
    if after is None:
        raise Refused("deals.introduction_already_answered")
    db.session.add(
        EngagementMove(
            engagement_id=row.id,
            audience_id=row.audience_id,
            position=queries.next_introduction_position(row.id),
            from_state=before.value,
            move=move.value,
            to_state=after.value,
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
        )
    )
    row.state, row.state_since = after.value, now()
    if after not in PENDING:
        row.expires_at = None
    touch(row)
    db.session.flush()
    record(IntroductionMoved(row.id, row.mandate_id, move.value, after.value))
    sides = row.owner_organisation_id, row.counterparty_organisation_id
    outcome = Outcome.LOST if move is Move.REOPEN else OUTCOMES[after]
    record_outcome(Introduction(row.id, row.mandate_id, *sides, row.audience_id), outcome)
