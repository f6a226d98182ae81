"""What must be there: a planned query without scores, for a search that can only see whether a text holds a word."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from search_index.clauses import AllOf, Begins, Carries, Clause, Itself, Near, Some, Term
from search_index.folding import fold
from search_index.planning import PAIRS_FIELD

SHORTEST_JOINED = 5


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word stands somewhere in the text."""

    token: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Two folded words that make this token together stand beside each other."""

    token: str


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold; an empty one always does."""

    parts: tuple["Presence", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One part holds; an empty one never does."""

    parts: tuple["Presence", ...]


Presence = Word | Joined | Every | Either


def presence(clause: Clause) -> Presence:
    """What a text must hold to be found, whatever the field and the accents.

    A long query asks for all of its words, where an engine forgives some. One syllable is not looked for
    as two words written apart, nor a word one edit away: both would need a look at every row. Beginnings, codes and ids
    are in no planned text.
    """
    if isinstance(clause, Term):
        return _held(clause)
    if isinstance(clause, Near | Begins | Carries | Itself):
        return Either(())
    if isinstance(clause, AllOf):
        return _joined(Every, map(presence, clause.parts))
    return _joined(_kind(clause), map(presence, clause.parts))


def _held(term: Term) -> Presence:
    token = fold(term.token)
    return Joined(token) if term.field.endswith(PAIRS_FIELD) else Word(token)


def _kind(clause: Some) -> type[Every] | type[Either]:
    return Either if clause.minimum == 1 else Every


def _joined(kind: type[Every] | type[Either], parts: Iterable[Presence]) -> Presence:
    """The parts in one row, each once, without what says nothing."""
    row: dict[Presence, None] = {}
    for part in parts:
        row.update(dict.fromkeys(part.parts if isinstance(part, kind) else (part,)))
    kept = tuple(part for part in row if not _is_far_fetched(part, row))
    return kept[0] if len(kept) == 1 else kind(kept)


def _is_far_fetched(part: Presence, beside: Container[Presence]) -> bool:
    """Whether it asks for a typed syllable written as two words."""
    return isinstance(part, Joined) and len(part.token) < SHORTEST_JOINED and Word(part.token) in beside
