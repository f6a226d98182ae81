"""The embedded engine: reads at any time from any process, writes with one short-lived writer."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import tantivy

from search_index.analysis import words
from search_index.clauses import AllOf, Clause, Term, some
from search_index.documents import Document
from search_index.embedded import schema
from search_index.embedded.folder import IndexFolder
from search_index.embedded.ranking import by_key, by_relevance, total
from search_index.embedded.translation import Translator
from search_index.engine import SearchError, UnknownField
from search_index.fields import TEXT_WEIGHTS, IndexFields
from search_index.planning import FOLDED_FIELD, PAIRS_FIELD, plan, token_field
from search_index.query import AnyOf, SearchQuery
from search_index.results import SearchResults

_MOST_FACET_VALUES = 1000
_NAME = token_field("name", FOLDED_FIELD)


class EmbeddedEngine:
    """A SearchEngine in a folder under `root`, named by the declaration's name and hash."""

    def __init__(self, root: Path, fields: IndexFields) -> None:
        self._fields = fields
        self._schema = schema.schema(fields)
        self._translator = Translator(self._schema, fields)
        self._folder = IndexFolder(root, fields, self._schema)

    def put(self, documents: Iterable[Document]) -> int:
        """Add documents or replace those with the same id; returns how many."""
        entries = [(document.id, schema.entry(document, self._fields)) for document in documents]
        if not entries:
            return 0
        with self._folder.writing() as writer:
            for id_, entry in entries:
                writer.delete_documents_by_term(schema.ID, id_)
                writer.add_document(entry)
        return len(entries)

    def remove(self, ids: Iterable[str]) -> None:
        """Take documents out; unknown ids are ignored."""
        wanted = list(ids)
        if not wanted:
            return
        with self._folder.writing() as writer:
            for id_ in wanted:
                writer.delete_documents_by_term(schema.ID, id_)

    def replace_all(self, documents: Iterable[Document]) -> int:
        """Make these the only documents in one commit, then drop indexes of former shapes; returns how many."""
        count = 0
        with self._folder.writing(anew=True) as writer:
            writer.delete_all_documents()
            for document in documents:
                writer.delete_documents_by_term(schema.ID, document.id)
                writer.add_document(schema.entry(document, self._fields))
                count += 1
        self._folder.drop_former_shapes()
        return count

    def clear(self) -> None:
        """Take every document out."""
        self.replace_all(())

    def compact(self) -> None:
        """Write the documents anew, so that no term or length of a removed one is left in the statistics."""
        if self._folder.holds_traces():
            self.replace_all(list(self._documents()))

    def search(self, query: SearchQuery) -> SearchResults:
        """Return one page of ids, the total and the counts of the facets asked for."""
        self._check(query)
        searcher = self._folder.searcher()
        if searcher is None:
            return SearchResults(ready=False, facets={name: {} for name in query.facets})
        with _reading():
            asked = self._asked(searcher, query)
            whole = self._translator.narrowed(asked, query.kinds, query.filters)
            facets = self._facets(searcher, query, asked)
            if query.sort or asked is None:
                found = by_key(searcher, whole, query.sort, query.page)
            else:
                found = by_relevance(searcher, whole, query.page)
        return SearchResults(found.ids, found.total, facets, found.scores)

    def suggest(self, text: str, kinds: tuple[str, ...], size: int = 8) -> tuple[str, ...]:
        """Return ids whose name holds all words typed, the last of them perhaps unfinished, in order of name."""
        row = [word.folded for word in words(text)]
        searcher = self._folder.searcher()
        if not row or searcher is None:
            return ()
        typed: list[Clause] = [Term(_NAME, token) for token in row[:-1]]
        parts = [(tantivy.Occur.Must, self._translator.starting_with(_NAME, row[-1]))]
        if typed:
            parts.append((tantivy.Occur.Must, self._translator.clause(AllOf(tuple(typed)))))
        with _reading():
            whole = self._translator.narrowed(tantivy.Query.boolean_query(parts), kinds, ())
            order = schema.order_field("name", descending=False)
            hits = searcher.search(whole, limit=size, order_by_field=order, order=tantivy.Order.Asc).hits
        return tuple(schema.id_of_order_key(key, descending=False) for key, _ in hits)

    def hashes(self, ids: Iterable[str] | None = None) -> Mapping[str, str]:
        """Return the content hash of every document by id, or of those of these ids that are there."""
        wanted = tantivy.Query.all_query() if ids is None else self._translator.one_of(schema.ID, ids)
        return {entry[schema.ID][0]: entry[schema.HASH][0] for entry in self._entries(wanted)}

    def is_current(self) -> bool:
        """Whether a readable index of the declared shape exists."""
        try:
            return self._folder.searcher() is not None
        except SearchError:
            return False

    def _documents(self) -> Iterator[Document]:
        return (schema.source(entry[schema.SOURCE][0]) for entry in self._entries(tantivy.Query.all_query()))

    def _entries(self, wanted: tantivy.Query) -> Iterator[tantivy.Document]:
        searcher = self._folder.searcher()
        if searcher is None or not searcher.num_docs:
            return
        with _reading():
            for _, address in searcher.search(wanted, limit=searcher.num_docs, count=False).hits:
                yield searcher.doc(address)

    def _check(self, query: SearchQuery) -> None:
        known = {kind.kind for kind in self._fields.kinds}
        strange = set(query.kinds) - known
        strange |= set(query.facets) - set(self._fields.filters)
        strange |= {query.sort.field} - set(self._fields.sorts) if query.sort else set()
        if strange:
            raise UnknownField(f"index {self._fields.name} does not declare {sorted(strange)}")

    def _asked(self, searcher: tantivy.Searcher, query: SearchQuery) -> tantivy.Query | None:
        def occurs(token: str) -> bool:
            fields = [token_field(name, form) for name in TEXT_WEIGHTS for form in (FOLDED_FIELD, PAIRS_FIELD)]
            anywhere = self._translator.clause(some(Term(field, token) for field in fields))
            return total(searcher.search(self._translator.narrowed(anywhere, query.kinds, ()), limit=1)) > 0

        planned = plan(query.text, occurs)
        if planned is None:
            return tantivy.Query.empty_query() if query.text.strip() else None
        return self._translator.clause(planned)

    def _facets(
        self, searcher: tantivy.Searcher, query: SearchQuery, asked: tantivy.Query | None
    ) -> dict[str, dict[str, int]]:
        chosen = {wanted.field for wanted in query.filters if isinstance(wanted, AnyOf)}
        free = [name for name in query.facets if name not in chosen]
        groups = [free] if free else []
        groups += [[name] for name in query.facets if name in chosen]
        counts: dict[str, dict[str, int]] = {}
        for names in groups:
            filters = [wanted for wanted in query.filters if wanted.field not in names]
            counts |= _counted(searcher, self._translator.narrowed(asked, query.kinds, filters), names)
        return {name: counts[name] for name in query.facets}


def _counted(searcher: tantivy.Searcher, query: tantivy.Query, names: list[str]) -> dict[str, dict[str, int]]:
    wanted = {name: {"terms": {"field": schema.filter_field(name), "size": _MOST_FACET_VALUES}} for name in names}
    found = searcher.aggregate(query, wanted)
    return {name: _in_order(found[name]["buckets"]) for name in names}


def _in_order(buckets: list[dict[str, int | str]]) -> dict[str, int]:
    counts = {str(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


@contextmanager
def _reading() -> Iterator[None]:
    """Turn a library's failure into ours."""
    try:
        yield
    except (ValueError, OSError) as error:
        if isinstance(error, SearchError):
            raise
        raise SearchError(str(error)) from error
