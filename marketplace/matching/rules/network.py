"""Signals about who already knows whom: co-investors, holders, and those who sold before."""

import numpy as np

from marketplace.matching.rules.arrays import UNKNOWN, Flags, Floats, meeting, per
from marketplace.matching.rules.pairs import Pairs

PULL = 2.0


def co_investors(pairs: Pairs) -> Floats:
    """How often the seeker invested beside those who already hold the offer (logarithm); NaN where nobody is named."""
    counted = meeting(pairs.seekers.deals.counterparts, pairs.offers.friends)
    return pairs.unless(_strangers(pairs), np.log1p(counted))


def co_investor_share(pairs: Pairs) -> Floats:
    """Share of past deals that were made beside those who already hold the offer."""
    beside = meeting(pairs.seekers.deals.counterparts, pairs.offers.friends.present)
    return pairs.unless(_strangers(pairs), beside / (pairs.deals + np.float32(PULL)))


def holder_ties(pairs: Pairs) -> Floats:
    """Share of the present holders beside whom the seeker has invested."""
    holders = pairs.offers.holders
    known = meeting(pairs.seekers.near.present, holders)
    counted = np.diff(holders.starts).astype(np.float32)[None, :]
    return pairs.unless((counted == 0) | (pairs.deals == 0), per(known, counted))


def co_neighbours(pairs: Pairs) -> Floats:
    """How alike the companions of the seeker and of the present holders are, 0 to 1: two steps away."""
    alone = (np.diff(pairs.offers.holders.starts) == 0)[None, :] | (pairs.deals == 0)
    return pairs.unless(alone, meeting(pairs.seekers.near, pairs.offers.near))


def holder_at_home(pairs: Pairs) -> Floats:
    """Share of the present holders that are at home in the seeker's country."""
    homes, country = pairs.offers.holder_homes, pairs.seekers.country
    unknown = (country == UNKNOWN)[:, None] | (np.diff(homes.starts) == 0)[None, :]
    return pairs.unless(unknown, meeting(pairs.seekers.at_country, homes))


def holder_size(pairs: Pairs) -> Floats:
    """How close the usual deal of the seeker is to that of the present holders, 0 to 1."""
    apart = pairs.usual_amount - pairs.offers.holder_size[None, :]
    return pairs.unless(pairs.sized == 0, np.exp(-np.square(apart) / 2))


def known_sellers(pairs: Pairs) -> Floats:
    """The buyer has bought a company that a holder of this one had backed."""
    bought = meeting(pairs.seekers.deals.counterparts, pairs.offers.siblings) > 0
    unknown = ~pairs.seekers.whole[:, None] | (np.diff(pairs.offers.siblings.starts) == 0)[None, :]
    return pairs.unless(unknown | (pairs.deals == 0), bought)


def _strangers(pairs: Pairs) -> Flags:
    return np.asarray((np.diff(pairs.offers.friends.starts) == 0)[None, :] | (pairs.deals == 0))
