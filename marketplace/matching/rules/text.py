"""The signals about free text: words in common, rare words counting more."""

import numpy as np

from marketplace.matching.rules.arrays import Bags, Floats, gathered
from marketplace.matching.rules.pairs import Pairs


def text_likeness(pairs: Pairs) -> Floats:
    """Cosine of both sides' words, 0 to 1; NaN where a side has written nothing."""
    return _likeness(pairs, pairs.seekers.words, pairs.offers.words)


def thesis_likeness(pairs: Pairs) -> Floats:
    """Cosine of the words of what the seeker says it looks for and of all that the offering side says."""
    return _likeness(pairs, pairs.seekers.thesis, pairs.offers.words)


def _likeness(pairs: Pairs, seekers: Bags, offers: Bags) -> Floats:
    unknown = (np.diff(seekers.starts) == 0)[:, None] | (np.diff(offers.starts) == 0)[None, :]
    if len(seekers) <= len(offers):
        return pairs.unless(unknown, gathered(seekers.dense(), offers))
    return pairs.unless(unknown, gathered(offers.dense(), seekers).T)
