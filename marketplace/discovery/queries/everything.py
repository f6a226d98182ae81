"""One question to all kinds at once: the best few of each, how many there are, and the codes that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from marketplace.discovery.queries.fitting import FittingTerm, fitting_terms
from marketplace.discovery.queries.meanings import nearby
from marketplace.discovery.queries.outcomes import correction
from marketplace.discovery.queries.reading import Found, read_kinds
from marketplace.discovery.queries.search import found_by_words
from marketplace.discovery.rules import Kind
from marketplace.foundation.search import search
from search_index.query import PageRequest, SearchQuery

BEST = 4
MOST_TERMS = 8


@dataclass(frozen=True, slots=True)
class Everything:
    """What all kinds have to say to a text. `typed`: what the reader had typed, where that found nothing.

    `by_words`: how many hold every word of it.
    """

    text: str
    found: Mapping[Kind, Sequence[Found]] = field(default_factory=dict)
    totals: Mapping[Kind, int] = field(default_factory=dict)
    terms: Sequence[FittingTerm] = ()
    plain: bool = False
    typed: str | None = None
    meant: str | None = None
    by_words: int = 0

    @property
    def total(self) -> int:
        """How many things of any kind."""
        return sum(self.totals.values())


def everything(text: str, *, exact: bool = False) -> Everything:
    """One question to the index for each kind, and two statements for the rows whatever was found."""
    first = _asked(text)
    if first.plain:
        return first
    meant = correction(text, tuple(Kind), first.by_words)
    if meant and not first.total and not exact and not any(term.is_named for term in first.terms):
        better = _asked(meant)
        if better.total:
            return Everything(meant, better.found, better.totals, better.terms, typed=text)
    return Everything(text, first.found, first.totals, first.terms, meant=meant)


def _asked(text: str) -> Everything:
    queries = {kind: _query(kind, text) for kind in Kind}
    answers = {kind: search(query) for kind, query in queries.items()}
    return Everything(
        text,
        found=read_kinds({kind: answer.results.ids for kind, answer in answers.items()}),
        totals={kind: answer.results.total for kind, answer in answers.items()},
        terms=fitting_terms(text, MOST_TERMS),
        plain=any(answer.plain for answer in answers.values()),
        by_words=sum(found_by_words(queries[kind], answer) for kind, answer in answers.items()),
    )


def _query(kind: Kind, text: str) -> SearchQuery:
    kinds = (kind.value,)
    return SearchQuery(kinds=kinds, text=text, page=PageRequest(1, BEST), nearby=nearby(text, kinds))
