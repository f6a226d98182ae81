"""The embedded engine: reads at any time from any process, writes with one short-lived writer."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import tantivy

from search_index.beginning import beginning
from search_index.clauses import Clause, Term, some
from search_index.correction import SAMPLE, corrected, is_worth_asking, nearly
from search_index.declared import check_query
from search_index.documents import Document
from search_index.embedded import schema
from search_index.embedded.beginning import begun
from search_index.embedded.folder import IndexFolder
from search_index.embedded.gone import Gone
from search_index.embedded.ranking import by_key, by_relevance
from search_index.embedded.translation import Translator
from search_index.engine import EngineBusy, RebuildRunning, SearchError
from search_index.fields import TEXT_WEIGHTS, IndexFields, filter_field
from search_index.likeness import likeness
from search_index.phrases import spoken
from search_index.planning import FEW, FOLDED_FIELD, PAIRS_FIELD, plans, token_field, widened
from search_index.query import PageRequest, SearchQuery
from search_index.results import SearchResults, Suggestion

_MOST_FACET_VALUES = 1000
_SPELLED = [token_field(name, form) for name in TEXT_WEIGHTS for form in (FOLDED_FIELD, PAIRS_FIELD)]


class EmbeddedEngine:
    """A SearchEngine in a folder under `root`, named by the declaration's name and hash."""

    def __init__(self, root: Path, fields: IndexFields) -> None:
        self._fields = fields
        self._schema = schema.schema(fields)
        self._translator = Translator(self._schema, fields)
        self._folder = IndexFolder(root, fields, self._schema)
        self._gone = Gone(self._folder.path)

    def put(self, documents: Iterable[Document]) -> int:
        """Add documents or replace those with the same id, unless newer ones are there; returns how many were given."""
        given = [(document, schema.entry(document, self._fields)) for document in documents]
        if not given:
            return 0
        with self._folder.writing() as writer:
            newest = self._newest([document.id for document, _ in given])
            _add(writer, given, newest)
        return len(given)

    def remove(self, gone: Mapping[str, int]) -> None:
        """Take documents out by id and version, unless newer ones are there; unknown ids are remembered as gone."""
        if not gone:
            return
        with self._folder.writing() as writer:
            newest = self._newest(gone)
            outdated = {id_: version for id_, version in gone.items() if version >= newest.get(id_, version)}
            self._gone.add(outdated)
            for id_ in outdated:
                writer.delete_documents_by_term(schema.ID, id_)

    def replace_all(self, documents: Iterable[Document]) -> int:
        """Make these the only documents in one commit, then drop indexes of former shapes; returns how many.

        Whoever writes meanwhile waits, or is told that the index is busy.
        """
        try:
            return self._replace(documents)
        except EngineBusy as error:
            raise RebuildRunning("another rebuild, or a long change, is under way") from error

    def _replace(self, documents: Iterable[Document], *, forget: bool = False) -> int:
        with self._folder.writing(anew=True) as writer:
            if forget:
                self._gone.forget()
            writer.delete_all_documents()
            given = ((document, schema.entry(document, self._fields)) for document in documents)
            count = _add(writer, given, self._gone.versions())
        self._folder.note_whole()
        self._folder.drop_former_shapes()
        return count

    def clear(self) -> None:
        """Take every document out and forget what was removed."""
        self._replace((), forget=True)

    def compact(self) -> None:
        """Write the documents anew, so that no term or length of a removed one is left in the statistics.

        In a large index, where that takes minutes in which nobody else writes, only when enough has been removed.
        """
        if self._folder.holds_traces():
            self._replace(self._documents())

    def search(self, query: SearchQuery) -> SearchResults:
        """Return one page of ids, the total and the counts of the facets asked for."""
        check_query(query, self._fields)
        searcher = self._folder.searcher()
        if searcher is None:
            return SearchResults(ready=False, facets={name: {} for name in query.facets})
        with _reading():
            asked, relaxed = self._asked(searcher, query)
            whole = self._translator.narrowed(asked, query.kinds, query.filters)
            facets = self._facets(searcher, query, asked)
            if query.sort or (asked is None and not query.boosts):
                found = by_key(searcher, whole, query.sort, query.page)
            else:
                found = by_relevance(searcher, self._translator.lifted(whole, query.boosts), query.page)
        return SearchResults(found.ids, found.total, facets, found.scores, relaxed=relaxed)

    def suggest(self, text: str, kinds: tuple[str, ...], size: int = 8) -> tuple[Suggestion, ...]:
        """Return things whose name holds all words typed, the last of them perhaps unfinished, kind by kind."""
        check_query(SearchQuery(kinds), self._fields)
        start = beginning(text)
        searcher = self._folder.searcher()
        if start is None or searcher is None:
            return ()
        with _reading():
            return tuple(
                Suggestion(kind, id_) for kind in kinds for id_ in begun(searcher, self._translator, start, kind, size)
            )

    def correct(self, text: str, kinds: tuple[str, ...], found: int = 0) -> str | None:
        """Return what was probably meant, as the documents write it, if it finds clearly more; otherwise None."""
        check_query(SearchQuery(kinds), self._fields)
        near = nearly(text) if is_worth_asking(found) else None
        searcher = self._folder.searcher()
        if near is None or searcher is None:
            return None
        whole = self._translator.narrowed(self._translator.clause(near), kinds, ())
        with _reading():
            hits = searcher.search(whole, limit=SAMPLE, order_by_field=schema.ID, order=tantivy.Order.Asc).hits
            said = [spoken(schema.source(searcher.doc(address)[schema.SOURCE][0]).text) for _, address in hits]
        return corrected(text, said, found)

    def related(self, id_: str, kinds: tuple[str, ...], size: int = 6) -> tuple[str, ...]:
        """Return ids most like a document by the codes and word pairs they share, never its own."""
        check_query(SearchQuery(kinds), self._fields)
        searcher = self._folder.searcher()
        itself = next(self._entries(self._translator.one_of(schema.ID, (id_,))), None)
        if searcher is None or itself is None:
            return ()
        document = schema.source(itself[schema.SOURCE][0])
        like = likeness(document.filters, spoken(document.text))
        if like is None:
            return ()
        whole = self._translator.narrowed(self._translator.clause(like), kinds, ())
        with _reading():
            ids = by_relevance(searcher, whole, PageRequest(1, size + 1)).ids
        return tuple(other for other in ids if other != id_)[:size]

    def hashes(self, ids: Iterable[str] | None = None) -> Mapping[str, str]:
        """Return the content hash of every document by id, or of those of these ids that are there."""
        wanted = tantivy.Query.all_query() if ids is None else self._translator.one_of(schema.ID, ids)
        return {entry[schema.ID][0]: entry[schema.HASH][0] for entry in self._entries(wanted)}

    def versions(self, ids: Iterable[str]) -> Mapping[str, int]:
        """Return the version of each of these documents that is there."""
        entries = self._entries(self._translator.one_of(schema.ID, ids))
        return {entry[schema.ID][0]: entry[schema.VERSION][0] for entry in entries}

    def _newest(self, ids: Iterable[str]) -> dict[str, int]:
        """Return the version of what is there or was removed lately; who writes asks while holding the writer."""
        wanted = list(ids)
        return {**self._gone.versions(), **self.versions(wanted)}

    def is_current(self) -> bool:
        """Whether a readable index of the declared shape exists."""
        try:
            return self._folder.searcher() is not None
        except SearchError:
            return False

    def is_there(self) -> bool:
        """Whether a readable index of the declared shape exists: each shape has a folder of its own."""
        return self.is_current()

    def drop_orphans(self) -> int:
        """Nothing: a killed rebuild leaves no index of its own here."""
        return 0

    def _documents(self) -> Iterator[Document]:
        return (schema.source(entry[schema.SOURCE][0]) for entry in self._entries(tantivy.Query.all_query()))

    def _entries(self, wanted: tantivy.Query) -> Iterator[tantivy.Document]:
        searcher = self._folder.searcher()
        if searcher is None or not searcher.num_docs:
            return
        with _reading():
            for _, address in searcher.search(wanted, limit=searcher.num_docs, count=False).hits:
                yield searcher.doc(address)

    def _asked(self, searcher: tantivy.Searcher, query: SearchQuery) -> tuple[tantivy.Query | None, bool]:
        """Return what the text asks for, and whether that was relaxed because few documents hold it."""

        def is_held(clause: Clause, least: int = 1) -> bool:
            wanted = self._translator.narrowed(self._translator.clause(clause), query.kinds, ())
            return len(searcher.search(wanted, limit=least, count=False).hits) == least

        def occurs(token: str) -> bool:
            fields = [field for field in _SPELLED if searcher.doc_freq(field, token)]
            if not fields:
                return False  # what was removed may still be counted, so only nothing is certain
            return is_held(some(Term(field, token) for field in fields))

        planned = plans(query.text, occurs)
        if planned.strict is None:
            return (tantivy.Query.empty_query() if query.text.strip() else None), False
        wanted = planned.strict
        if planned.relaxed is not None and not is_held(wanted, FEW):
            wanted = planned.relaxed
        return self._translator.clause(widened(wanted, query.nearby)), wanted is planned.relaxed

    def _facets(
        self, searcher: tantivy.Searcher, query: SearchQuery, asked: tantivy.Query | None
    ) -> dict[str, dict[str, int]]:
        chosen = {wanted.field for wanted in query.filters}
        free = [name for name in query.facets if name not in chosen]
        groups = [free] if free else []
        groups += [[name] for name in query.facets if name in chosen]
        counts: dict[str, dict[str, int]] = {}
        for names in groups:
            filters = [wanted for wanted in query.filters if wanted.field not in names]
            counts |= _counted(searcher, self._translator.narrowed(asked, query.kinds, filters), names)
        return {name: counts[name] for name in query.facets}


def _add(
    writer: tantivy.IndexWriter, given: Iterable[tuple[Document, tantivy.Document]], newest: dict[str, int]
) -> int:
    """Write documents that are no older than what is known, and return how many were given."""
    count = 0
    for document, entry in given:
        count += 1
        if document.version >= newest.get(document.id, document.version):
            newest[document.id] = document.version
            writer.delete_documents_by_term(schema.ID, document.id)
            writer.add_document(entry)
    return count


def _counted(searcher: tantivy.Searcher, query: tantivy.Query, names: list[str]) -> dict[str, dict[str, int]]:
    wanted = {name: {"terms": {"field": filter_field(name), "size": _MOST_FACET_VALUES}} for name in names}
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
