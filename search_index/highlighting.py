"""Where the words of a query stand in a text that a reader may see."""

from dataclasses import dataclass

from search_index.analysis import Word, pairs, words
from search_index.edits import is_one_edit
from search_index.folding import fold, narrow
from search_index.planning import SHORTEST_TYPO
from search_index.telex import telex
from search_index.thesaurus import thesaurus

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and whether the query asked for it."""

    text: str
    found: bool


def highlighted(text: str, query: str) -> list[Piece]:
    """Return the composed text cut into pieces; joined again they give it whole.

    A word one slip away is marked where nothing else is.
    """
    composed = narrow(text)
    row, asked = words(composed), words(query)
    return _cut(composed, _spans(row, _wanted(asked)) or _spans(row, _slips(row, asked)))


def _cut(composed: str, spans: list[tuple[int, int]]) -> list[Piece]:
    pieces: list[Piece] = []
    place = 0
    for start, end in _joined(composed, spans):
        pieces += [Piece(composed[place:start], found=False), Piece(composed[start:end], found=True)]
        place = end
    pieces.append(Piece(composed[place:], found=False))
    return [piece for piece in pieces if piece.text]


def _joined(composed: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans, those with only space between them as one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        goes_on = bool(joined) and composed[joined[-1][1] : start].isspace()
        joined.append((joined.pop()[0] if goes_on else start, end))
    return joined


def _wanted(row: list[Word]) -> set[Phrase]:
    """Return the folded phrases to look for: each word, each pair as a compound, each synonym."""
    single = {(form,) for word in row for form in _forms(word)} | {(together,) for together in pairs(row)}
    synonyms = {tuple(word.folded for word in phrase) for match in thesaurus().matches(row) for phrase in match.others}
    return single | synonyms


def _slips(row: list[Word], asked: list[Word]) -> set[Phrase]:
    """Return the words of a text that a long word of the query may have meant."""
    long = [word.folded for word in asked if len(word.folded) >= SHORTEST_TYPO and word.folded.isalpha()]
    return {(word.folded,) for word in row if any(is_one_edit(typed, word.folded) for typed in long)}


def _spans(row: list[Word], wanted: set[Phrase]) -> list[tuple[int, int]]:
    longest = max(2, *map(len, wanted)) if wanted else 0
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(row):
        length = _longest_match(row, at, longest, wanted)
        if length:
            spans.append((row[at].start, row[at + length - 1].end))
        at += length or 1
    return spans


def _longest_match(row: list[Word], at: int, longest: int, wanted: set[Phrase]) -> int:
    for length in range(min(longest, len(row) - at), 0, -1):
        phrase = tuple(word.folded for word in row[at : at + length])
        if phrase in wanted or (length == 2 and ("".join(phrase),) in wanted):
            return length
    return 0


def begun(name: str, typed: str) -> list[Piece]:
    """Return a name cut into pieces, marked where the words typed stand and where the last of them begins."""
    composed = narrow(name)
    return _cut(composed, _begun_spans(words(composed), words(typed)))


def _begun_spans(row: list[Word], typed: list[Word]) -> list[tuple[int, int]]:
    together = pairs(typed)
    finished = {form for word in typed[:-1] for form in _forms(word)} | set(together[:-1])
    starts = {form for word in typed[-1:] for form in _forms(word)} | set(together[-1:])
    spans: list[tuple[int, int]] = []
    for at, word in enumerate(row):
        if spans and word.start < spans[-1][1]:
            continue
        if word.folded in finished:
            spans.append((word.start, word.end))
        else:
            spans += _begun_at(row[at : at + 2], starts)
    return spans


def _begun_at(both: list[Word], starts: set[str]) -> list[tuple[int, int]]:
    """Return where a word begins like one of the starts, or goes on like it with the word behind it."""
    word = both[0]
    inside = max((len(start) for start in starts if word.folded.startswith(start)), default=0)
    if inside:
        return [(word.start, word.start + inside)]
    beyond = [start for together in pairs(both) for start in starts if together.startswith(start)]
    return [(word.start, both[1].start + len(max(beyond, key=len)) - len(word.folded))] if beyond else []


def _forms(word: Word) -> set[str]:
    """The folded word, and what it spells if it is Telex keys."""
    spelled = telex(word.folded)
    return {word.folded, fold(spelled)} if spelled else {word.folded}
