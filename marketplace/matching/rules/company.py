"""Signals about the offering side by itself: its age, breadth, and the rounds it has had."""

import numpy as np

from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.pairs import Pairs

YEAR = 12
MOST_GROWTH = 3.0
TENFOLD = np.float32(np.log(10))


def offer_age(pairs: Pairs) -> Floats:
    """Years since the offering side was founded (logarithm)."""
    return _row(pairs, np.log1p(np.maximum(pairs.month // YEAR - pairs.offers.founded, 0)))


def offer_breadth(pairs: Pairs) -> Floats:
    """How many subjects the offering side names (logarithm)."""
    counted = np.diff(pairs.offers.tags.starts).astype(np.float32)
    return pairs.unless((counted == 0)[None, :], np.log1p(counted)[None, :])


def offer_backed(pairs: Pairs) -> Floats:
    """The offering side names earlier investors, or says that there are none."""
    return _row(pairs, pairs.offers.backed)


def offer_raises(pairs: Pairs) -> Floats:
    """How many earlier rounds the offering side has had, those of one month being one (logarithm)."""
    counted = pairs.offers.deals.rounds[None, :]
    return pairs.unless(counted == 0, np.log1p(counted))


def offer_last_round(pairs: Pairs) -> Floats:
    """Months since the last round (logarithm)."""
    return _row(pairs, np.log1p(np.maximum(pairs.month - pairs.offers.last_round, 0)))


def round_growth(pairs: Pairs) -> Floats:
    """How many times larger the amount sought is than that of the last round, as a power of ten."""
    growth = (pairs.offer_amount - pairs.offers.last_amount) / TENFOLD
    return _row(pairs, np.clip(growth, -MOST_GROWTH, MOST_GROWTH))


def _row(pairs: Pairs, values: Floats) -> Floats:
    return np.broadcast_to(values[None, :], pairs.shape).astype(np.float32)
