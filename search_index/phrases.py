"""What a document says as its writer spelled it: its words beside their neighbours, for corrections and likeness."""

from collections.abc import Mapping
from itertools import pairwise

from search_index.analysis import words

SPOKEN = ("name", "summary", "tags")


def spoken(text: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """Return every two neighbouring words in lower case with their marks, in order; a wording of one word alone."""
    wordings = (wording for name in SPOKEN for wording in text.get(name, {}).values())
    found = {phrase for wording in wordings for phrase in _phrases([word.exact for word in words(wording)])}
    return tuple(sorted(found))


def _phrases(row: list[str]) -> list[str]:
    return [f"{left} {right}" for left, right in pairwise(row)] if len(row) > 1 else row
