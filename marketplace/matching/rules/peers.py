"""Signals about what parties like the seeker do: of its subjects, its country, its city."""

import numpy as np

from marketplace.matching.rules.arrays import UNKNOWN, Flags, Floats, meeting, per, product
from marketplace.matching.rules.pairs import Pairs


def subject_demand(pairs: Pairs) -> Floats:
    """How much more often than chance those who name the seeker's subjects deal in the offer's (logarithm)."""
    demand = pairs.customs.demand
    unknown = (np.diff(pairs.seekers.tags.starts) == 0)[:, None] | _untold(pairs)
    return pairs.unless(unknown | (not demand.any()), _through(pairs.seekers.tags.as_shares.dense(), demand, pairs))


def record_kin(pairs: Pairs) -> Floats:
    """How much more often than chance those who dealt in the subjects of the seeker's deals deal in the offer's."""
    whole = pairs.portfolio.sum(1)[:, None]
    kin = _through(per(pairs.portfolio, whole), pairs.customs.kin, pairs)
    return pairs.unless((whole == 0) | _untold(pairs), kin)


def country_flow(pairs: Pairs) -> Floats:
    """How much more often than chance those at home with the seeker make deals in the offer's country (logarithm)."""
    flow, country = pairs.seekers.country_flow, pairs.offers.country
    lifts = flow.dense()[:, country] + pairs.seekers.country_elsewhere[:, None]
    return pairs.unless((country == UNKNOWN)[None, :], lifts)


def city_flow(pairs: Pairs) -> Floats:
    """How much more often than chance those of the seeker's city make deals in the offer's (logarithm)."""
    lifts = meeting(pairs.seekers.city_flow, pairs.offers.at_city) + pairs.seekers.city_elsewhere[:, None]
    return pairs.unless((pairs.offers.city == UNKNOWN)[None, :], lifts)


def _untold(pairs: Pairs) -> Flags:
    return np.asarray(np.diff(pairs.offers.tags.starts) == 0)[None, :]


def _through(subjects: Floats, customs: Floats, pairs: Pairs) -> Floats:
    """From rows of subjects by customs to the subjects of offers, an average over both; new subjects have none."""
    known = len(customs)
    subjects, offered = subjects[:, :known], pairs.offers.tags.as_shares.columns[:known]
    if len(subjects) <= offered.shape[1]:
        return product(product(subjects, customs.T), offered.T)
    return product(subjects, product(offered.T, customs))
