"""Documents a second of a whole rebuild, against the bare bulk writer of each engine given the same tokens.

usage: python -m benchmarks.index_rebuild [--documents 15000] [--rounds 3]

Ours reads plain documents, splits their texts and writes them by `replace_all`. The bare writer gets what that came
to, ready made: Tantivy's writer with the same memory and one thread; the bulk helper of Elasticsearch's own client on
a fresh index of the same mapping (with ELASTICSEARCH_URL). Between them stands the splitting of the texts alone, so
that one sees what it costs. A third of the documents are firms, two thirds are products.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

import tantivy

from benchmarks.invented.documents import documents
from benchmarks.measuring.elastic import bare_bulk, forget_bare, opened, prepared
from benchmarks.measuring.site import settings
from benchmarks.measuring.times import seconds
from search_index.documents import Document
from search_index.embedded import schema
from search_index.embedded.engine import EmbeddedEngine
from search_index.fields import PUBLIC

HEAP_BYTES = 64_000_000


def main() -> None:
    """Print one line for each round, then the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=15_000)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    given = list(documents(chosen.documents // 3, chosen.documents - chosen.documents // 3))
    with tempfile.TemporaryDirectory() as folder:
        _report("embedded", len(given), [_embedded(Path(folder) / str(n), given) for n in range(chosen.rounds)])
    if settings().elasticsearch_url:
        _report("Elasticsearch", len(given), [_elastic(given) for _ in range(chosen.rounds)])


def _report(name: str, count: int, rounds: Sequence[tuple[float, float, float]]) -> None:
    for ours, splitting, bare in rounds:
        print(
            f"{name:14} ours {count / ours:7.0f}/s   splitting alone {count / splitting:7.0f}/s   "
            f"bare {count / bare:7.0f}/s   {bare / ours:.2f} of bare"
        )
    whole = statistics.median(bare / ours for ours, _, bare in rounds)
    rest = statistics.median((bare + splitting) / ours for ours, splitting, bare in rounds)
    print(f"{name:14} medians: {whole:.2f} of the bare writer, {rest:.2f} of splitting and the bare writer together")


def _embedded(folder: Path, given: list[Document]) -> tuple[float, float, float]:
    engine = EmbeddedEngine(folder / "ours", PUBLIC)
    ours = seconds(lambda: engine.replace_all(given))
    entries: list[tantivy.Document] = []
    splitting = seconds(lambda: entries.extend(schema.entry(document, PUBLIC) for document in given))
    bare = seconds(lambda: _written(folder / "bare", entries))
    shutil.rmtree(folder)
    return ours, splitting, bare


def _written(folder: Path, entries: Sequence[tantivy.Document]) -> None:
    folder.mkdir()
    index = tantivy.Index(schema.schema(PUBLIC), path=str(folder))
    schema.register(index)
    writer = index.writer(heap_size=HEAP_BYTES, num_threads=1)
    for entry in entries:
        writer.add_document(entry)
    writer.commit()
    writer.wait_merging_threads()


def _elastic(given: list[Document]) -> tuple[float, float, float]:
    with opened("rebuild") as engine:
        ours = seconds(lambda: engine.replace_all(given))
    actions: list[dict[str, object]] = []
    splitting = seconds(lambda: actions.extend(prepared(given)))
    bare = seconds(lambda: bare_bulk(actions))
    forget_bare()
    return ours, splitting, bare


if __name__ == "__main__":
    main()
