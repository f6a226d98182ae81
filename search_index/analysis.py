"""The one text analysis: text becomes folded words, words with exact accents, and pairs of neighbours.

Every engine indexes what this module gives, split at white space, and nothing else.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from search_index.folding import fold, narrow, normalise_tone

ANALYSIS_VERSION = 2
LONGEST_WORD = 64

_LETTERS = r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*"
_SHORT = r"[^\W\d_]{1,2}"
_WORD = re.compile(
    rf"""\d+(?:[.,]\d+)+              # 4.0 and 1.000.000 stay whole
      | (?<!\w){_SHORT}\ &\ {_SHORT}(?!\w)  # M & A is M&A
      | {_LETTERS}                    # word, 5G
        (?:(?:&{_LETTERS})+           # M&A, KH&CN
          |[+#]*)                     # C++, C#
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: its exact and its folded token, and where it stands in the composed text."""

    exact: str
    folded: str
    start: int
    end: int

    @property
    def has_marks(self) -> bool:
        """Whether the writer typed accents that folding would lose."""
        return self.exact != self.folded


@dataclass(frozen=True, slots=True)
class Tokens:
    """What is indexed of one text."""

    folded: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()


def words(text: str) -> list[Word]:
    """Return the words of a text in order; a hyphen separates, M&A, M & A and 4.0 are one word."""
    return list(_words(narrow(text)))


def _words(composed: str) -> Iterator[Word]:
    for found in _WORD.finditer(composed):
        yield Word(*_forms(found[0]), *found.span())


@lru_cache(maxsize=50_000)
def _forms(written: str) -> tuple[str, str]:
    """Return the exact and the folded token of a word; texts repeat their words."""
    exact = normalise_tone(written).lower().replace(" ", "")[:LONGEST_WORD]
    return exact, fold(exact)


def pair(left: Word, right: Word) -> str:
    """Return the token of two neighbours: it equals the compound, so that Viet Nam meets Vietnam."""
    return (left.folded + right.folded)[:LONGEST_WORD]


def pairs(row: list[Word]) -> list[str]:
    """Return the tokens of all neighbours in a row of words."""
    return [pair(left, right) for left, right in pairwise(row)]


def tokens(texts: Iterable[str]) -> Tokens:
    """Return what is indexed of a field with several wordings; no pair crosses from one to the next."""
    folded: list[str] = []
    exact: list[str] = []
    together: list[str] = []
    for text in texts:
        forms = [_forms(written) for written in _WORD.findall(narrow(text))]
        row = [bare for _, bare in forms]
        exact += [marked for marked, _ in forms]
        folded += row
        together += [(left + right)[:LONGEST_WORD] for left, right in pairwise(row)]
    return Tokens(_with_parts(folded), _with_parts(exact), tuple(together))


def _with_parts(row: list[str]) -> tuple[str, ...]:
    """Return the tokens, M&A followed by M and A."""
    if not any("&" in token for token in row):
        return tuple(row)
    return tuple(
        part for token in row for part in ([token, *filter(None, token.split("&"))] if "&" in token else [token])
    )
