"""How far a pair has come, as told by introductions, and what that means for lists of suggestions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

COOL_OFF = timedelta(days=90)


class Outcome(StrEnum):
    """From the first request to its end; a pair that ended rests before it is suggested again."""

    ASKED = "asked"
    INTRODUCED = "introduced"
    DEAL = "deal"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class PairState:
    """How far a pair has come over one mandate, since when, and in which introduction."""

    outcome: Outcome
    introduction_id: str
    mandate_id: str
    since: datetime

    @property
    def is_open(self) -> bool:
        """Whether there is something to look at rather than to ask for."""
        return self.outcome is not Outcome.ENDED

    def is_resting(self, moment: datetime) -> bool:
        """Whether the pair is out of both sides' suggestions for now."""
        return self.outcome is Outcome.ENDED and moment - self.since < COOL_OFF


def state_that_holds(states: Iterable[PairState]) -> PairState:
    """The state that counts of several mandates: an open one before an ended one, then the newest."""
    return max(states, key=lambda state: (state.is_open, state.since, state.introduction_id))
