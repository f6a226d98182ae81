"""What was probably meant: a typed text held against what documents say, word beside word.

A Vietnamese syllable is so short that one edit makes another of nearly each; two neighbours that documents know
together are not so easily mistaken. So a short word is only mended with its neighbour, a long one also alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from search_index.analysis import Word, pair, words
from search_index.clauses import AllOf, Clause, Near, Some, Term
from search_index.edits import is_one_edit
from search_index.fields import TEXT_WEIGHTS
from search_index.folding import fold, normalise_tone
from search_index.phrases import SPOKEN
from search_index.planning import FOLDED_FIELD, LONGEST_TEXT, PAIRS_FIELD, SHORTEST_TYPO, needed, token_field
from search_index.telex import telex

MOST_WORDS = 8
ENOUGH = 5
CLEARLY = 10
SAMPLE = (CLEARLY + 1) * ENOUGH
_AN_EDIT, _UNSEEN = 1.0, 1.5
_PENALTY = 0.25  # a text with one edit must be said by four times as many documents as one without

Row = Sequence[Word]
Wording = tuple[str, ...]


def is_worth_asking(found: int) -> bool:
    """Whether so few were found that another spelling may find clearly more."""
    return found <= ENOUGH


def nearly(text: str) -> Clause | None:
    """Return what documents hold that say nearly this; None for a text of no words or of too many."""
    row = words(text[:LONGEST_TEXT])
    if not 0 < len(row) <= MOST_WORDS:
        return None
    readings = _readings(row)
    parts = tuple(Some(tuple(dict.fromkeys(_near_word(at, readings)))) for at in range(len(row)))
    least = needed(len(parts))
    return AllOf(parts) if least == len(parts) else Some(parts, least)


def corrected(text: str, said: Sequence[Sequence[str]], found: int) -> str | None:
    """Return the text as most documents say it, given the spoken phrases of each; None if it is said as typed.

    `found` is how many documents the text itself finds: the other must be said by clearly more.
    """
    row = words(text[:LONGEST_TEXT])
    wordings: dict[Wording, Counter[Wording]] = defaultdict(Counter)
    weights: dict[Wording, float] = {}
    for phrases in said:
        meant = _meant(row, _Said(phrases))
        if meant is not None:
            key = _folded(meant.wording)
            wordings[key][meant.wording] += 1
            weights[key] = weights.get(key, 0.0) + _PENALTY**meant.cost
    if not weights:
        return None
    best = max(sorted(weights), key=weights.__getitem__)
    counted = wordings[best]
    if counted.total() < max(1, CLEARLY * found) or best in _as_typed(row):
        return None
    return " ".join(_best_spelled(counted, {word.exact for word in row if word.has_marks}))


def _best_spelled(counted: Counter[Wording], marked: set[str]) -> Wording:
    """Return the wording that keeps most of the marks that were typed, then the one most documents use."""
    return min(counted, key=lambda wording: (-len(marked.intersection(wording)), -counted[wording], wording))


def _as_typed(row: Row) -> set[Wording]:
    """What the text says without any edit, read literally and as Telex keys."""
    return {tuple(word.folded for word in reading) for reading in _readings(row)}


def _folded(wording: Wording) -> Wording:
    return tuple(map(_bare, wording))


_bare = lru_cache(maxsize=50_000)(fold)  # documents repeat their words


def _readings(row: Row) -> list[Row]:
    """The words as typed, and as Telex keys if they may be some."""
    read = [_read(word) for word in row]
    return [row, read] if read != list(row) else [row]


def _read(word: Word) -> Word:
    spelled = None if word.has_marks else telex(word.folded)
    return word if spelled is None else Word(normalise_tone(spelled), fold(spelled), word.start, word.end)


def _near_word(at: int, readings: Sequence[Row]) -> Iterator[Clause]:
    """Give where a document may hold a word: as it is typed, or with one edit, alone or joined with a neighbour."""
    for row in readings:
        token = row[at].folded
        for name in TEXT_WEIGHTS:
            yield Term(token_field(name, FOLDED_FIELD), token)
            yield Term(token_field(name, PAIRS_FIELD), token)
        joined = [pair(row[left], row[left + 1]) for left in (at - 1, at) if 0 <= left < len(row) - 1]
        for name in SPOKEN:
            yield from _near(name, FOLDED_FIELD, (token,))
            yield from _near(name, PAIRS_FIELD, (token, *joined))


def _near(name: str, form: str, tokens: Sequence[str]) -> Iterator[Clause]:
    return (Near(token_field(name, form), token) for token in tokens if _may_be_mistyped(token))


def _may_be_mistyped(token: str) -> bool:
    return len(token) >= SHORTEST_TYPO and token.isalpha()


@dataclass(frozen=True)
class _Said:
    """The spoken phrases of one document."""

    phrases: Sequence[str]

    @cached_property
    def pairs(self) -> Mapping[str, list[Wording]]:
        """Two words by what they are joined and folded."""
        found: dict[str, list[Wording]] = defaultdict(list)
        for phrase in self.phrases:
            both = tuple(phrase.split(" "))
            if len(both) > 1:
                found["".join(_folded(both))].append(both)
        return found

    @cached_property
    def singles(self) -> Mapping[str, list[str]]:
        """The spellings of a word by its folded form."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for phrase in self.phrases:
            for word in phrase.split(" "):
                found[_bare(word)][word] = None
        return {folded: sorted(spellings) for folded, spellings in found.items()}

    @cached_property
    def together(self) -> frozenset[str]:
        """The phrases themselves."""
        return frozenset(self.phrases)


@dataclass(frozen=True, order=True)
class _Meant:
    """What the first words mean in a document's words, and how far that is from what was typed."""

    cost: float = 0.0
    wording: Wording = field(default=())

    def then(self, words_: Wording, cost: float) -> "_Meant":
        return _Meant(self.cost + cost, self.wording + words_)


def _meant(row: Row, said: _Said) -> _Meant | None:
    """Return the nearest that a document says, or None if too much of the text would be changed."""
    nearest = min((_nearest(reading, said) for reading in _readings(row)), key=lambda meant: meant.cost)
    most = _AN_EDIT * max(1, len(row) // 2) + _UNSEEN * (len(row) - 1)
    return None if nearest.cost > most else _Meant(nearest.cost, _with_marks(nearest.wording, said))


def _nearest(row: Row, said: _Said) -> _Meant:
    best = [_Meant()]
    for end in range(1, len(row) + 1):
        steps = [best[end - 1].then(wording, cost) for wording, cost in _alone(row[end - 1], said)]
        if end > 1:
            steps += [best[end - 2].then(wording, cost) for wording, cost in _joined(row[end - 2 : end], said)]
        best.append(min(steps))
    return best[-1]


def _alone(word: Word, said: _Said) -> Iterator[tuple[Wording, float]]:
    """Give what one word can mean: itself, a word one edit away, two words written as one."""
    if word.folded in said.singles:
        spellings = said.singles[word.folded]
        yield (word.exact if word.exact in spellings else spellings[0],), 0.0
        return
    yield (word.exact,), _UNSEEN
    yield from ((both, 0.0) for both in said.pairs.get(word.folded, ()))
    if _may_be_mistyped(word.folded):
        near = (token for token in said.singles if is_one_edit(word.folded, token))
        yield from (((spelling,), _AN_EDIT) for token in near for spelling in said.singles[token])
        yield from _mended_pairs(word.folded, said)


def _joined(both: Row, said: _Said) -> Iterator[tuple[Wording, float]]:
    """Give what two neighbours can mean together."""
    joined = pair(both[0], both[1])
    typed = (both[0].folded, both[1].folded)
    for wording in said.pairs.get(joined, ()):
        yield wording, 0.0 if _folded(wording) == typed else _AN_EDIT
    if _may_be_mistyped(joined):
        yield from _mended_pairs(joined, said)
        yield from (((spelling,), _AN_EDIT) for spelling in said.singles.get(joined, ()))


def _mended_pairs(joined: str, said: _Said) -> Iterator[tuple[Wording, float]]:
    near = (token for token in said.pairs if is_one_edit(joined, token))
    yield from ((wording, _AN_EDIT) for token in near for wording in said.pairs[token])


def _with_marks(wording: Wording, said: _Said) -> Wording:
    """Give each word the spelling that it has beside its neighbour, where the document has several."""
    chosen = list(wording)
    for at, word in enumerate(wording):
        before = chosen[at - 1] if at else ""
        after = wording[at + 1] if at + 1 < len(wording) else ""
        spellings = said.singles.get(_bare(word), [word])
        chosen[at] = min(spellings, key=lambda spelling: (_rank(before, spelling, after, said), spelling != word))
    return tuple(chosen)


def _rank(before: str, spelling: str, after: str, said: _Said) -> int:
    return -(f"{before} {spelling}" in said.together) - (f"{spelling} {after}" in said.together)
