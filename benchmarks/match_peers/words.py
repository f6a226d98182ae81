"""BM25 (library bm25s): the text of a company against the texts of the companies in a portfolio."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import bm25s
import numpy as np

from benchmarks.match_peers.scene import Ranked, Scene
from marketplace.matching.rules.arrays import Floats

WORD = re.compile(r"\w+")


def bm25(scene: Scene) -> Ranked:
    """For an investor: its portfolio asks, companies are documents; for a company: portfolios are documents."""
    texts = {name: WORD.findall(row.get("text", "").lower()) for name, row in scene.tables.companies.items()}
    held: dict[str, list[str]] = defaultdict(list)
    for row in scene.tables.history:
        held[row["investor"]] += texts.get(row["company"], [])
    companies = [texts.get(seat.profile, []) for seat in scene.window.offers]
    portfolios = [held[seat.profile] for seat in scene.window.seekers]
    return Ranked(_scores(portfolios, companies), _scores(companies, portfolios).T)


def _scores(questions: Sequence[Sequence[str]], documents: Sequence[Sequence[str]]) -> Floats:
    """Every question with every document, the library's own defaults."""
    index = bm25s.BM25()
    index.index([list(row) for row in documents], show_progress=False)
    rows = [index.get_scores(list(words)) if words else np.zeros(len(documents)) for words in questions]
    return np.asarray(rows, np.float32)
