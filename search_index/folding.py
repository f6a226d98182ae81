"""Characters made comparable: normal form, folding without marks, and one place for the tone of oa, oe and uy."""

import re
import unicodedata
from functools import lru_cache

_LATIN_MARKS = range(0x0300, 0x0370)
_STROKES = {"đ": "d", "ð": "d"}
_WIDE = re.compile("[\u3000\uff00-\uffef]")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def nfc(text: str) -> str:
    """Return the composed normal form, in which every Vietnamese letter is one character."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return the text composed, narrow, in lower case and without Latin marks; đ becomes d.

    Each character of the composed text gives exactly one character, so that positions
    map back; only a mark that cannot be composed with its letter disappears.
    """
    return "".join(map(_folded_character, nfc(text)))


@lru_cache(maxsize=4096)
def _folded_character(character: str) -> str:
    if ord(character) in _LATIN_MARKS:
        return ""
    lowered = _narrow(character).lower()
    if lowered in _STROKES:
        return _STROKES[lowered]
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if ord(c) not in _LATIN_MARKS)
    bare = unicodedata.normalize("NFC", bare)
    return bare if len(bare) == 1 else lowered[:1]


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
    spelled = []
    for first, second in ("oa", "oe", "uy"):
        spelled += [nfc(first + second + tone) for tone in _TONES]
        spelled += [nfc(first + tone) + second for tone in _TONES]
    return re.compile(rf"(?P<q>q?)(?P<pair>{'|'.join(spelled)})", re.IGNORECASE)


_CLUSTER = _cluster_pattern()


def _placed(found: re.Match[str]) -> str:
    letters = unicodedata.normalize("NFD", found["pair"])
    tone = next(c for c in letters if c in _TONES)
    first, second = (c for c in letters if c not in _TONES)
    on_second = bool(found["q"]) or _followed_by_letter(found)
    pair = first + second + tone if on_second else first + tone + second
    return found["q"] + nfc(pair)


def _followed_by_letter(found: re.Match[str]) -> bool:
    return found.string[found.end() : found.end() + 1].isalpha()
