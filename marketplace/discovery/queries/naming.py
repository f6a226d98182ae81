"""How a text stands to the names of a thing: it is one of them, holds one, begins one, or is a part of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum

from search_index.analysis import Word, words

Row = tuple[Word, ...]


class Standing(IntEnum):
    """The nearest first. BEGINS and PART: the name holds all words of the text."""

    SAME = 0
    HELD = 1
    BEGINS = 2
    PART = 3


class Closeness(IntEnum):
    """How a suggestion answers what is typed: it is just this, holds it as whole words, or goes on like it."""

    SAME = 0
    WHOLE = 1
    BEGUN = 2


def row_of(text: str) -> Row:
    """The words of a name or of a text."""
    return tuple(words(text))


def standing(names: Iterable[Row], asked: Row, *, unfinished: bool = False) -> Standing | None:
    """The nearest of all names; None where none has to do with the text. `unfinished`: its last word may go on."""
    found = [each for name in names if (each := _of_name(name, asked, unfinished)) is not None]
    return min(found, default=None)


def closeness(names: Sequence[Row], asked: Row) -> Closeness:
    """How near a thing comes that was found for a text still being typed."""
    if not asked:
        return Closeness.BEGUN
    found = standing(names, asked)
    if found is None or found is Standing.HELD:
        return Closeness.BEGUN
    return Closeness.SAME if found is Standing.SAME else Closeness.WHOLE


def _of_name(name: Row, asked: Row, unfinished: bool) -> Standing | None:
    if len(name) == len(asked) and _stands_at(name, asked, 0):
        return Standing.SAME
    if any(_stands_at(name, asked, start) for start in range(len(asked) - len(name) + 1)):
        return Standing.HELD
    here = [any(_is_word(typed, word, unfinished and typed is asked[-1]) for word in name) for typed in asked]
    if not all(here):
        return None
    return Standing.BEGINS if _is_word(asked[0], name[0], unfinished and len(asked) == 1) else Standing.PART


def _stands_at(name: Row, asked: Row, start: int) -> bool:
    part = asked[start : start + len(name)]
    return bool(name) and all(_is_word(typed, word, False) for typed, word in zip(part, name, strict=True))


def _is_word(typed: Word, word: Word, unfinished: bool) -> bool:
    """Accents that were typed must agree; a word still being typed may go on."""
    mine, own = (typed.exact, word.exact) if typed.has_marks else (typed.folded, word.folded)
    return own.startswith(mine) if unfinished else own == mine
