"""How often each seeker would be shown to everybody: caps for those who fill the lists, room for those nobody sees.

A price for each seeker, as in an auction of the first ten places of all lists: who stands in too many pays, and who
stands in too few is paid just enough to reach the lists where it fits best.
"""

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.arrays import Floats

PLACES = 10
ROUNDS = 8
STEP = 0.3
# Nobody stands in more than this share of all lists, and this share of seekers in at least so many of them,
# as long as that takes no more than this share of all places.
CAP = 0.25
SEEN = 0.65
TIMES = 3
MOST_ROOM = 0.8
FARTHEST = 8.0


def exposure(odds: Floats) -> Floats:
    """From log-odds of seekers by offers: for each seeker what it pays (above 0) or is paid (below) in log-odds."""
    seekers, offers = odds.shape
    burden = np.zeros(seekers, np.float32)
    if seekers <= PLACES or not offers:
        return burden
    seen = min(SEEN, MOST_ROOM * PLACES * offers / (TIMES * seekers))
    for _ in range(ROUNDS):
        burden = _next(odds, burden, seen)
    return burden


def _next(odds: Floats, burden: Floats, seen: float) -> Floats:
    now = odds - burden[:, None]
    ahead = _ahead(now)
    shown = (ahead >= 0).sum(1)
    paid = burden + _above(shown, CAP * odds.shape[1])
    lacking = _lacking(ahead)
    cheapest = np.argsort(lacking, kind="stable")[: int(seen * len(odds))]
    helped = cheapest[(lacking[cheapest] > 0) & np.isfinite(lacking[cheapest])]
    paid[helped] -= lacking[helped] + np.float32(1e-3)
    clipped: Floats = np.clip(paid, -FARTHEST, FARTHEST)
    return clipped


def _ahead(now: Floats) -> Floats:
    """How far each seeker stands before the tenth of each list; who stands in a list that is not full is at 0."""
    tenth = np.partition(now, -PLACES, axis=0)[-PLACES]
    full = np.isfinite(tenth)
    found: Floats = np.where(np.isfinite(now), np.where(full, now - np.where(full, tenth, 0), 0), -np.inf)
    return found


def _above(shown: NDArray[np.int64], cap: float) -> Floats:
    share = np.maximum(shown, 1) / max(cap, 1)
    return np.where(share > 1, STEP * np.log(share), 0).astype(np.float32)


def _lacking(ahead: Floats) -> Floats:
    """How much each seeker needs to stand in `TIMES` lists; not above 0 for who does, infinite for who never can."""
    times = min(TIMES, ahead.shape[1])
    needed: Floats = -np.partition(ahead, -times, axis=1)[:, -times]
    return needed
