"""What needs somebody first: data and plain functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

SOON = timedelta(days=3)
STALLED_AFTER = timedelta(days=30)


class Weight(IntEnum):
    """Who waits: another party, people, or only oneself."""

    OTHERS_WAIT = 1
    PEOPLE_WAIT = 2
    OWN_STEP = 3
    OWN_TEXT = 4


@dataclass(frozen=True, slots=True)
class Standing:
    """When a matter began to wait and, if it has an end, until when."""

    weight: Weight
    since: datetime
    due: datetime | None = None

    def is_urgent(self, moment: datetime) -> bool:
        """Its time is over or nearly so; without an end, an own step has stood still for long."""
        if self.due is not None:
            return self.due - moment <= SOON
        return self.weight is Weight.OWN_STEP and moment - self.since >= STALLED_AFTER

    def place(self, moment: datetime) -> tuple[bool, int, datetime]:
        """What comes first has the lowest: urgent, then who waits, then the nearest end or the longest wait."""
        return not self.is_urgent(moment), self.weight, self.due or self.since
