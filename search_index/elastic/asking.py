"""Questions to the index that serves, each with what is left of the time a reader waits."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from elasticsearch import Elasticsearch

from search_index.elastic.bodies import continued, occurs_body
from search_index.elastic.connection import Interrupted, NoIndex, answering, refusal
from search_index.elastic.mapping import Json
from search_index.sorting import steady

_SHORTEST_SECONDS = 0.05
_LAST_ID = "\x7f"

Answer = Mapping[str, Any]
Hit = tuple[float, str]
_Answered = TypeVar("_Answered")


class Asking:
    """The questions of one call, and the seconds that all of them together get."""

    def __init__(self, client: Elasticsearch, alias: str, *, seconds: float, spread: bool) -> None:
        self._client = client
        self._alias = alias
        self._until = time.monotonic() + seconds
        self._type = "dfs_query_then_fetch" if spread else "query_then_fetch"

    def one(self, body: Json) -> "Found":
        """Return the answer to one request; NoIndex if nothing serves."""
        return self._through_a_swap(lambda: self._one(body))

    def _one(self, body: Json) -> "Found":
        with answering():
            told = self._timed().search(
                index=self._alias, body=body, search_type=self._type, allow_partial_search_results=False
            )
        return Found(told.body)

    def several(self, bodies: Sequence[Json]) -> "list[Found]":
        """Return the answers to several requests, in one round trip."""
        return self._through_a_swap(lambda: [Found(told) for told in self._several(bodies)])

    def _several(self, bodies: Sequence[Json]) -> list[Answer]:
        header = {"index": self._alias, "search_type": self._type, "allow_partial_search_results": False}
        with answering():
            told = self._timed().msearch(searches=[part for body in bodies for part in (header, body)])
        return [_unrefused(answer) for answer in told["responses"]]

    def with_words(
        self, bodies: Sequence[Json], tokens: Sequence[str], kinds: Sequence[str]
    ) -> "tuple[list[Found], set[str]]":
        """Return the answers to requests and which of the tokens occur, in one round trip."""
        *answers, counted = self._through_a_swap(lambda: self._several([*bodies, occurs_body(tokens, kinds)]))
        buckets = counted["aggregations"]["words"]["buckets"]
        there = {token for token, bucket in zip(tokens, buckets, strict=True) if bucket["doc_count"]}
        return [Found(answer) for answer in answers], there

    def ranked(self, body: Json, found: "Found", last: int) -> list[Hit]:
        """Return the first hits by steady score, then by id, down to the place `last`.

        The servers order by the whole score. Where the page ends among equal steady scores, those that the
        servers would show later but whose id comes first are fetched too.
        """
        hits = found.hits
        if len(hits) > last and steady(hits[last][0]) == steady(hits[last - 1][0]):
            hits = hits + self._equal_to(body, hits[last], last)
        return sorted(((steady(score), id_) for score, id_ in hits), key=lambda hit: (-hit[0], hit[1]))[:last]

    def _equal_to(self, body: Json, final: Hit, most: int) -> list[Hit]:
        """Return hits below a whole score that have the same steady score, the first by id of each whole score."""
        equal: list[Hit] = []
        below = final[0]
        while True:
            more = self.one(continued(body, (below, _LAST_ID), most)).hits
            same = [hit for hit in more if steady(hit[0]) == steady(final[0])]
            equal += same
            if len(same) < most:
                return equal
            below = same[-1][0]

    @staticmethod
    def _through_a_swap(ask: Callable[[], _Answered]) -> _Answered:
        """Ask once more if the index went away: a rebuild may have put another one in its place just now."""
        try:
            return ask()
        except (NoIndex, Interrupted):
            return ask()

    def _timed(self) -> Elasticsearch:
        left = max(self._until - time.monotonic(), _SHORTEST_SECONDS)
        return self._client.options(request_timeout=left)


class Found:
    """What the servers answered to a search."""

    def __init__(self, told: Answer) -> None:
        self._told = told

    @property
    def hits(self) -> list[Hit]:
        """The first sort value of each hit, which is its score where scores give the order, and its id."""
        return [(hit["sort"][0], hit["sort"][-1]) for hit in self._told["hits"]["hits"]]

    def values(self, name: str) -> list[tuple[str, ...]]:
        """The values of a field of each hit."""
        return [tuple(hit.get("fields", {}).get(name, ())) for hit in self._told["hits"]["hits"]]

    @property
    def total(self) -> int:
        """The number of all matches."""
        return int(self._told["hits"]["total"]["value"])

    def facet(self, name: str) -> dict[str, int]:
        """The number of documents by value, the most frequent first."""
        told = self._told["aggregations"][name]
        buckets = told.get("values", told)["buckets"]
        counts = {str(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _unrefused(answer: Answer) -> Answer:
    if "error" in answer:
        error = answer["error"]
        raise refusal(int(answer["status"]), str(error.get("type", "")), str(error.get("reason", "")))
    return answer
