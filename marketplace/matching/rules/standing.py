"""Signals about what authorities have made of a party: leading, pioneer and promising enterprises, and chains."""

import numpy as np

from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.pairs import Pairs


def distinguished(pairs: Pairs) -> Floats:
    """The offering side was named a leading or pioneer enterprise; NaN where none names enterprises: abroad."""
    unknown = (pairs.offers.abroad != 0)[None, :]
    return pairs.unless(unknown, pairs.offers.leads[None, :])


def chain_fit(pairs: Pairs) -> Floats:
    """A leading enterprise meets a small Vietnamese one in its subjects: how alike these are; else NaN."""
    chained = pairs.seekers.leads[:, None] & (pairs.offers.small & (pairs.offers.abroad == 0))[None, :]
    named = (np.diff(pairs.seekers.tags.starts) > 0)[:, None] & (np.diff(pairs.offers.tags.starts) > 0)[None, :]
    return pairs.unless(~(chained & named), pairs.seekers.tags.times(pairs.offers.tags))


def promising_firm(pairs: Pairs) -> Floats:
    """Named a promising enterprise: a policy priority, shipped with weight 0."""
    return np.broadcast_to(pairs.offers.promising[None, :], pairs.shape).astype(np.float32)
