"""What operators see of the board: how far its round is."""

from marketplace.foundation.i18n import lazy
from marketplace.foundation.long_work import Stand, Work, register
from marketplace.foundation.row_security import across_audiences
from marketplace.matching.queries.board import is_stale, progress


@across_audiences("whether anything moved since the last round: counts and ids, none of which is shown")
def _stand() -> Stand:
    now = progress()
    return Stand(now.done, now.total, now.begun_at, now.ended_at, now.is_running, is_behind=is_stale())


register(Work(lazy("First places of all match lists"), _stand))
