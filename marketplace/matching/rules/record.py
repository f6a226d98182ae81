"""Signals about the other side's record: past deals that match in several ways at once, how many and how recent."""

import numpy as np

from marketplace.matching.rules.arrays import UNKNOWN, Flags, Floats
from marketplace.matching.rules.pairs import HALF_LIFE_MONTHS, Pairs
from marketplace.matching.rules.sector import PULL

YEAR = 12
THREE_YEARS = 36
HALF_LIFE = np.float32(HALF_LIFE_MONTHS)
FAINTEST = np.float32(1e-6)


def record_country_subject(pairs: Pairs) -> Floats:
    """Share of past deals in the offer's country and subject."""
    return _conjunction(pairs, pairs.deal_country & pairs.deal_like)


def record_city_subject(pairs: Pairs) -> Floats:
    """Share of past deals in the offer's city and subject."""
    return _conjunction(pairs, pairs.deal_city & pairs.deal_like)


def record_alike(pairs: Pairs) -> Floats:
    """Past deals like this one: subject x place x amount x stage x recency, summed (logarithm)."""
    return pairs.unless(_nothing_to_compare(pairs), np.log1p(pairs.total(pairs.deal_alike)))


def record_alike_best(pairs: Pairs) -> Floats:
    """The past deal most like this one: subject x place x amount x stage x recency, 0 to 1."""
    return pairs.unless(_nothing_to_compare(pairs), pairs.greatest(pairs.deal_alike))


def record_alike_anywhere(pairs: Pairs) -> Floats:
    """Past deals like this one wherever they were: subject x amount x stage x recency, summed (logarithm)."""
    untold = (np.diff(pairs.offers.tags.starts) == 0)[None, :] | (pairs.deals == 0)
    return pairs.unless(untold, np.log1p(pairs.total(pairs.deal_worth * pairs.deal_likeness)))


def record_alike_any_subject(pairs: Pairs) -> Floats:
    """Past deals like this one in any subject: place x amount x stage x recency, summed (logarithm)."""
    untold = (pairs.offers.country == UNKNOWN)[None, :] | (pairs.deals == 0)
    return pairs.unless(untold, np.log1p(pairs.total(pairs.deal_worth * pairs.deal_place)))


def activity(pairs: Pairs) -> Floats:
    """Past deals of the last twelve months (logarithm)."""
    lately = pairs.total((pairs.ages < YEAR)[:, None])
    return pairs.unless(pairs.deals == 0, np.log1p(lately))


def activity_three_years(pairs: Pairs) -> Floats:
    """Past deals of the last thirty-six months (logarithm)."""
    lately = pairs.total((pairs.ages < THREE_YEARS)[:, None])
    return pairs.unless(pairs.deals == 0, np.log1p(lately))


def experience(pairs: Pairs) -> Floats:
    """All past deals (logarithm)."""
    return pairs.unless(pairs.deals == 0, np.log1p(pairs.deals))


def last_deal(pairs: Pairs) -> Floats:
    """Months since the last deal (logarithm)."""
    freshest = pairs.greatest(pairs.recency[:, None])
    months = np.log1p(_months(freshest))
    return pairs.unless(pairs.deals == 0, months)


def offer_rounds(pairs: Pairs) -> Floats:
    """Earlier deals of the offering side (logarithm); none on record is unknown."""
    counts = np.diff(pairs.offers.deals.starts).astype(np.float32)[None, :]
    return pairs.unless(counts == 0, np.log1p(counts))


def _months(recency: Floats) -> Floats:
    months: Floats = -np.log2(np.maximum(recency, FAINTEST)) * HALF_LIFE
    return months


def _conjunction(pairs: Pairs, hits: Flags) -> Floats:
    deals = pairs.seekers.deals
    known = (deals.country != UNKNOWN) & (np.diff(deals.tags.starts) > 0)
    share = pairs.share(hits, known, PULL)
    return pairs.unless(_nothing_to_compare(pairs), share)


def _nothing_to_compare(pairs: Pairs) -> Flags:
    untold = (np.diff(pairs.offers.tags.starts) == 0) | (pairs.offers.country == UNKNOWN)
    unknown: Flags = untold[None, :] | (pairs.deals == 0)
    return unknown
