"""Text made safe at the edge, comparable and sortable, and text held in several languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from search_index.folding import Letters, fold, narrow, normalise_tone

__all__ = [
    "NO_TEXT",
    "Localised",
    "TextStatus",
    "fold",
    "folded_key",
    "narrow",
    "nfc",
    "normalise_tone",
    "one_line",
    "search_words",
    "sort_key",
]

SORTED_LETTERS = 120
LONGEST_NAME = 200
REMEMBERED = 8192  # an import asks for the keys of each of its names many times
_JOINERS = "\u200c\u200d"
_RUN_OF_SPACES = re.compile(r"[ \t]+")
_BLANK_LINES = re.compile(r" ?\n ?(?:\n ?)+")

_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_OTHER_MARK = "6"
_VIETNAMESE = {"ă": "ab", "â": "ac", "đ": "db", "ê": "eb", "ô": "ob", "ơ": "oc", "ư": "ub"}
_SPELLED = {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}


class TextStatus(StrEnum):
    """How a text in one language came about."""

    ORIGINAL = "original"
    TRANSLATED = "translated"
    MACHINE = "machine"


def nfc(text: str) -> str:
    """Return the text as it is stored: composed, without invisible or control characters, spaces collapsed.

    Line breaks stay (at most one empty line in a row); leading and trailing space goes.
    """
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return " ".join(text.split())
    broken = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    shown = "".join(map(_shown, broken))
    spaced = _RUN_OF_SPACES.sub(" ", unicodedata.normalize("NFC", shown))
    return _BLANK_LINES.sub("\n\n", spaced).replace(" \n", "\n").replace("\n ", "\n").strip()


def _shown(character: str) -> str:
    if character in "\n\t " or character in _JOINERS:
        return character
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    return "" if category in ("Cc", "Cf", "Cs") else character


def one_line(text: str) -> str:
    """Return `nfc` of the text with line breaks turned into spaces: for names and titles."""
    clean = nfc(text)
    if clean.isprintable():
        return clean
    return " ".join(clean.replace(_JOINERS[0], "").replace(_JOINERS[1], "").split())


def folded_key(text: str) -> str:
    """Return what two spellings of one name share: no marks, case, width, tone place or punctuation."""
    return _folded_name(text) if len(text) <= LONGEST_NAME else _folded_text(text)


def _folded_text(text: str) -> str:
    return _words(unicodedata.normalize("NFKC", fold(nfc(text))).casefold())


_folded_name = lru_cache(maxsize=REMEMBERED)(_folded_text)


def search_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, in order."""
    return tuple(folded_key(text).split())


@lru_cache(maxsize=REMEMBERED)
def sort_key(text: str) -> str:
    """Return ASCII that sorts bytewise in Vietnamese order: a ă â b c d đ e ê ... with tones second.

    Tones count only where the letters agree (ngang, huyền, hỏi, ngã, sắc, nặng); case and punctuation
    never count; a space comes before every letter. Only the first 120 letters are used.
    """
    letters = _words(normalise_tone(one_line(text)).casefold())[:SORTED_LETTERS]
    return f"{letters.translate(_PLACES)} {letters.translate(_TONE_DIGITS).rstrip('0')}".rstrip()


def _words(text: str) -> str:
    """The letters and digits, some spelled out, with one space wherever anything else stood."""
    return " ".join(text.translate(_WORD_LETTERS).split())


def _word_letter(character: str) -> str:
    return _SPELLED.get(character, character) if character.isalnum() else " "


def _weights(letter: str) -> tuple[str, str]:
    """Return the two-character place in the alphabet, and the tone, of one lower-case letter."""
    if letter == " ":
        return "..", "0"
    marks = [mark for mark in unicodedata.normalize("NFD", letter)[1:] if mark in _TONES]
    tone = _TONES[marks[0]] if marks else "0"
    bare = unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", letter) if c not in _TONES))
    if bare in _VIETNAMESE:
        return _VIETNAMESE[bare], tone
    plain = fold(bare)
    if plain.isascii() and plain.isalnum():
        return f"{plain}a", tone if plain == bare else _OTHER_MARK
    return f"~{ord(letter):06x}", "0"


_WORD_LETTERS = Letters(_word_letter)
_PLACES = Letters(lambda letter: _weights(letter)[0])
_TONE_DIGITS = Letters(lambda letter: _weights(letter)[1])


@dataclass(frozen=True, slots=True)
class Localised:
    """One text in several languages; an empty string means that the language is missing."""

    vi: str = ""
    en: str = ""
    status: tuple[tuple[str, TextStatus], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no language has a text."""
        return not (self.vi or self.en)

    def text(self, language: str) -> str:
        """The text in exactly this language, or an empty string."""
        return {"vi": self.vi, "en": self.en}.get(language, "")

    def best(self, language: str) -> str:
        """The text in this language, else in English, else in Vietnamese; empty only if there is none."""
        return self.text(language) or (self.vi if language == "en" else self.en) or self.vi

    def language_of_best(self, language: str) -> str:
        """The language that `best` answers in, for the `lang` of a passage."""
        if self.is_empty or self.text(language):
            return language
        best = self.best(language)
        return next(shown for shown, text in self.items() if text == best)

    def items(self) -> Iterator[tuple[str, str]]:
        """Every language that has a text, with it."""
        return ((language, text) for language, text in (("vi", self.vi), ("en", self.en)) if text)

    def texts(self) -> tuple[str, ...]:
        """Every text that is there."""
        return tuple([text for text in (self.vi, self.en) if text])

    def status_of(self, language: str) -> TextStatus | None:
        """How the text in this language came about, if that is known."""
        return dict(self.status).get(language)

    def normalised(self) -> Localised:
        """The same with every text as `nfc` stores it."""
        return Localised(nfc(self.vi), nfc(self.en), self.status)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; languages without text are left out."""
        plain: dict[str, Any] = {}
        if self.vi:
            plain["vi"] = self.vi
        if self.en:
            plain["en"] = self.en
        if self.status:
            plain["status"] = {language: str(status) for language, status in sorted(self.status)}
        return plain

    @classmethod
    def from_json(cls, plain: Mapping[str, Any] | None) -> Localised:
        """The value that `to_json` wrote; None gives the empty value."""
        if not plain:
            return cls()
        known = plain.get("status", {})
        status = tuple((language, TextStatus(known[language])) for language in sorted(known))
        return cls(vi=plain.get("vi", ""), en=plain.get("en", ""), status=status)


NO_TEXT = Localised()
