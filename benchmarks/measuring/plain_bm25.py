"""The plainest ranking to compare with: BM25 over the folded words of everything that a document says."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from search_index.analysis import tokens
from search_index.documents import Document

K1, B = 1.2, 0.75


class PlainBm25:
    """Any word may match; no phrases, synonyms, accents, fields or typos."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._kind = {document.id: document.kind for document in documents}
        self._holding: dict[str, dict[str, int]] = defaultdict(dict)
        lengths = {}
        for document in documents:
            said = tokens(text for field in document.text.values() for text in field.values()).folded
            lengths[document.id] = len(said)
            for word, times in Counter(said).items():
                self._holding[word][document.id] = times
        mean = sum(lengths.values()) / len(lengths)
        self._norm = {id_: K1 * (1 - B + B * length / mean) for id_, length in lengths.items()}

    def search(self, text: str, kind: str, size: int) -> list[str]:
        """The best ids of a kind, equal ones in the order of ids."""
        scores: dict[str, float] = defaultdict(float)
        for word in tokens([text]).folded:
            holding = self._holding.get(word, {})
            rarity = math.log(1 + (len(self._kind) - len(holding) + 0.5) / (len(holding) + 0.5))
            for id_, times in holding.items():
                scores[id_] += rarity * times * (K1 + 1) / (times + self._norm[id_])
        found = [id_ for id_ in scores if self._kind[id_] == kind]
        return sorted(found, key=lambda id_: (-scores[id_], id_))[:size]
