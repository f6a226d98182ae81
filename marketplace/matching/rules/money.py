"""Signals about size: ticket against the amount sought, and the amount against the seeker's own record."""

import numpy as np

from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.pairs import Pairs

FARTHEST = 4.0


def ticket_fit(pairs: Pairs) -> Floats:
    """1 where amount and ticket overlap, less the farther they are apart; NaN where a side names no amount."""
    seekers, offers = pairs.seekers, pairs.offers
    above = _floor(offers.low, offers.high)[None, :] - _roof(seekers.low, seekers.high)[:, None]
    below = _floor(seekers.low, seekers.high)[:, None] - _roof(offers.low, offers.high)[None, :]
    gap = np.maximum(np.maximum(above, below), 0)
    unknown = (np.isnan(seekers.low) & np.isnan(seekers.high))[:, None] | np.isnan(pairs.offer_amount)[None, :]
    return pairs.unless(unknown, np.exp(-gap))


def size_record(pairs: Pairs) -> Floats:
    """How many of the seeker's usual spreads the amount lies above (+) or below (-) its usual deal, -4 to 4."""
    apart = (pairs.offer_amount[None, :] - pairs.usual_amount) / pairs.usual_spread
    return pairs.unless(pairs.sized == 0, np.clip(apart, -FARTHEST, FARTHEST))


def size_share(pairs: Pairs) -> Floats:
    """Share of past deals of about this size."""
    known = ~np.isnan(pairs.seekers.deals.amount)
    close = pairs.total(np.where(known[:, None], pairs.deal_closeness, np.float32(0)))
    unknown = (pairs.sized == 0) | np.isnan(pairs.offer_amount)[None, :]
    return pairs.unless(unknown, close / (pairs.sized + 1))


def size_rank(pairs: Pairs) -> Floats:
    """Share of past deals that were smaller than the amount sought."""
    smaller = pairs.total(pairs.seekers.deals.amount[:, None] < pairs.offer_amount[None, :])
    unknown = (pairs.sized == 0) | np.isnan(pairs.offer_amount)[None, :]
    return pairs.unless(unknown, (smaller + 1) / (pairs.sized + 2))


def amount_sought(pairs: Pairs) -> Floats:
    """The amount sought itself, as a power of ten: larger rounds have more participants."""
    return np.broadcast_to((pairs.offer_amount / np.float32(np.log(10)))[None, :], pairs.shape).astype(np.float32)


def _floor(low: Floats, high: Floats) -> Floats:
    """The lower end, open where only the upper one is named."""
    return np.where(np.isnan(low), np.where(np.isnan(high), np.nan, -np.inf), low).astype(np.float32)


def _roof(low: Floats, high: Floats) -> Floats:
    """The upper end, open where only the lower one is named."""
    return np.where(np.isnan(high), np.where(np.isnan(low), np.nan, np.inf), high).astype(np.float32)
