"""Signals about the stage of development or of the round."""

import numpy as np

from marketplace.matching.rules.arrays import UNKNOWN, Floats, marked, per, shared
from marketplace.matching.rules.pairs import Pairs

PULL = 1.0


def stage_fit(pairs: Pairs) -> Floats:
    """The offer is in a stage that the seeker names."""
    wanted, offered = pairs.seekers.stages, pairs.offers.stages
    unknown = ~marked(wanted)[:, None] | ~marked(offered)[None, :]
    return pairs.unless(unknown, (shared(wanted, offered) > 0).astype(np.float32))


def record_stage(pairs: Pairs) -> Floats:
    """Share of past deals at the offer's stage."""
    share = pairs.share(pairs.deal_stage, pairs.seekers.deals.stage != UNKNOWN, PULL)
    return pairs.unless((pairs.offer_stage == UNKNOWN)[None, :], share)


def record_recent_stage(pairs: Pairs) -> Floats:
    """How much, lately, at the offer's stage (logarithm of a count fading with time)."""
    known = pairs.total((pairs.seekers.deals.stage != UNKNOWN)[:, None]) > 0
    amount = np.log1p(pairs.total(pairs.deal_stage * pairs.recency[:, None]))
    return pairs.unless(~known | (pairs.offer_stage == UNKNOWN)[None, :], amount)


def round_stage(pairs: Pairs) -> Floats:
    """How far along the offer is: 0 for an idea to 6 for a listed company."""
    return np.broadcast_to(pairs.offers.step[None, :], pairs.shape).astype(np.float32)


def stage_distance(pairs: Pairs) -> Floats:
    """How many steps the offer is farther along (+) or less far (-) than the seeker's past deals on average."""
    steps = pairs.seekers.deals.step
    counted = pairs.total(~np.isnan(steps)[:, None])
    usual = per(pairs.total(np.nan_to_num(steps)[:, None]), counted)
    return pairs.unless(counted == 0, pairs.offers.step[None, :] - usual)


def record_stage_near(pairs: Pairs) -> Floats:
    """Share of past deals at the offer's stage, those a step away counting for a third."""
    steps = pairs.seekers.deals.step
    known = ~np.isnan(steps)
    near = np.nan_to_num(np.exp(-np.abs(steps[:, None] - pairs.offers.step[None, :])), nan=0)
    share = pairs.share(near, known, PULL)
    return pairs.unless(np.isnan(pairs.offers.step)[None, :], share)
