"""The states of an engagement (one mandate, one counterparty) and the moves between them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

MACHINE = "deals.engagement"
ANSWER_WITHIN = timedelta(days=30)
COOL_OFF = timedelta(days=90)
OPEN_REQUESTS_AT_MOST = 50


class State(StrEnum):
    """How far an engagement has come; `a` is the mandate's owner, `b` the counterparty."""

    SUGGESTED = "suggested"
    INTEREST_A = "interest_a"
    INTEREST_B = "interest_b"
    MUTUAL = "mutual"
    DEAL = "deal"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What somebody, or time, does to an engagement."""

    ASK_AS_OWNER = "ask_as_owner"
    ASK_AS_COUNTERPARTY = "ask_as_counterparty"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    RECORD_DEAL = "record_deal"
    REOPEN = "reopen"


class Side(StrEnum):
    """Which of the two parties acts."""

    OWNER = "owner"
    COUNTERPARTY = "counterparty"

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side.COUNTERPARTY if self is Side.OWNER else Side.OWNER


class By(StrEnum):
    """Who may make a move, seen from the engagement."""

    OWNER = "owner"
    COUNTERPARTY = "counterparty"
    EITHER = "either"
    TIME = "time"


# An agreement to keep secrets, a room and a letter of intent join later as rows between MUTUAL and DEAL.
STEPS: tuple[tuple[State, Move, State, By], ...] = (
    (State.SUGGESTED, Move.ASK_AS_OWNER, State.INTEREST_A, By.OWNER),
    (State.SUGGESTED, Move.ASK_AS_COUNTERPARTY, State.INTEREST_B, By.COUNTERPARTY),
    (State.INTEREST_A, Move.ACCEPT, State.MUTUAL, By.COUNTERPARTY),
    (State.INTEREST_B, Move.ACCEPT, State.MUTUAL, By.OWNER),
    (State.INTEREST_A, Move.DECLINE, State.DECLINED, By.COUNTERPARTY),
    (State.INTEREST_B, Move.DECLINE, State.DECLINED, By.OWNER),
    (State.INTEREST_A, Move.WITHDRAW, State.WITHDRAWN, By.OWNER),
    (State.INTEREST_B, Move.WITHDRAW, State.WITHDRAWN, By.COUNTERPARTY),
    (State.INTEREST_A, Move.EXPIRE, State.EXPIRED, By.TIME),
    (State.INTEREST_B, Move.EXPIRE, State.EXPIRED, By.TIME),
    (State.MUTUAL, Move.WITHDRAW, State.WITHDRAWN, By.EITHER),
    (State.MUTUAL, Move.RECORD_DEAL, State.DEAL, By.EITHER),
    (State.DEAL, Move.REOPEN, State.MUTUAL, By.EITHER),
    (State.DECLINED, Move.ASK_AS_OWNER, State.INTEREST_A, By.OWNER),
    (State.DECLINED, Move.ASK_AS_COUNTERPARTY, State.INTEREST_B, By.COUNTERPARTY),
    (State.EXPIRED, Move.ASK_AS_OWNER, State.INTEREST_A, By.OWNER),
    (State.EXPIRED, Move.ASK_AS_COUNTERPARTY, State.INTEREST_B, By.COUNTERPARTY),
    (State.WITHDRAWN, Move.ASK_AS_OWNER, State.INTEREST_A, By.OWNER),
    (State.WITHDRAWN, Move.ASK_AS_COUNTERPARTY, State.INTEREST_B, By.COUNTERPARTY),
)
MOVES: Mapping[tuple[State, Move], State] = {(state, move): to for state, move, to, _ in STEPS}
MAKERS: Mapping[tuple[State, Move], By] = {(state, move): by for state, move, _, by in STEPS}

PENDING = frozenset({State.INTEREST_A, State.INTEREST_B})
ENDED = frozenset({State.DECLINED, State.EXPIRED, State.WITHDRAWN})
INTRODUCED = frozenset({State.MUTUAL, State.DEAL})
ASKING: Mapping[Side, Move] = {Side.OWNER: Move.ASK_AS_OWNER, Side.COUNTERPARTY: Move.ASK_AS_COUNTERPARTY}


def state_after(state: State, move: Move) -> State | None:
    """Where the move leads; None where the table has no such row."""
    return MOVES.get((state, move))


def may_move(state: State, move: Move, side: Side | None) -> bool:
    """Whether this side (None: time itself) makes this move from this state."""
    by = MAKERS.get((state, move))
    if by is None or side is None:
        return by is By.TIME
    return by is By.EITHER or by.value == side.value


def asker(state: State) -> Side | None:
    """The side whose request is open, if one is."""
    return {State.INTEREST_A: Side.OWNER, State.INTEREST_B: Side.COUNTERPARTY}.get(state)
