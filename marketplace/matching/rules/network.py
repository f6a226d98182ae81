"""Signals about who already knows whom: co-investors and earlier rounds."""

import numpy as np

from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.pairs import Pairs


def co_investors(pairs: Pairs) -> Floats:
    """How often the seeker invested beside those who already hold the offer (logarithm); NaN where nobody is named."""
    friends = pairs.offers.friends
    counted = np.zeros(pairs.shape, np.float32)
    counterpart = pairs.seekers.deals.counterpart
    for offer in np.flatnonzero(np.diff(friends.starts)):
        worth = np.zeros(friends.width + 1, np.float32)
        row = friends.rows(int(offer), int(offer) + 1)
        worth[row.codes] = row.weights
        counted[:, offer] = pairs.total(worth[counterpart][:, None])[:, 0]
    unknown = (np.diff(friends.starts) == 0)[None, :] | (pairs.deals == 0)
    return pairs.unless(unknown, np.log1p(counted))
