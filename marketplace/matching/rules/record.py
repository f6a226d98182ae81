"""Signals about the other side's record: past deals that match in several ways at once, how many and how recent."""

import numpy as np

from marketplace.matching.rules.arrays import UNKNOWN, Flags, Floats
from marketplace.matching.rules.pairs import HALF_LIFE_MONTHS, Pairs
from marketplace.matching.rules.sector import PULL

YEAR = 12
CITY_WORTH = 1.0
COUNTRY_WORTH = 0.35
ELSEWHERE_WORTH = 0.1
OTHER_STAGE_WORTH = 0.6
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
    worth = np.where(pairs.deal_city, CITY_WORTH, np.where(pairs.deal_country, COUNTRY_WORTH, ELSEWHERE_WORTH))
    worth = worth.astype(np.float32)
    worth *= pairs.deal_likeness
    worth *= pairs.deal_closeness
    worth *= np.where(pairs.deal_stage, np.float32(1), np.float32(OTHER_STAGE_WORTH))
    worth *= pairs.recency[:, None]
    return pairs.unless(_nothing_to_compare(pairs), np.log1p(pairs.total(worth)))


def activity(pairs: Pairs) -> Floats:
    """Past deals of the last twelve months (logarithm)."""
    lately = pairs.total((pairs.ages < YEAR)[:, None])
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
