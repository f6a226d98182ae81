"""Which real documents are near to a text, by the product's own rules; vectors are kept in var/bench between runs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from search_index.background import BACKGROUND
from search_index.documents import Document
from search_index.e5 import PACKAGE, MultilingualE5
from search_index.semantic import Meanings, Reach, Vector, nearest, passages
from search_index.syllables import can_be_read


class Near:
    """The vectors of documents and of the texts asked about."""

    def __init__(self, documents: Sequence[Document], encoder: MultilingualE5, kept: Path) -> None:
        self._encoder = encoder
        self._file = kept / f"vectors-{hashlib.sha256(encoder.model.encode()).hexdigest()[:8]}.npz"
        self._known = dict(np.load(self._file)) if self._file.exists() else {}
        rows = [(each, lang, text) for each in documents for lang, text in passages(each).items()]
        self._meanings = Meanings(
            ids=[each.id for each, _, _ in rows],
            kinds=np.array([each.kind for each, _, _ in rows]),
            languages=np.array([lang for _, lang, _ in rows]),
            matrix=np.stack([self._passage(text) for _, _, text in rows]),
        )
        self._background = {
            lang: np.stack([self._passage(text) for text in texts]) for lang, texts in BACKGROUND.items()
        }
        self._asked: dict[str, Vector] = {}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        np.savez(self._file, **self._known)  # type: ignore[arg-type]

    def nearby(self, text: str, kind: str, reach: Reach) -> tuple[tuple[str, float], ...]:
        """What a search for the text would be told."""
        return self.anyway(text, kind, reach) if can_be_read(text) else ()

    def anyway(self, text: str, kind: str, reach: Reach) -> tuple[tuple[str, float], ...]:
        """The same, also for what cannot be read."""
        if text not in self._asked:
            self._asked[text] = self._encoder.query(text)
        return nearest(self._meanings, self._background, self._asked[text], (kind,), reach)

    def _passage(self, text: str) -> Vector:
        named = hashlib.sha256(text.encode()).hexdigest()
        if named not in self._known:
            self._known[named] = self._encoder.passage(text)
            if len(self._known) % 500 == 0:
                print(f"  {len(self._known)} texts read", flush=True)
        return self._known[named]


def near(documents: Sequence[Document], kept: Path) -> Near | None:
    """None where no encoder is installed."""
    try:
        encoder = MultilingualE5(version(PACKAGE))
    except PackageNotFoundError:
        return None
    return Near(documents, encoder, kept)
