"""How far a pair has come, as told by introductions, and what that means for lists of suggestions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

COOL_OFF = timedelta(days=90)


class Outcome(StrEnum):
    """From the first request to its end; a pair that ended rests before it is suggested again."""

    ASKED = "asked"
    INTRODUCED = "introduced"
    SECRECY = "secrecy"
    DEAL = "deal"
    LOST = "lost"
    ENDED = "ended"


# How long a pair rests after it ended, by how far it had come: who knows the other's secrets is not asked soon again.
REST: Mapping[Outcome, timedelta] = {
    Outcome.ASKED: COOL_OFF,
    Outcome.INTRODUCED: timedelta(days=180),
    Outcome.SECRECY: timedelta(days=365),
    Outcome.DEAL: timedelta(days=365),
}
_STEPS = tuple(REST)
OVER = frozenset({Outcome.LOST, Outcome.ENDED})


@dataclass(frozen=True, slots=True)
class PairState:
    """How far a pair has come over one mandate, since when, in which introduction, and how far it had ever come."""

    outcome: Outcome
    introduction_id: str
    mandate_id: str
    since: datetime
    reached: Outcome = Outcome.ASKED

    @property
    def is_open(self) -> bool:
        """Whether the two are on their way together."""
        return self.outcome not in OVER

    @property
    def has_introduction(self) -> bool:
        """Whether there is something to look at rather than to ask for; a lost deal leaves the introduction."""
        return self.outcome is not Outcome.ENDED

    @property
    def rests_until(self) -> datetime | None:
        """When a pair that ended is suggested again; None while it is open."""
        return None if self.is_open else self.since + REST[self.reached]

    def is_resting(self, moment: datetime, newest_reason: datetime | None = None) -> bool:
        """Whether the pair is out of suggestions for now.

        A reason that is newer than the end brings it back at once: a new mandate, or the reader's own wish.
        """
        until = self.rests_until
        if until is None or (newest_reason is not None and newest_reason > self.since):
            return False
        return moment < until


def farthest(outcomes: Sequence[Outcome]) -> Outcome:
    """The farthest step among those that an introduction went through."""
    taken = [step for step in outcomes if step in REST]
    return max(taken, key=_STEPS.index, default=Outcome.ASKED)


def state_that_holds(states: Iterable[PairState]) -> PairState:
    """The state that counts of several mandates: an open one before an ended one, then the newest."""
    return max(states, key=lambda state: (state.is_open, state.since, state.introduction_id))
