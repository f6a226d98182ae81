"""Signals about the subject: sectors, technologies, segments, and what past deals were about."""

import numpy as np

from marketplace.matching.rules.arrays import Flags, Floats, shared
from marketplace.matching.rules.pairs import Pairs

PULL = 2.0


def _covered(pairs: Pairs, wanted: Flags, offered: Flags) -> Floats:
    """The share of the shorter list that both have: 1 if everything asked for, or everything offered, is met."""
    asked = wanted.sum(1, dtype=np.float32)[:, None]
    given = offered.sum(1, dtype=np.float32)[None, :]
    shorter = np.maximum(np.minimum(asked, given), 1)
    return pairs.unless((asked == 0) | (given == 0), shared(wanted, offered) / shorter)


def sector_fit(pairs: Pairs) -> Floats:
    """Application sectors sought and offered."""
    return _covered(pairs, pairs.seekers.sectors, pairs.offers.sectors)


def technology_fit(pairs: Pairs) -> Floats:
    """Technologies sought and offered."""
    return _covered(pairs, pairs.seekers.technologies, pairs.offers.technologies)


def segment_fit(pairs: Pairs) -> Floats:
    """Industry segments sought and offered."""
    return _covered(pairs, pairs.seekers.segments, pairs.offers.segments)


def subject_likeness(pairs: Pairs) -> Floats:
    """Likeness of everything sought and everything offered, rare subjects counting more."""
    known = (np.diff(pairs.seekers.tags.starts) > 0)[:, None] & (np.diff(pairs.offers.tags.starts) > 0)[None, :]
    return pairs.unless(~known, pairs.seekers.tags.times(pairs.offers.tags.dense()))


def _known(pairs: Pairs) -> Flags:
    return np.asarray(np.diff(pairs.seekers.deals.tags.starts) > 0)


def _without_tags(pairs: Pairs) -> Flags:
    return np.asarray(np.diff(pairs.offers.tags.starts) == 0)[None, :]


def record_subject(pairs: Pairs) -> Floats:
    """Average likeness of the offer to the subjects of past deals."""
    counted = pairs.total(_known(pairs)[:, None])
    mean = pairs.total(pairs.deal_likeness) / (counted + np.float32(PULL))
    return pairs.unless((counted == 0) | _without_tags(pairs), mean)


def record_nearest(pairs: Pairs) -> Floats:
    """Likeness of the most alike past deal."""
    counted = pairs.total(_known(pairs)[:, None])
    return pairs.unless((counted == 0) | _without_tags(pairs), pairs.greatest(pairs.deal_likeness))


def record_recent_subject(pairs: Pairs) -> Floats:
    """How much, lately, in alike subjects (logarithm of a count fading with time)."""
    counted = pairs.total(_known(pairs)[:, None])
    amount = np.log1p(pairs.total(pairs.deal_likeness * pairs.recency[:, None]))
    return pairs.unless((counted == 0) | _without_tags(pairs), amount)
