"""Equal phrases for the expansion of queries, read once from the files of this package."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from search_index.analysis import Word, words

Phrase = tuple[Word, ...]
FILES = ("business.txt", "places.txt", "sectors.txt", "taxonomies.txt", "technologies.txt")


@dataclass(frozen=True, slots=True)
class Match:
    """Words from `start` to before `end` of a query equal each of the other phrases."""

    start: int
    end: int
    others: tuple[Phrase, ...]


class Thesaurus:
    """Groups of equal phrases, found in a query by their folded words."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._entries: dict[tuple[str, ...], list[tuple[Phrase, tuple[Phrase, ...]]]] = {}
        for known, told in map(_group, lines):
            for phrase in known:
                others = tuple(other for other in told if other != phrase)
                self._entries.setdefault(_key(phrase), []).append((phrase, others))
        self._longest = max(map(len, self._entries), default=0)

    def matches(self, row: list[Word]) -> Iterator[Match]:
        """Give the longest known phrases in a row of words, from left to right, without overlap."""
        start = 0
        while start < len(row):
            found = self._longest_at(row, start)
            if found:
                yield found
            start = found.end if found else start + 1

    def _longest_at(self, row: list[Word], start: int) -> Match | None:
        for end in range(min(len(row), start + self._longest), start, -1):
            others = self._others(row[start:end])
            if others:
                return Match(start, end, others)
        return None

    def _others(self, part: list[Word]) -> tuple[Phrase, ...]:
        found: dict[tuple[str, ...], Phrase] = {}
        for phrase, others in self._entries.get(_key(part), ()):
            if _means(part, phrase):
                for other in others:
                    found.setdefault(_key(other), other)
        return tuple(other for key, other in found.items() if key != _key(part))


@cache
def thesaurus() -> Thesaurus:
    """The phrases that this package ships."""
    folder = resources.files("search_index") / "synonyms"
    return Thesaurus(line for name in FILES for line in (folder / name).read_text("utf-8").splitlines())


def _group(line: str) -> tuple[list[Phrase], list[Phrase]]:
    """Return the phrases of a line to recognise, and those to look for; ~ marks one that means other things too."""
    if line.startswith("#"):
        return [], []
    parts = [(part.strip().startswith("~"), tuple(words(part))) for part in line.split("=")]
    known = [phrase for _, phrase in parts if phrase]
    return known, [phrase for ambiguous, phrase in parts if phrase and not ambiguous]


def _key(phrase: Iterable[Word]) -> tuple[str, ...]:
    return tuple(word.folded for word in phrase)


def _means(typed: Iterable[Word], phrase: Phrase) -> bool:
    """Whether typed words can be the phrase: accents that were typed must agree (ít is not IT)."""
    return all(word.exact == entry.exact or not word.has_marks for word, entry in zip(typed, phrase, strict=True))
