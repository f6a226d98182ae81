"""What public texts mean, as vectors of whole numbers.

Sums of products of such vectors are exact in any order, so every process finds the same value for the same pair.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.arrays import CHUNK, Flags, Floats, Places, product
from marketplace.matching.rules.seats import Meanings

LANGUAGES = ("en", "vi")
GREATEST = 127


@dataclass(frozen=True, eq=False)
class Meant:
    """What each row's texts mean in one language: a row of numbers, all of them 0 where nothing is known."""

    rows: NDArray[np.int8]

    @cached_property
    def lengths(self) -> Floats:
        """How long each vector is."""
        squares = [np.square(stretch.astype(np.float32)).sum(1) for stretch in self._stretches()]
        return np.sqrt(np.concatenate(squares)) if squares else np.zeros(0, np.float32)

    @cached_property
    def known(self) -> Flags:
        """Which rows have a vector."""
        return np.asarray(self.lengths > 0, np.bool_)

    def at(self, places: Places) -> "Meant":
        """These rows."""
        return Meant(self.rows[places])

    def cosines(self, others: "Meant") -> Floats:
        """Every row with every row, -1 to 1, NaN where one is unknown.

        Of the longer side a stretch at a time is turned into floats, which need four times the room.
        """
        if len(self.rows) > len(others.rows):
            return others.cosines(self).T
        if not (self.known.any() and others.known.any()):
            return np.full((len(self.rows), len(others.rows)), np.nan, np.float32)
        left = self.rows.astype(np.float32)
        found = np.hstack([product(left, stretch.astype(np.float32)) for stretch in others._stretches()])
        with np.errstate(invalid="ignore"):
            found /= self.lengths[:, None] * others.lengths[None, :]
        return found

    def _stretches(self) -> Iterable[NDArray[np.int8]]:
        return (self.rows[first : first + CHUNK] for first in range(0, len(self.rows), CHUNK))


def meant(told_by: Iterable[Meanings], language: str) -> Meant:
    """The vectors of one language, a row for each party; all known ones are equally long."""
    told = [dict(each).get(language, b"") for each in told_by]
    places = [place for place, vector in enumerate(told) if vector]
    rows = np.zeros((len(told), len(told[places[0]]) if places else 0), np.int8)
    rows[places] = np.frombuffer(b"".join(told), np.int8).reshape(len(places), -1) if places else 0
    return Meant(rows)


def together(vectors: Sequence[Floats], centre: Floats) -> bytes:
    """The mean of some vectors without what all texts have in common, a byte for each number; b"" if nothing is left.

    Only its direction counts: the greatest number is 127 or -127, so that rounding loses little.
    """
    apart = np.mean([vector.astype(np.float64) for vector in vectors], axis=0) - centre
    greatest = float(np.abs(apart).max(initial=0))
    return np.rint(apart * (GREATEST / greatest)).astype(np.int8).tobytes() if greatest else b""


@cache
def centres_of(model: str) -> Mapping[str, Floats]:
    """By language what all texts have in common to this model; nothing for one that was not measured."""
    text = resources.files("marketplace.matching").joinpath("data", "centres.json").read_text("utf-8")
    found = json.loads(text).get(model, {})
    return {language: np.array(found[language], np.float32) for language in LANGUAGES if language in found}
