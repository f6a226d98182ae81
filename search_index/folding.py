"""Characters made comparable: normal form, folding without marks, and one place for the tone of oa, oe and uy."""

import re
import unicodedata
from collections.abc import Callable

_REMEMBERED = 8192
_LATIN_MARKS = range(0x0300, 0x0370)
_STROKES = {"đ": "d", "ð": "d"}
_WIDE = re.compile("[\u3000\uff00-\uffef]")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


class Letters(dict[int, str]):
    """What each character becomes, for `str.translate`; worked out when the character is first met."""

    def __init__(self, becomes: Callable[[str], str]) -> None:
        super().__init__()
        self._becomes = becomes

    def __missing__(self, code: int) -> str:
        """Work out one character; there are too many to remember all that anybody may send."""
        replacement = self._becomes(chr(code))
        if len(self) < _REMEMBERED:
            self[code] = replacement
        return replacement


def nfc(text: str) -> str:
    """Return the composed normal form, in which every Vietnamese letter is one character."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return the text composed, narrow, in lower case and without Latin marks; đ becomes d.

    Each character of the composed text gives exactly one character, so that positions
    map back; only a mark that cannot be composed with its letter disappears.
    """
    return nfc(text).translate(_FOLDED)


def _folded_character(character: str) -> str:
    if ord(character) in _LATIN_MARKS:
        return ""
    lowered = _narrow(character).lower()
    if lowered in _STROKES:
        return _STROKES[lowered]
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if ord(c) not in _LATIN_MARKS)
    bare = unicodedata.normalize("NFC", bare)
    return bare if len(bare) == 1 else lowered[:1]


_FOLDED = Letters(_folded_character)


def _narrow(character: str) -> str:
    """Return the ordinary form of a full-width or half-width character."""
    if unicodedata.decomposition(character).startswith(("<wide>", "<narrow>")):
        return unicodedata.normalize("NFKC", character)
    return character


def narrow(text: str) -> str:
    """Return the composed text with full-width and half-width characters made ordinary."""
    composed = nfc(text)
    return "".join(map(_narrow, composed)) if _WIDE.search(composed) else composed


def normalise_tone(text: str) -> str:
    """Return the composed text with one placement of the tone in oa, oe and uy.

    An open syllable carries it on the first vowel (hoà becomes hòa), a closed one and
    one after q on the second (tòan becomes toàn, qúy becomes quý). Length is kept.
    """
    return _CLUSTER.sub(_placed, nfc(text))


def _cluster_pattern() -> re.Pattern[str]:
    """Two vowels with a tone on either: character classes, because the pattern runs over every name there is."""
    spelled = []
    for first, second in ("oa", "oe", "uy"):
        spelled.append(f"[{_both_cases(first)}][{_toned(second)}]")
        spelled.append(f"[{_toned(first)}][{_both_cases(second)}]")
    return re.compile("|".join(spelled))


def _both_cases(letter: str) -> str:
    return letter + letter.upper()


def _toned(letter: str) -> str:
    return "".join(_both_cases(nfc(letter + tone)) for tone in _TONES)


_CLUSTER = _cluster_pattern()


def _placed(found: re.Match[str]) -> str:
    letters = unicodedata.normalize("NFD", found[0])
    tone = next(c for c in letters if c in _TONES)
    first, second = (c for c in letters if c not in _TONES)
    on_second = _after_q(found) or _followed_by_letter(found)
    return nfc(first + second + tone if on_second else first + tone + second)


def _after_q(found: re.Match[str]) -> bool:
    return found.start() > 0 and found.string[found.start() - 1] in "qQ"


def _followed_by_letter(found: re.Match[str]) -> bool:
    return found.string[found.end() : found.end() + 1].isalpha()
