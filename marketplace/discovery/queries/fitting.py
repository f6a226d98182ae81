"""The technologies, sectors, markets and provinces that a text names, or begins to name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from marketplace.discovery.queries.browsing import counted
from marketplace.foundation.i18n import LANGUAGES
from marketplace.reference import queries as reference
from marketplace.reference.queries import Snapshot, snapshot
from search_index.analysis import Word, words
from search_index.names import other_names

NAMED = ("technology", "sector", "market", "province")
Row = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class FittingTerm:
    """A code, and how many public things bear it; None while nobody can count."""

    taxonomy: str
    code: str
    count: int | None


@dataclass(frozen=True, slots=True)
class _Named:
    taxonomy: str
    code: str
    names: tuple[Row, ...]


def fitting_terms(text: str, size: int, *, unfinished: bool = False) -> Sequence[FittingTerm]:
    """The best first: those named outright, then those of whose name the text is a part.

    `unfinished`: the last word may go on. Codes that nothing bears are left out.
    """
    asked = tuple(words(text))
    if not asked:
        return ()
    ranked = [(rank, entry) for entry in _named(snapshot()) if (rank := _rank(entry, asked, unfinished)) is not None]
    ranked += [(0, entry) for entry in _places(text) if entry not in [held for _, held in ranked]]
    ordered = sorted(ranked, key=lambda pair: (pair[0], NAMED.index(pair[1].taxonomy)))
    return [*_borne(dict.fromkeys(entry for _, entry in ordered))][:size]


def _borne(entries: Sequence[_Named] | dict[_Named, None]) -> Iterator[FittingTerm]:
    counts = counted() if entries else None
    for entry in entries:
        count = counts.bearing(entry.taxonomy).get(entry.code, 0) if counts and counts.known else None
        if count != 0:
            yield FittingTerm(entry.taxonomy, entry.code, count)


def _rank(entry: _Named, asked: Row, unfinished: bool) -> int | None:
    ranks = [rank for name in entry.names if (rank := _rank_of_name(name, asked, unfinished)) is not None]
    return min(ranks, default=None)


def _rank_of_name(name: Row, asked: Row, unfinished: bool) -> int | None:
    """0: just this; 1: the text holds the name; 2: the name begins so; 3: the name holds all words of the text."""
    if len(name) == len(asked) and _stands_at(name, asked, 0):
        return 0
    if any(_stands_at(name, asked, start) for start in range(len(asked) - len(name) + 1)):
        return 1
    here = [any(_is_word(typed, word, unfinished and typed is asked[-1]) for word in name) for typed in asked]
    if not all(here):
        return None
    return 2 if _is_word(asked[0], name[0], unfinished and len(asked) == 1) else 3


def _stands_at(name: Row, asked: Row, start: int) -> bool:
    part = asked[start : start + len(name)]
    return bool(name) and all(_is_word(typed, word, False) for typed, word in zip(part, name, strict=True))


def _is_word(typed: Word, word: Word, unfinished: bool) -> bool:
    """Accents that were typed must agree; a word still being typed may go on."""
    mine, own = (typed.exact, word.exact) if typed.has_marks else (typed.folded, word.folded)
    return own.startswith(mine) if unfinished else own == mine


def _places(text: str) -> Iterator[_Named]:
    """What a place was called before, or is called by others, leads to what it is now."""
    province, country = reference.province_code(text), reference.country_code(text)
    if province and reference.province(province):
        yield _entry("province", province)
    if country and not reference.unknown_codes("market", [country]):
        yield _entry("market", country)


@lru_cache(maxsize=4)
def _named(_version: Snapshot) -> tuple[_Named, ...]:
    """Every code with its names, worked out once for each version of the reference data."""
    codes = {taxonomy: [code for code, _ in reference.choices(taxonomy, "en")] for taxonomy in NAMED}
    return tuple(_entry(taxonomy, code) for taxonomy in NAMED for code in codes[taxonomy])


def _entry(taxonomy: str, code: str) -> _Named:
    labels = [reference.label(taxonomy, code, lang) for lang in LANGUAGES]
    parts = [part for written in labels for part in (written, *written.split(","))]
    others = [name for written in labels for name in other_names(written)]
    return _Named(
        taxonomy, code, tuple(dict.fromkeys(row for name in (*parts, *others) if (row := tuple(words(name)))))
    )
