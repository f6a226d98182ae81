"""How long a message may be, and when somebody is told by mail that there is one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = 5000
REMIND_AFTER = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a reader is in a conversation: read up to, told by mail up to, and when."""

    read_up_to: int = 0
    told_up_to: int = 0
    told_at: datetime | None = None


def should_tell(standing: Standing, sequence: int, moment: datetime) -> bool:
    """Whether a mail about this message helps: it is unread, new, and no mail about unread ones came lately."""
    if sequence <= max(standing.read_up_to, standing.told_up_to):
        return False
    waiting = standing.told_up_to > standing.read_up_to
    return not (waiting and standing.told_at is not None and moment < standing.told_at + REMIND_AFTER)


def read_after(read_up_to: int, seen: int, last: int) -> int:
    """Reading goes forward only, and never past the last message."""
    return max(read_up_to, min(seen, last))
