"""Words that say little: which of the words of a query a document need not hold, by the language it is typed in."""

from collections.abc import Sequence
from functools import cache
from importlib import resources

from search_index.analysis import Word, words
from search_index.syllables import is_bare_syllable


def little(row: Sequence[Word]) -> frozenset[str]:
    """Return the little words of the language that a row of words is in: `an` is one in English, none in `an toàn`."""
    return _listed("vi" if is_vietnamese(row) else "en")


def is_vietnamese(row: Sequence[Word]) -> bool:
    """Whether a row carries Vietnamese marks, or most of it is written like Vietnamese without them."""
    if any(word.has_marks for word in row):
        return True
    telling = [word for word in row if word.exact not in _listed("en")]
    return 2 * sum(is_bare_syllable(word.folded) for word in telling) > len(telling)


@cache
def _listed(language: str) -> frozenset[str]:
    lines = (resources.files("search_index") / "synonyms" / f"little_{language}.txt").read_text("utf-8").splitlines()
    return frozenset(word.exact for line in lines if not line.startswith("#") for word in words(line))
