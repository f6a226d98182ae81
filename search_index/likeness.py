"""What makes one document like another: codes in common weigh most, then pairs of words, the rare ones more."""

from collections.abc import Iterator, Mapping, Sequence

from search_index.analysis import pairs, words
from search_index.clauses import AllOf, Carries, Clause, Some, Term, some
from search_index.planning import PAIRS_FIELD, token_field

SHARED_CODES = {"technology": 4.0, "sector": 3.0, "segment": 2.0}
SHARED_PAIRS = {"name": 0.4, "summary": 0.3}
MOST_PAIRS = 64
_FEWEST_PAIRS = 2  # where there are no codes to share


def likeness(codes: Mapping[str, Sequence[str]], phrases: Sequence[str]) -> Clause | None:
    """Return what to look for in others, given a document's codes by filter and its spoken phrases."""
    carried = tuple(
        Carries(name, code, boost) for name, boost in SHARED_CODES.items() for code in sorted(set(codes.get(name, ())))
    )
    said = tuple(_said(phrases))
    if carried:
        return AllOf((some(carried),), said)
    return Some(said, _FEWEST_PAIRS) if len(said) >= _FEWEST_PAIRS else None


def _said(phrases: Sequence[str]) -> Iterator[Clause]:
    """Give one clause for each of the longest pairs: what is long tells more."""
    tokens = {token for phrase in phrases for token in pairs(words(phrase))}
    for token in sorted(tokens, key=lambda token: (-len(token), token))[:MOST_PAIRS]:
        yield some(Term(token_field(name, PAIRS_FIELD), token, boost) for name, boost in SHARED_PAIRS.items())
