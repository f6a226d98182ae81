"""Whether a query can be read for its meaning: Vietnamese typed without its marks cannot."""

import re

from search_index.analysis import words

_ONSET = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx]|"
_WITH_CODA = "uye|ie|ye|uo|oa|oe|oo|ue|uy|a|e|i|o|u|y"
_WITHOUT = "oai|oay|oao|oeo|ieu|yeu|uay|uoi|uou|uya|uyu|ai|ao|au|ay|eo|eu|ia|iu|oi|ua|ui|uo|uu|oa|oe|ue|uy|a|e|i|o|u|y"
_CODA = "ch|ng|nh|[cmnpt]"
_BARE_SYLLABLE = re.compile(f"(?:{_ONSET})(?:(?:{_WITH_CODA})(?:{_CODA})|(?:{_WITHOUT}))")
_SHARE_OF_OTHER_WORDS = 0.5


def can_be_read(text: str) -> bool:
    """Whether a text carries Vietnamese marks, or at least half of its words cannot be Vietnamese without them."""
    row = [word for word in words(text) if word.folded.isalpha()]
    if any(word.has_marks for word in row):
        return True
    others = sum(not is_bare_syllable(word.folded) for word in row)
    return bool(row) and others >= _SHARE_OF_OTHER_WORDS * len(row)


def is_bare_syllable(word: str) -> bool:
    """Whether a folded word is written like one syllable of Vietnamese without its marks."""
    return _BARE_SYLLABLE.fullmatch(word) is not None
