"""The signals about free text: words in common, rare words counting more."""

import numpy as np

from marketplace.matching.rules.arrays import Bags, Floats
from marketplace.matching.rules.pairs import Pairs


def text_likeness(pairs: Pairs) -> Floats:
    """Cosine of both sides' words, 0 to 1; NaN where a side has written nothing."""
    return _likeness(pairs, pairs.seekers.words, pairs.offers.words)


def thesis_likeness(pairs: Pairs) -> Floats:
    """Cosine of the words of what the seeker says it looks for and of all that the offering side says."""
    return _likeness(pairs, pairs.seekers.thesis, pairs.offers.words)


def _likeness(pairs: Pairs, seekers: Bags, offers: Bags) -> Floats:
    unknown = (np.diff(seekers.starts) == 0)[:, None] | (np.diff(offers.starts) == 0)[None, :]
    if unknown.all():
        return np.full(pairs.shape, np.nan, np.float32)
    alike = _products(seekers, offers) if len(seekers) <= len(offers) else _products(offers, seekers).T
    return pairs.unless(unknown, alike)


def _products(few: Bags, many: Bags) -> Floats:
    out = np.zeros((len(few), len(many)), np.float32)
    for number in range(len(few)):
        row = few.rows(number, number + 1)
        column = np.zeros(few.width, np.float32)
        column[row.codes] = row.weights
        out[number] = many.sums(column)
    return out
