"""The tree of a text query that every engine can run: a score is the sum of boosted term scores."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Term:
    """Documents with this token in this token field; scores BM25 times the boost."""

    field: str
    token: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Near:
    """Documents with a token one edit away in this token field; scores the boost alone."""

    field: str
    token: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Begins:
    """Documents with a token in this token field that begins like this; scores the boost alone."""

    field: str
    start: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Carries:
    """Documents with this code in this filter field; scores the boost alone."""

    filter: str
    code: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Itself:
    """The document with this id; scores the boost alone."""

    id: str
    boost: float


@dataclass(frozen=True, slots=True)
class AllOf:
    """Documents in which all parts hold; `extra` parts only add to the score."""

    parts: tuple["Clause", ...]
    extra: tuple["Clause", ...] = ()


@dataclass(frozen=True, slots=True)
class Some:
    """Documents in which at least `minimum` of the parts hold; the scores of those that hold are added."""

    parts: tuple["Clause", ...]
    minimum: int = 1


Clause = Term | Near | Begins | Carries | Itself | AllOf | Some


def some(parts: Iterable[Clause], minimum: int = 1) -> Clause:
    """Return the parts as alternatives, without a wrapper around a single one."""
    row = tuple(parts)
    return row[0] if len(row) == 1 else Some(row, minimum)


def scaled(clause: Clause, factor: float) -> Clause:
    """Return the same documents, each with its score times the factor."""
    if isinstance(clause, AllOf):
        parts, extra = (tuple(scaled(part, factor) for part in row) for row in (clause.parts, clause.extra))
        return AllOf(parts, extra)
    if isinstance(clause, Some):
        return replace(clause, parts=tuple(scaled(part, factor) for part in clause.parts))
    return replace(clause, boost=clause.boost * factor)
