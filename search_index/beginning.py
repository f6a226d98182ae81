"""From the beginning of a name to clauses: which names go on like this, and which of them come first."""

from collections.abc import Iterator
from dataclasses import dataclass

from search_index.analysis import Word, pair, pairs, words
from search_index.clauses import AllOf, Begins, Clause, Term, some
from search_index.folding import fold, narrow
from search_index.planning import EXACT_FIELD, FOLDED_FIELD, LONGEST_TEXT, MOST_WORDS, PAIRS_FIELD, token_field
from search_index.telex import telex

SHORTEST_JOINED = 4
_FOLDED, _EXACT, _PAIRS = (token_field("name", form) for form in (FOLDED_FIELD, EXACT_FIELD, PAIRS_FIELD))


@dataclass(frozen=True, slots=True)
class Beginning:
    """What every suggested name holds, and what puts one before another, the weightiest first."""

    needed: Clause
    better: tuple[Clause, ...]


def beginning(text: str) -> Beginning | None:
    """Return what to look for in names while a text is being typed; None while it holds no word.

    The last word may be unfinished. Telex keys are read too, after what they literally say; two words may be
    one in the name, and one word two.
    """
    composed = narrow(text[:LONGEST_TEXT])
    row = words(composed)[:MOST_WORDS]
    if not row:
        return None
    literal = _all(_Begun(row, read=False).parts())
    read = _all(_Begun(row, read=True).parts())
    better = ([literal] if read != literal else []) + [*_accents(row, composed), *_together(row), _whole(row[-1])]
    return Beginning(read, tuple(better))


class _Begun:
    """The words typed, the last of which may be unfinished."""

    def __init__(self, row: list[Word], *, read: bool) -> None:
        self._row = row
        self._read = read

    def parts(self) -> Iterator[Clause]:
        """Give what must be in the name for each word."""
        for at, word in enumerate(self._row):
            yield some(dict.fromkeys(self._spellings(at, word.folded)))

    def _spellings(self, at: int, folded: str) -> Iterator[Clause]:
        is_last = at == len(self._row) - 1
        yield _finished_or_not(_FOLDED, folded, is_last)
        if len(folded) >= SHORTEST_JOINED:
            yield _finished_or_not(_PAIRS, folded, is_last)
        if at:
            yield _finished_or_not(_FOLDED, pair(self._row[at - 1], self._row[at]), is_last)
        if not is_last:
            yield _finished_or_not(_FOLDED, pair(self._row[at], self._row[at + 1]), at + 2 == len(self._row))
        spelled = telex(folded) if self._read else None
        if spelled:
            yield _finished_or_not(_FOLDED, fold(spelled), is_last)


def _accents(row: list[Word], composed: str) -> Iterator[Clause]:
    """Give what asks for the accents that were typed, if any were."""
    parts: list[Clause] = [Term(_EXACT, word.exact) for word in row[:-1] if word.has_marks]
    last = row[-1]
    if last.has_marks:
        typed = composed[last.start : last.end].lower()  # hoà is on its way to hoàn as well as being hòa
        parts.append(some(Begins(_EXACT, start) for start in dict.fromkeys((last.exact, typed))))
    if parts:
        yield _all(parts)


def _together(row: list[Word]) -> Iterator[Clause]:
    """Give what asks for several words side by side."""
    joined = pairs(row)
    if joined:
        yield _all([*(Term(_PAIRS, token) for token in joined[:-1]), Begins(_PAIRS, joined[-1])])


def _whole(last: Word) -> Clause:
    return Term(_FOLDED, last.folded)


def _finished_or_not(field: str, token: str, is_last: bool) -> Clause:
    return Begins(field, token) if is_last else Term(field, token)


def _all(parts: Iterator[Clause] | list[Clause]) -> Clause:
    row = tuple(parts)
    return row[0] if len(row) == 1 else AllOf(row)
