"""How often each seeker would be shown to everybody: what keeps a few well-known names from filling every list."""

import numpy as np

from marketplace.matching.rules.arrays import Floats

PLACES = 10
ROUNDS = 3
STEP = 0.15


def exposure(odds: Floats) -> Floats:
    """From log-odds of seekers by offers: for each seeker a burden of 0 (hardly shown) and more.

    Each round shows every offer its ten best, and adds to the burden of those who were shown more than their share.
    """
    burden = np.zeros(len(odds), np.float32)
    if odds.shape[0] <= PLACES or not odds.shape[1]:
        return burden
    fair = PLACES * odds.shape[1] / odds.shape[0]
    for _ in range(ROUNDS):
        now = odds - burden[:, None]
        least = np.partition(now, -PLACES, axis=0)[-PLACES]
        shown = (now >= least[None, :]).sum(1)
        burden += np.float32(STEP) * np.log1p(shown / fair).astype(np.float32)
    return burden
