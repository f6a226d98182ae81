"""The steps that make, find, swap and drop indexes; each is one request."""

from collections.abc import Iterable
from contextlib import suppress

from elasticsearch import Elasticsearch

from search_index.elastic.connection import LONG_SECONDS, WRITE_SECONDS, AlreadyThere, answering
from search_index.elastic.mapping import Json, mappings, meta, settings
from search_index.elastic.names import Names, Standing
from search_index.engine import SearchUnavailable
from search_index.fields import IndexFields

_ONE_COPY: Json = {"auto_expand_replicas": False, "number_of_replicas": 0, "refresh_interval": "-1"}
_IN_SERVICE: Json = {"auto_expand_replicas": "0-1", "refresh_interval": "30s"}


class Cluster:
    """The indexes of one declaration on the servers."""

    def __init__(self, client: Elasticsearch, prefix: str, fields: IndexFields, shards: int) -> None:
        self._client = client.options(request_timeout=LONG_SECONDS)
        self._soon = client.options(request_timeout=WRITE_SECONDS)
        self._quick = client
        self._fields = fields
        self._shards = shards
        self.names = Names(prefix, fields)

    def standing(self) -> list[Standing]:
        """Return every index of this declaration, in any shape, in the order of their numbers."""
        with answering():
            told = self._client.indices.get(index=self.names.pattern, features=["aliases", "mappings"])
        return self._known(
            {name: (about["aliases"], about["mappings"].get("_meta", {})) for name, about in told.items()}
        )

    def targets(self) -> list[Standing]:
        """Return the indexes that are written to now: the one that serves, and one that is being filled."""
        known = self._by_alias(self._soon)
        return [index for index in known if index.serving or index.filling]

    def serving(self) -> Standing | None:
        """Return the index that is read now; a reader waits for the answer."""
        return next((index for index in self._by_alias(self._quick) if index.serving), None)

    def _by_alias(self, client: Elasticsearch) -> list[Standing]:
        with answering():
            told = client.indices.get_alias(index=self.names.pattern)
        return self._known({name: (about["aliases"], {}) for name, about in told.items()})

    def _known(self, told: dict[str, tuple[Json, Json]]) -> list[Standing]:
        known = (self.names.standing(name, aliases, meta) for name, (aliases, meta) in told.items())
        return sorted((index for index in known if index), key=lambda index: (index.number, index.name))

    def create(self, index: Standing, alias: str, *, empty: bool = False) -> bool:
        """Make an index under an alias; False if the index, or another one with that alias, exists.

        `empty`: it will serve as it is; otherwise it is made for being filled fast.
        """
        try:
            with answering():
                self._client.indices.create(
                    index=index.name,
                    mappings=mappings(self._fields) | {"_meta": self._alive()},
                    settings=settings() | (_IN_SERVICE if empty else _ONE_COPY) | {"number_of_shards": self._shards},
                    aliases={index.open: {}, alias: {"is_write_index": True}},
                )
        except AlreadyThere:
            return False
        return True

    def beat(self, index: Standing) -> None:
        """Show that whoever fills an index is alive."""
        with answering():
            self._client.indices.put_mapping(index=index.name, meta=self._alive())

    def _alive(self) -> Json:
        return {**meta(self._fields), "beat": self.now()}

    def now(self) -> float:
        """Seconds since 1970 by the servers' clock, which all who fill indexes share."""
        with answering():
            told = self._client.nodes.stats(node_id="_local", metric="process", filter_path="nodes.*.timestamp")
        return float(next(iter(told["nodes"].values()))["timestamp"]) / 1000

    def ready(self, index: Standing) -> None:
        """Let a filled index be as one that serves: searchable, with a copy where there are several servers.

        A copy that takes longer is made while the index serves.
        """
        with answering():
            self._client.indices.put_settings(index=index.name, settings=_IN_SERVICE)
            self._client.indices.refresh(index=index.name)
        with suppress(SearchUnavailable), answering():
            self._client.cluster.health(index=index.name, wait_for_no_initializing_shards=True, timeout="30s")

    def swap(self, index: Standing, old: Iterable[Standing]) -> None:
        """In one step: read the filled index, and drop those that served. NoIndex if another rebuild dropped ours."""
        actions: list[Json] = [
            {"remove": {"index": index.name, "alias": self.names.filling, "must_exist": True}},
            {"add": {"index": index.name, "alias": self.names.serving, "is_write_index": True}},
        ]
        actions += [{"remove_index": {"index": one.name}} for one in old]
        with answering():
            self._client.indices.update_aliases(actions=actions)

    def drop(self, index: Standing) -> None:
        """Delete an index if it is still there."""
        with answering():
            self._client.indices.delete(index=index.name, ignore_unavailable=True)

    def refresh(self, index: Standing) -> None:
        """Let what was written be found."""
        with answering():
            self._client.indices.refresh(index=index.name)

    def holds_traces(self) -> bool:
        """Whether removed or replaced documents still weigh in the statistics."""
        with answering():
            told = self._client.indices.stats(index=self.names.serving, metric="docs", filter_path="_all.total.docs")
        return int(told.get("_all", {}).get("total", {}).get("docs", {}).get("deleted", 0)) > 0

    def expunge(self) -> None:
        """Write the parts that hold removed documents anew, as far as the servers let go of them now."""
        patient = self._client.options(request_timeout=LONG_SECONDS * 10)
        with answering():
            patient.indices.flush(index=self.names.serving, force=True, wait_if_ongoing=True)
            patient.indices.forcemerge(index=self.names.serving, only_expunge_deletes=True)
            patient.indices.refresh(index=self.names.serving)
