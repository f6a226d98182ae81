"""Names that go on like a beginning, the better ones first and each group by name."""

from collections.abc import Iterator, Sequence
from itertools import islice

import tantivy

from search_index.beginning import Beginning
from search_index.embedded.ranking import Ranked, by_key
from search_index.embedded.translation import Translator
from search_index.query import PageRequest, Sort

_BY_NAME = Sort("name")


def begun(
    searcher: tantivy.Searcher, translator: Translator, start: Beginning, kind: str, size: int
) -> tuple[str, ...]:
    """Return the first ids of one kind.

    Tantivy orders by score or by a key, not by both: so what has the better thing is read first, then the rest.
    """
    better = [translator.clause(clause) for clause in start.better]
    needed = translator.narrowed(translator.clause(start.needed), (kind,), ())

    def page_of(asked: tantivy.Query) -> Ranked:
        return by_key(searcher, asked, _BY_NAME, PageRequest(1, size))

    def read(asked: tantivy.Query, page: Ranked, rest: Sequence[tantivy.Query]) -> Iterator[str]:
        if not rest or page.total <= 1:
            yield from page.ids
            return
        having = _also(asked, rest[0])
        first = page_of(having)
        if first.total in {0, page.total}:
            yield from read(asked, page, rest[1:])
            return
        yield from read(having, first, rest[1:])
        lacking = translator.without(asked, rest[0])
        yield from read(lacking, page_of(lacking), rest[1:])

    return tuple(islice(read(needed, page_of(needed), better), size))


def _also(asked: tantivy.Query, better: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, asked), (tantivy.Occur.Must, better)])
