"""Signals about the kind of deal: its type, the way it crosses the border, and whether it is a large one."""

import numpy as np

from marketplace.matching.rules.arrays import Flags, Floats, marked, shared
from marketplace.matching.rules.pairs import Pairs

LARGE = np.float32(np.log(999_999))
INBOUND, OUTBOUND = 0, 1


def deal_type_fit(pairs: Pairs) -> Floats:
    """Both sides name a type of deal in common; NaN where one leaves it open, for naming others parts them."""
    agreed = shared(pairs.seekers.instruments, pairs.offers.instruments) > 0
    return pairs.unless(~agreed, np.float32(1))


def direction_fit(pairs: Pairs) -> Floats:
    """A side looks for just this way across the border; NaN where none says so or none is crossed."""
    seekers, offers = pairs.seekers.abroad[:, None], pairs.offers.abroad[None, :]
    inward = (seekers == 1) & (offers == 0) & _named(pairs, INBOUND)
    outward = (seekers == 0) & (offers == 1) & _named(pairs, OUTBOUND)
    return pairs.unless(~(inward | outward), np.float32(1))


def large_deal(pairs: Pairs) -> Floats:
    """The amount is one million US dollars or more: 1, less: 0."""
    amount = pairs.offer_amount[None, :]
    return pairs.unless(np.isnan(amount), amount >= LARGE)


def _named(pairs: Pairs, way: int) -> Flags:
    """A side names this direction and leaves others out."""
    ours, theirs = (_only(side.directions, way) for side in (pairs.seekers, pairs.offers))
    return np.asarray(ours[:, None] | theirs[None, :])


def _only(directions: Flags, way: int) -> Flags:
    only: Flags = marked(directions) & directions[:, way] & (directions.sum(1) == 1)
    return only
