"""Signals about how a seeker usually acts: at home or abroad, first or later, in what sizes and how widely."""

import numpy as np

from marketplace.matching.rules.arrays import UNKNOWN, Flags, Floats
from marketplace.matching.rules.pairs import Pairs

TENFOLD = np.float32(np.log(10))


def home_share(pairs: Pairs) -> Floats:
    """Share of past deals in the seeker's own country."""
    return pairs.unless(~_placed(pairs), _at_home(pairs))


def home_habit(pairs: Pairs) -> Floats:
    """Share of past deals that were at home, or abroad, as this one would be."""
    seekers, offers = pairs.seekers.country[:, None], pairs.offers.country[None, :]
    share = _at_home(pairs)
    return pairs.unless(~_placed(pairs) | (offers == UNKNOWN), np.where(seekers == offers, share, 1 - share))


def countries(pairs: Pairs) -> Floats:
    """In how many countries the seeker has made deals (logarithm)."""
    counted = pairs.seekers.deals.countries[:, None]
    return pairs.unless(counted == 0, np.log1p(counted))


def usual_size(pairs: Pairs) -> Floats:
    """The seeker's usual deal, as a power of ten."""
    return pairs.unless(pairs.sized == 0, pairs.usual_amount / TENFOLD)


def size_spread(pairs: Pairs) -> Floats:
    """How far the sizes of the seeker's deals lie apart (standard deviation of logarithms)."""
    return pairs.unless(pairs.sized == 0, pairs.usual_spread)


def first_affinity(pairs: Pairs) -> Floats:
    """Share of past deals that were the first known of their company."""
    counted, share = _firsts(pairs)
    return pairs.unless(counted == 0, share)


def record_round_kind(pairs: Pairs) -> Floats:
    """Share of past deals that were a company's first, or a later one, as this would be."""
    counted, share = _firsts(pairs)
    backed = pairs.offers.backed[None, :]
    return pairs.unless((counted == 0) | np.isnan(backed), np.where(backed == 0, share, 1 - share))


def _placed(pairs: Pairs) -> Flags:
    known = pairs.total((pairs.seekers.deals.country != UNKNOWN)[:, None]) > 0
    placed: Flags = known & (pairs.seekers.country != UNKNOWN)[:, None]
    return placed


def _at_home(pairs: Pairs) -> Floats:
    deals = pairs.seekers.deals
    known = deals.country != UNKNOWN
    home = known & (deals.country == pairs.seekers.country[deals.owner])
    return _even(pairs.total(home[:, None]), pairs.total(known[:, None]))


def _firsts(pairs: Pairs) -> tuple[Floats, Floats]:
    """How many past deals can be told first from later, and the share of first ones."""
    first = pairs.seekers.deals.first
    counted = pairs.total(~np.isnan(first)[:, None])
    return counted, _even(pairs.total(np.nan_to_num(first)[:, None]), counted)


def _even(hits: Floats, counted: Floats) -> Floats:
    """A share drawn to one half where there are few cases."""
    share: Floats = (hits + 1) / (counted + 2)
    return share
