"""Signals about the stage of development or of the round."""

import numpy as np

from marketplace.matching.rules.arrays import UNKNOWN, Floats, marked, shared
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
