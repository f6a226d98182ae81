"""The signals about free text: words in common, rare words counting more, and what texts mean."""

import numpy as np

from marketplace.matching.rules.arrays import Bags, Floats, gathered
from marketplace.matching.rules.pairs import Pairs


def text_likeness(pairs: Pairs) -> Floats:
    """Cosine of both sides' words, 0 to 1; NaN where a side has written nothing."""
    return _likeness(pairs, pairs.seekers.words, pairs.offers.words)


def thesis_likeness(pairs: Pairs) -> Floats:
    """Cosine of the words of what the seeker says it looks for and of all that the offering side says."""
    return _likeness(pairs, pairs.seekers.thesis, pairs.offers.words)


def meaning_likeness(pairs: Pairs) -> Floats:
    """Cosine of what both sides' public texts mean, -1 to 1: the greatest in a language that both have.

    Across languages, where cosines are lower, only if they have none in common. NaN where a side has no vector.
    """
    ours = pairs.seekers.meanings_en, pairs.seekers.meanings_vi
    theirs = pairs.offers.meanings_en, pairs.offers.meanings_vi
    if not all(any(each.known.any() for each in side) for side in (ours, theirs)):
        return pairs.unless(np.array(True), np.float32(np.nan))
    found: Floats = np.fmax(ours[0].cosines(theirs[0]), ours[1].cosines(theirs[1]))
    for own, foreign in ((0, 1), (1, 0)):
        rows = np.flatnonzero(ours[own].known & ~ours[foreign].known)
        columns = np.flatnonzero(theirs[foreign].known & ~theirs[own].known)
        found[np.ix_(rows, columns)] = ours[own].at(rows).cosines(theirs[foreign].at(columns))
    return found


def _likeness(pairs: Pairs, seekers: Bags, offers: Bags) -> Floats:
    unknown = (np.diff(seekers.starts) == 0)[:, None] | (np.diff(offers.starts) == 0)[None, :]
    if len(seekers) <= len(offers):
        return pairs.unless(unknown, gathered(seekers.dense(), offers))
    return pairs.unless(unknown, gathered(offers.dense(), seekers).T)
