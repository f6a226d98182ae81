"""Where the words of a query stand in a text that a reader may see."""

from dataclasses import dataclass

from search_index.analysis import Word, pairs, words
from search_index.folding import fold, narrow
from search_index.telex import telex
from search_index.thesaurus import thesaurus


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and whether the query asked for it."""

    text: str
    found: bool


def highlighted(text: str, query: str) -> list[Piece]:
    """Return the composed text cut into pieces; joined again they give it whole."""
    composed = narrow(text)
    return _cut(composed, _spans(words(composed), _wanted(query)))


def _cut(composed: str, spans: list[tuple[int, int]]) -> list[Piece]:
    pieces: list[Piece] = []
    place = 0
    for start, end in spans:
        pieces += [Piece(composed[place:start], found=False), Piece(composed[start:end], found=True)]
        place = end
    pieces.append(Piece(composed[place:], found=False))
    return [piece for piece in pieces if piece.text]


def _wanted(query: str) -> set[tuple[str, ...]]:
    """Return the folded phrases to look for: each word, each pair as a compound, each synonym."""
    row = words(query)
    spelled = {(fold(read),) for word in row if (read := telex(word.folded))}
    single = spelled | {(word.folded,) for word in row} | {(together,) for together in pairs(row)}
    synonyms = {tuple(word.folded for word in phrase) for match in thesaurus().matches(row) for phrase in match.others}
    return single | synonyms


def _spans(row: list[Word], wanted: set[tuple[str, ...]]) -> list[tuple[int, int]]:
    longest = max(map(len, wanted), default=0)
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(row):
        length = _longest_match(row, at, longest, wanted)
        if length:
            spans.append((row[at].start, row[at + length - 1].end))
        at += length or 1
    return spans


def _longest_match(row: list[Word], at: int, longest: int, wanted: set[tuple[str, ...]]) -> int:
    for length in range(min(longest, len(row) - at), 0, -1):
        if tuple(word.folded for word in row[at : at + length]) in wanted:
            return length
    return 0


def begun(name: str, typed: str) -> list[Piece]:
    """Return a name cut into pieces, marked where the words typed stand and where the last of them begins."""
    composed = narrow(name)
    row = words(typed)
    finished = {word.folded for word in row[:-1]} | set(pairs(row[:-1]))
    last = row[-1].folded if row else ""
    spans = [span for word in words(composed) if (span := _begun_span(word, finished, last))]
    return _cut(composed, spans)


def _begun_span(word: Word, finished: set[str], last: str) -> tuple[int, int] | None:
    if word.folded in finished:
        return word.start, word.end
    return (word.start, word.start + len(last)) if last and word.folded.startswith(last) else None
