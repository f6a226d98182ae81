"""Signals about the subject: sectors, technologies, segments, and what past deals were about."""

import numpy as np

from marketplace.matching.rules.arrays import Bags, Flags, Floats, over, per, shared
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
    return pairs.unless(~known, pairs.seekers.tags.times(pairs.offers.tags))


def subject_offered_share(pairs: Pairs) -> Floats:
    """Share of what is offered that is sought, rare subjects counting more."""
    met = pairs.seekers.tags.present.times(pairs.offers.tags.as_shares)
    return pairs.unless(_unnamed(pairs.seekers.tags).T | _without_tags(pairs), met)


def subject_sought_share(pairs: Pairs) -> Floats:
    """Share of what is sought that is offered, rare subjects counting more."""
    met = pairs.seekers.tags.as_shares.times(pairs.offers.tags.present)
    return pairs.unless(_unnamed(pairs.seekers.tags).T | _without_tags(pairs), met)


def _known(pairs: Pairs) -> Flags:
    return np.asarray(np.diff(pairs.seekers.deals.tags.starts) > 0)


def _unnamed(tags: Bags) -> Flags:
    return np.asarray(np.diff(tags.starts) == 0)[None, :]


def _without_tags(pairs: Pairs) -> Flags:
    return _unnamed(pairs.offers.tags)


def record_subject(pairs: Pairs) -> Floats:
    """Average likeness of the offer to the subjects of past deals."""
    counted = pairs.total(_known(pairs)[:, None])
    mean = pairs.portfolio_likeness / (counted + np.float32(PULL))
    return pairs.unless((counted == 0) | _without_tags(pairs), mean)


def record_nearest(pairs: Pairs) -> Floats:
    """Likeness of the most alike past deal."""
    counted = pairs.total(_known(pairs)[:, None])
    return pairs.unless((counted == 0) | _without_tags(pairs), pairs.greatest(pairs.deal_likeness))


def record_recent_subject(pairs: Pairs) -> Floats:
    """How much, lately, in alike subjects (logarithm of a count fading with time)."""
    counted = pairs.total(_known(pairs)[:, None])
    amount = np.log1p(over(pairs.recent_portfolio, pairs.offers.tags))
    return pairs.unless((counted == 0) | _without_tags(pairs), amount)


def record_like(pairs: Pairs) -> Floats:
    """Share of past deals that have any subject in common with the offer."""
    return pairs.unless(_without_tags(pairs), pairs.share(pairs.deal_like, _known(pairs), PULL))


def record_covered(pairs: Pairs) -> Floats:
    """Share of the offer's subjects in which the seeker has made a deal, rare subjects counting more."""
    counted = pairs.total(_known(pairs)[:, None])
    met = over((pairs.portfolio > 0).astype(np.float32), pairs.offers.tags.as_shares)
    return pairs.unless((counted == 0) | _without_tags(pairs), met)


def record_profile(pairs: Pairs) -> Floats:
    """Likeness of the offer to the subjects of all past deals taken together."""
    counted = pairs.total(_known(pairs)[:, None])
    length = np.sqrt(np.square(pairs.portfolio).sum(1))[:, None]
    return pairs.unless((counted == 0) | _without_tags(pairs), per(pairs.portfolio_likeness, length))
