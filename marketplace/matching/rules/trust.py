"""Signals about how fresh, how verified and how openly declared a pair is."""

import numpy as np

from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.pairs import Pairs

FADING_MONTHS = 12.0


def offer_fresh(pairs: Pairs) -> Floats:
    """How recently the offering side changed its profile: 1 this month, fading over a year."""
    return _row(pairs, _fresh(pairs, pairs.offers.changed))


def seeker_fresh(pairs: Pairs) -> Floats:
    """How recently the seeking side changed its profile."""
    return _column(pairs, _fresh(pairs, pairs.seekers.changed))


def offer_verified(pairs: Pairs) -> Floats:
    """The share of the offering side's figures that an authority has checked."""
    return _row(pairs, pairs.offers.trust)


def offer_declared(pairs: Pairs) -> Floats:
    """The offering side has published that it looks for this."""
    return _row(pairs, pairs.offers.declared.astype(np.float32))


def seeker_declared(pairs: Pairs) -> Floats:
    """The seeking side has published that it looks for this."""
    return _column(pairs, pairs.seekers.declared.astype(np.float32))


def core_technology(pairs: Pairs) -> Floats:
    """Core or strategic technology which a Vietnamese side would acquire; NaN in every other case."""
    acquires = pairs.seekers.acquires_core[:, None] > 0
    return pairs.unless(~acquires, np.broadcast_to(pairs.offers.acquires_core[None, :], pairs.shape))


def seeker_exposed(pairs: Pairs) -> Floats:
    """How far the seeker already fills the lists of others; keeps room for those less known."""
    return _column(pairs, pairs.seekers.exposure)


def small_firm(pairs: Pairs) -> Floats:
    """Small or promising firm: a policy priority, shipped with weight 0."""
    return _row(pairs, pairs.offers.small.astype(np.float32))


def _fresh(pairs: Pairs, changed: Floats) -> Floats:
    age = np.maximum(pairs.month - changed, 0)
    fresh: Floats = np.exp(-age / np.float32(FADING_MONTHS))
    return fresh


def _row(pairs: Pairs, values: Floats) -> Floats:
    return np.broadcast_to(values[None, :], pairs.shape)


def _column(pairs: Pairs, values: Floats) -> Floats:
    return np.broadcast_to(values[:, None], pairs.shape)
