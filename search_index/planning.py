"""From typed text to a tree of clauses: which words must occur, which spellings count, what adds to the score.

Accents typed rank above the folded word, neighbours above scattered words, the typed phrase above its synonyms.
A word of five letters or more that occurs nowhere may be one edit away; one that was typed with Telex keys is read.
Where few documents hold the words that say something, those that hold part of them follow.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from search_index.analysis import Word, pair, pairs, words
from search_index.clauses import AllOf, Clause, Itself, Near, Some, Term, scaled, some
from search_index.fields import TEXT_WEIGHTS
from search_index.folding import fold, normalise_tone
from search_index.little_words import is_vietnamese, little
from search_index.telex import telex
from search_index.thesaurus import Match, Phrase, Thesaurus, thesaurus

MOST_WORDS = 24
LONGEST_TEXT = 400
ALL_WORDS_UP_TO = 4
SHARE_OF_LONG_QUERIES = 0.75
SHORTEST_TYPO = 5
FEW = 10
LEAST_RELAXED = 2
SHARE_OF_SYLLABLES, SHARE_OF_WORDS = 0.4, 0.34

EXACT = 0.5
PAIR = 0.75
SYNONYM = 0.6
TYPO = 1.0
WHOLE = 16.0  # how much more what holds the words weighs than what holds part of them

FOLDED_FIELD, EXACT_FIELD, PAIRS_FIELD = "folded", "exact", "pairs"
_QUOTED = re.compile(r'["“”„]([^"“”„]+)["“”„]')

Occurs = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to look for, or None when the text holds no word; and what instead when fewer than FEW documents hold that.

    The count is that of the kinds asked for, without any filter: so a filter, a facet and a page never change it.
    """

    strict: Clause | None = None
    relaxed: Clause | None = None


def plan(text: str, occurs: Occurs, phrases: Thesaurus | None = None) -> Clause | None:
    """Return what to look for, or None when the text holds no word.

    `occurs` tells whether any findable document contains a folded word or a pair.
    """
    return plans(text, occurs, phrases).strict


def plans(text: str, occurs: Occurs, phrases: Thesaurus | None = None) -> Plan:
    """Return what to look for, and what instead when few documents hold it."""
    text = text[:LONGEST_TEXT]
    quoted = [words(part) for part in _QUOTED.findall(text)]
    known = phrases or thesaurus()
    row = _read(words(_QUOTED.sub(" ", text))[:MOST_WORDS], occurs, known)
    must = [_phrase(tuple(part), 1.0) for part in quoted if part]
    if not must and not row:
        return Plan()
    planner = _Planner(row, occurs, known)
    telling, little_ones = planner.units()
    extra = (*little_ones, *planner.neighbours())
    count = len(telling)
    strict = _whole([*must, *([some(telling, needed(count))] if telling else [])], extra)
    least = relaxed(count, vietnamese=is_vietnamese(row))
    if least == count or _may_be_a_name(row, occurs):
        return Plan(strict)
    return Plan(strict, _whole([*must, some(telling, least)], (*extra, scaled(strict, WHOLE))))


def _whole(must: Sequence[Clause], extra: tuple[Clause, ...]) -> Clause:
    return must[0] if len(must) == 1 and not extra else AllOf(tuple(must), extra)


def _may_be_a_name(row: list[Word], occurs: Occurs) -> bool:
    """Whether some of a few Vietnamese words is said by nothing: part of a name that is not there finds no others."""
    if len(row) > ALL_WORDS_UP_TO or not is_vietnamese(row):
        return False
    said = [occurs(word.folded) for word in row]  # each is asked about, also behind one that is missing
    return not all(said)


def widened(planned: Clause, nearby: Sequence[tuple[str, float]]) -> Clause:
    """Return what the text asks for, or one of the documents that are near to it in meaning; or both."""
    if not nearby:
        return planned
    return Some((planned, *(Itself(id_, boost) for id_, boost in nearby)))


def _read(row: list[Word], occurs: Occurs, phrases: Thesaurus) -> list[Word]:
    """Return a row of words with Telex keys read, but for the words of known phrases (deep learning is no Telex)."""
    known = {at for match in phrases.matches(row) for at in range(match.start, match.end)}
    return [word if at in known else _spelled(word, occurs) for at, word in enumerate(row)]


def _spelled(word: Word, occurs: Occurs) -> Word:
    """Return a word that occurs nowhere as what its keys spell, if they spell anything."""
    spelled = telex(word.folded)
    if word.has_marks or spelled is None or occurs(word.folded):
        return word
    return replace(word, exact=normalise_tone(spelled), folded=fold(spelled))


def may_be_telex(text: str) -> bool:
    """Whether some word of a text could have been typed with Telex keys."""
    return any(not word.has_marks and telex(word.folded) for word in words(text[:LONGEST_TEXT]))


def token_field(text_field: str, form: str) -> str:
    """The name of the engine's field that holds one form of the tokens of a text field."""
    return f"{text_field}_{form}"


def needed(count: int) -> int:
    """Return how many of so many words must occur: all of a few, three quarters of many."""
    return count if count <= ALL_WORDS_UP_TO else max(ALL_WORDS_UP_TO, round(count * SHARE_OF_LONG_QUERIES))


def relaxed(count: int, *, vietnamese: bool) -> int:
    """Return how many of so many words must occur when few documents hold those needed; two are both needed.

    A word of English says more than a syllable: of Vietnamese never only one of several is enough.
    """
    if count <= LEAST_RELAXED:
        return count
    if vietnamese:
        return max(LEAST_RELAXED, round(count * SHARE_OF_SYLLABLES))
    return max(1, round(count * SHARE_OF_WORDS))


class _Planner:
    """The words of one query that were typed outside quotes."""

    def __init__(self, row: list[Word], occurs: Occurs, phrases: Thesaurus) -> None:
        self._row = row
        self._occurs = occurs
        self._phrases = phrases
        self._accents = any(word.has_marks for word in row)

    def units(self) -> tuple[list[Clause], list[Clause]]:
        """Return one clause for each word, or for each phrase that has synonyms; then those of words that say little.

        Where all words say little, each is as telling as the others.
        """
        telling: list[Clause] = []
        lesser: list[Clause] = []
        few = little(self._row)
        starts = {match.start: match for match in self._phrases.matches(self._row)}
        place = 0
        while place < len(self._row):
            match = starts.get(place)
            if match:
                telling.append(self._known_phrase(match))
            else:
                (lesser if self._row[place].exact in few else telling).append(self._word(place))
            place = match.end if match else place + 1
        return (telling, lesser) if telling else (lesser, [])

    def neighbours(self) -> Iterator[Clause]:
        """Give what rewards words that stand together."""
        for together in pairs(self._row):
            yield from _in_every_field(PAIRS_FIELD, together, PAIR)

    def _known_phrase(self, match: Match) -> Clause:
        typed = tuple(self._word(at) for at in range(match.start, match.end))
        itself = typed[0] if len(typed) == 1 else AllOf(typed)
        return Some((itself, *(_phrase(other, SYNONYM) for other in match.others)))

    def _word(self, at: int) -> Clause:
        word = self._row[at]
        compounds = self._compounds(at)
        parts = [*_in_every_field(FOLDED_FIELD, word.folded, 1.0)]
        if self._accents:
            parts += _in_every_field(EXACT_FIELD, word.exact, EXACT)
        for compound in compounds:
            parts += _in_every_field(FOLDED_FIELD, compound, 1.0)
        parts += _in_every_field(PAIRS_FIELD, word.folded, 1.0)
        if self._may_be_mistyped(word, compounds):
            parts += _near_in_every_field(word.folded)
        return Some(tuple(parts))

    def _compounds(self, at: int) -> list[str]:
        """Return the words that this one makes with a neighbour: e-commerce is also ecommerce."""
        before = [pair(self._row[at - 1], self._row[at])] if at else []
        after = [pair(self._row[at], self._row[at + 1])] if at + 1 < len(self._row) else []
        return before + after

    def _may_be_mistyped(self, word: Word, compounds: list[str]) -> bool:
        long_enough = len(word.folded) >= SHORTEST_TYPO and word.folded.isalpha()
        return long_enough and not any(map(self._occurs, [word.folded, *compounds]))


def _phrase(phrase: Phrase, boost: float) -> Clause:
    """Return what matches the words standing together in one field; a single word with its exact accents."""
    if len(phrase) == 1:
        return Some(tuple(_in_every_field(EXACT_FIELD, phrase[0].exact, boost)))
    together = pairs(list(phrase))
    share = boost / len(together)
    return some(
        _all(tuple(Term(token_field(name, PAIRS_FIELD), token, weight * share) for token in together))
        for name, weight in TEXT_WEIGHTS.items()
    )


def _all(parts: tuple[Clause, ...]) -> Clause:
    return parts[0] if len(parts) == 1 else AllOf(parts)


def _in_every_field(form: str, token: str, boost: float) -> Iterator[Clause]:
    for name, weight in TEXT_WEIGHTS.items():
        yield Term(token_field(name, form), token, weight * boost)


def _near_in_every_field(token: str) -> Iterator[Clause]:
    for name, weight in TEXT_WEIGHTS.items():
        yield Near(token_field(name, FOLDED_FIELD), token, weight * TYPO)
