"""Nearness in meaning: what an encoder must do, which words of a document it reads, and which documents are near."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search_index.documents import Document
from search_index.query import MOST_NEARBY

Vector = NDArray[np.float32]
Matrix = NDArray[np.float32]

LONGEST_PASSAGE = 400
SHORTEST_PROSE = 20
LEAST_SHARE = 0.4
SMALLEST_SPREAD = 1e-3
LANGUAGES = ("en", "vi")


class Encoder(Protocol):
    """Turns text into vectors of length 1; those of texts that mean the same are near, also across languages."""

    @property
    def model(self) -> str:
        """Names the model and its version: vectors of two models are never compared."""

    def query(self, text: str) -> Vector:
        """The vector of what somebody looks for."""

    def passage(self, text: str) -> Vector:
        """The vector of what a document says."""


@dataclass(frozen=True, slots=True)
class Meanings:
    """The vectors of texts, a row each, with the document, its kind and the language that each belongs to."""

    ids: Sequence[str]
    kinds: NDArray[np.str_]
    languages: NDArray[np.str_]
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class Reach:
    """How near is near, in standard deviations; how many; what nearness adds to a score, at least and for each more."""

    least: float = 2.0
    most: int = 20
    base: float = 1.0
    boost: float = 16.0


def passages(document: Document) -> dict[str, str]:
    """The words of a document that are read for its meaning, by language: its name and what it says.

    Its codes in words stand in where it says nothing. Vectors compare across languages, but better within one;
    a language in which much less is said than in another is left out.
    """
    each = {language: _wording(document.text, language) for language in LANGUAGES}
    enough = max(map(len, each.values())) * LEAST_SHARE
    return {language: text for language, text in each.items() if text and len(text) >= enough}


def _wording(text: Mapping[str, Mapping[str, str]], language: str) -> str:
    name, summary, body, tags = (text.get(field, {}).get(language, "") for field in ("name", "summary", "body", "tags"))
    prose = max(summary, body, key=len)
    said = prose if len(prose) >= SHORTEST_PROSE else tags
    return ". ".join(part for part in (name, said) if part)[:LONGEST_PASSAGE]


def nearest(
    meanings: Meanings, background: Mapping[str, Matrix], asked: Vector, kinds: Sequence[str], reach: Reach
) -> tuple[tuple[str, float], ...]:
    """Return the ids nearest to what is asked and what each adds to its score, the nearest first.

    A document is as near as the nearer of its languages.
    """
    rows = np.flatnonzero(np.isin(meanings.kinds, list(kinds)))
    above = _closeness(meanings, background, asked, rows) - reach.least
    best: dict[str, float] = {}
    for at in np.flatnonzero(above > 0):
        id_ = meanings.ids[int(rows[at])]
        best[id_] = max(best.get(id_, 0.0), float(above[at]))
    order = sorted(best, key=lambda id_: (-best[id_], id_))[: min(reach.most, MOST_NEARBY)]
    return tuple((id_, round(reach.base + best[id_] * reach.boost, 3)) for id_ in order)


def _closeness(
    meanings: Meanings, background: Mapping[str, Matrix], asked: Vector, rows: NDArray[np.intp]
) -> NDArray[np.float32]:
    """How far each row stands above a fixed sample of texts of its language, in the sample's standard deviations.

    Cosines of one model lie in a narrow band that moves with the question and with the two languages.
    """
    closeness = np.full(rows.size, -np.inf, dtype=np.float32)
    for language, sample in background.items():
        usual = sample @ asked
        own = np.flatnonzero(meanings.languages[rows] == language)
        spread = max(float(usual.std()), SMALLEST_SPREAD)
        closeness[own] = (meanings.matrix[rows[own]] @ asked - usual.mean()) / spread
    return closeness
