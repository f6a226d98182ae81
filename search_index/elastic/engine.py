"""The engine on servers: any number of processes read and write at once."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from search_index.beginning import beginning
from search_index.clauses import Clause
from search_index.correction import SAMPLE, corrected, is_worth_asking, nearly
from search_index.declared import check_query
from search_index.documents import Document
from search_index.elastic.asking import Asking, Found
from search_index.elastic.bodies import begun_body, held_body, is_ranked, nearly_body, said_body, search_body
from search_index.elastic.bulk import Change
from search_index.elastic.cluster import Cluster
from search_index.elastic.connection import SEARCH_SECONDS, NoIndex, connect
from search_index.elastic.entries import entry
from search_index.elastic.familiar import Familiar
from search_index.elastic.keeping import kept
from search_index.elastic.life import IndexLife
from search_index.elastic.mapping import PHRASES, Json
from search_index.fields import IndexFields, filter_field
from search_index.likeness import SHARED_CODES, likeness
from search_index.planning import FEW, Plan, plans, widened
from search_index.query import PageRequest, SearchQuery
from search_index.results import SearchResults, Suggestion

_PAUSE_SECONDS = 1.0
KNOWN_SECONDS = 10.0
_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True)
class Manner:
    """How an engine talks to its cluster: parts of each index, and how long a search and a compaction may take."""

    shards: int = 1
    search_seconds: float = SEARCH_SECONDS
    compact_seconds: float = 45.0


class ElasticEngine:
    """A SearchEngine on a cluster: one index per declaration, its names begin with the installation's prefix.

    A change is found when its call returns, because each request asks for a refresh. Waiting for the next
    refresh instead took 1.05 s with the server's interval of one second and 0.13 s with one of 0.1 s, where
    the refresh asked for took 0.07 s, on a noisy machine of two cores.
    """

    def __init__(self, urls: Sequence[str], prefix: str, fields: IndexFields, manner: Manner = Manner()) -> None:
        self._fields = fields
        self._manner = manner
        self._client = connect(urls)
        self._cluster = Cluster(
            self._client.options(request_timeout=manner.search_seconds), prefix, fields, manner.shards
        )
        self._life = IndexLife(self._client, self._cluster)
        self._alias = self._cluster.names.serving
        self._ours_until = 0.0
        self._familiar = Familiar()

    def put(self, documents: Iterable[Document]) -> int:
        """Add documents or replace those with the same id, unless newer ones are there; returns how many were given."""
        changes = list(self._changes(documents))
        if changes:
            self._life.write(changes)
        return len(changes)

    def remove(self, gone: Mapping[str, int]) -> None:
        """Take documents out by id and version, unless newer ones are there; unknown ids are remembered as gone."""
        if gone:
            self._life.write([Change(id_, version) for id_, version in gone.items()])

    def replace_all(self, documents: Iterable[Document]) -> int:
        """Make these the only documents, in one step for readers; returns how many were given.

        What others put and remove meanwhile is kept. Raises RebuildRunning if another one is under way.
        """
        return self._life.rebuild(self._changes(documents))

    def clear(self) -> None:
        """Take every document out and forget what was removed."""
        self._life.clear()

    def compact(self) -> None:
        """Forget removed and replaced documents wholly, so that scores are as if they had never been.

        The servers keep what they removed for up to half a minute more, in case a copy needs it: this waits.
        """
        until = time.monotonic() + self._manner.compact_seconds
        try:
            while self._cluster.holds_traces() and time.monotonic() < until:
                self._cluster.expunge()
                if self._cluster.holds_traces():
                    time.sleep(_PAUSE_SECONDS)
        except NoIndex:
            return

    def drop_orphans(self) -> int:
        """Drop what killed rebuilds left behind, and return how many indexes that were."""
        return self._life.drop_orphans()

    def search(self, query: SearchQuery) -> SearchResults:
        """Return one page of ids, the total and the counts of the facets asked for.

        What another release made is not read: it knows neither the filters nor the texts of this one.
        """
        check_query(query, self._fields)
        asking = self._asking()
        try:
            if not self._is_ours():
                return _not_ready(query)
            answer = _answered(asking, query, self._familiar)
            planned, found = answer.planned, answer.found
            facets = {name: found.facet(name) for name in query.facets}
            if not is_ranked(query, planned):
                ids = tuple(id_ for _, id_ in found.hits)
                return SearchResults(ids, found.total, facets, relaxed=answer.relaxed)
            first = query.page.offset
            hits = asking.ranked(search_body(query, planned), found, first + query.page.size)[first:]
        except NoIndex:
            return _not_ready(query)
        ids, scores = tuple(id_ for _, id_ in hits), tuple(score for score, _ in hits)
        return SearchResults(ids, found.total, facets, scores, relaxed=answer.relaxed)

    def suggest(self, text: str, kinds: tuple[str, ...], size: int = 8) -> tuple[Suggestion, ...]:
        """Return things whose name holds all words typed, the last of them perhaps unfinished, kind by kind."""
        check_query(SearchQuery(kinds), self._fields)
        start = beginning(text)
        if start is None or not kinds:
            return ()
        bodies = [begun_body(start, kind, size) for kind in kinds]
        answers = self._read(lambda asking: asking.several(bodies)) or []
        return tuple(
            Suggestion(kind, id_) for kind, found in zip(kinds, answers, strict=False) for _, id_ in found.hits
        )

    def correct(self, text: str, kinds: tuple[str, ...], found: int = 0) -> str | None:
        """Return what was probably meant, as the documents write it, if it finds clearly more; otherwise None."""
        check_query(SearchQuery(kinds), self._fields)
        near = nearly(text) if is_worth_asking(found) else None
        if near is None:
            return None
        answer = self._read(lambda asking: asking.one(nearly_body(near, kinds, SAMPLE)))
        return None if answer is None else corrected(text, answer.values(PHRASES), found)

    def related(self, id_: str, kinds: tuple[str, ...], size: int = 6) -> tuple[str, ...]:
        """Return ids most like a document by the codes and word pairs they share, never its own."""
        check_query(SearchQuery(kinds), self._fields)
        return self._read(lambda asking: _related(asking, id_, kinds, size)) or ()

    def _read(self, ask: Callable[[Asking], _Told]) -> _Told | None:
        """Ask the index that serves; None while there is none of ours."""
        asking = self._asking()
        try:
            return ask(asking) if self._is_ours() else None
        except NoIndex:
            return None

    def hashes(self, ids: Iterable[str] | None = None) -> Mapping[str, str]:
        """Return the content hash of every document by id, or of those of these ids that are there."""
        return {held.id: held.hash for held in kept(self._client, self._alias, ids)}

    def versions(self, ids: Iterable[str]) -> Mapping[str, int]:
        """Return the version of each of these documents that is there."""
        return {held.id: held.version for held in kept(self._client, self._alias, ids)}

    def is_current(self) -> bool:
        """Whether an index of the declared shape exists."""
        serving = self._cluster.serving()
        ours = serving is not None and serving.shape == self._cluster.names.shape
        self._ours_until = time.monotonic() + KNOWN_SECONDS if ours else 0.0
        return ours

    def is_there(self) -> bool:
        """Whether an index serves, be it that of another release."""
        return self._cluster.serving() is not None

    def _is_ours(self) -> bool:
        """Whether the index that serves has the declared shape, or had it some seconds ago."""
        return time.monotonic() < self._ours_until or self.is_current()

    def _asking(self) -> Asking:
        return Asking(self._client, self._alias, seconds=self._manner.search_seconds, spread=self._manner.shards > 1)

    def _changes(self, documents: Iterable[Document]) -> Iterator[Change]:
        return (Change(document.id, document.version, entry(document, self._fields)) for document in documents)


def _not_ready(query: SearchQuery) -> SearchResults:
    return SearchResults(ready=False, facets={name: {} for name in query.facets})


@dataclass(frozen=True, slots=True)
class _Answered:
    """What was looked for, what was found, and whether that was relaxed because few documents hold what is asked."""

    planned: Clause | None
    found: Found
    relaxed: bool = False


def _answered(asking: Asking, query: SearchQuery, familiar: Familiar) -> _Answered:
    """Answer a search.

    That every word occurs is assumed, and beside it that only familiar words do; which of them do is asked in the
    same round trip, and whether enough documents hold the words. Another one follows only if neither assumption was
    right, and one for the relaxed search if few documents hold them.
    """
    asked: dict[str, None] = {}
    plans(query.text, _noting(asked))
    hopeful = plans(query.text, lambda _token: True)
    if not asked:
        return _relaxed(asking, query, hopeful, asking.several(_bodies(query, hopeful)))
    guess = plans(query.text, familiar.__contains__)
    tried = [hopeful] if guess == hopeful else [hopeful, guess]
    bodies = [_bodies(query, one) for one in tried]
    answers, there = asking.with_words([body for row in bodies for body in row], list(asked), query.kinds)
    familiar.note(there)
    right = plans(query.text, there.__contains__)
    if right == hopeful:
        return _relaxed(asking, query, right, answers[: len(bodies[0])])
    if right in tried:
        return _relaxed(asking, query, right, answers[len(bodies[0]) :])
    return _relaxed(asking, query, right, asking.several(_bodies(query, right, also_relaxed=True)))


def _bodies(query: SearchQuery, plan: Plan, *, also_relaxed: bool = False) -> list[Json]:
    """Return the requests for a page, and for whether enough documents hold the words, if that could change it."""
    page = search_body(query, _sought(query, plan.strict))
    if plan.strict is None or plan.relaxed is None:
        return [page]
    relaxed = [search_body(query, _sought(query, plan.relaxed))] if also_relaxed else []
    return [page, held_body(plan.strict, query.kinds), *relaxed]


def _relaxed(asking: Asking, query: SearchQuery, plan: Plan, answers: Sequence[Found]) -> _Answered:
    """Return the answer to a plan, or that to what it asks for where few documents hold the words."""
    if plan.relaxed is None or answers[1].total >= FEW:
        return _Answered(_sought(query, plan.strict), answers[0])
    wanted = _sought(query, plan.relaxed)
    found = answers[2] if len(answers) > 2 else asking.one(search_body(query, wanted))
    return _Answered(wanted, found, relaxed=True)


def _sought(query: SearchQuery, clause: Clause | None) -> Clause | None:
    return None if clause is None else widened(clause, query.nearby)


def _related(asking: Asking, id_: str, kinds: tuple[str, ...], size: int) -> tuple[str, ...]:
    """Ask what a document says, then for others that say and carry the same."""
    itself = asking.one(said_body(id_, SHARED_CODES))
    if not itself.hits:
        return ()
    codes = {name: itself.values(filter_field(name))[0] for name in SHARED_CODES}
    like = likeness(codes, itself.values(PHRASES)[0])
    if like is None:
        return ()
    body = search_body(SearchQuery(kinds, page=PageRequest(1, size + 1)), like)
    hits = asking.ranked(body, asking.one(body), size + 1)
    return tuple(other for _, other in hits if other != id_)[:size]


def _noting(asked: dict[str, None]) -> Callable[[str], bool]:
    """Return an answer of no to whether a word occurs, which notes the word; so every word is asked about."""

    def occurs(token: str) -> bool:
        asked[token] = None
        return False

    return occurs
