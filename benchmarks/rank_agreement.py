"""Whether both engines give the same ten, in the same order, to 200 questions: fresh, after updates, on several shards.

usage: python -m benchmarks.rank_agreement [--companies 30000] [--queries 200] [--changed 3000] [--real FOLDER]

Needs ELASTICSEARCH_URL. First on the real lists of FOLDER (../shared/data/real beside the project), brought in by the
product's own import into a database that is thrown away; then on invented firms (`--companies 100000` for the whole
market). On a fresh index of one shard the two orders must be equal. Then some thousands of documents are replaced
without a rebuild, and at last the same documents lie on three shards: there the orders may differ, and how far is
printed: how many questions have the same ten in the same order, how many of the ten are shared, and whether the
first one is the same.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.invented.documents import documents
from benchmarks.measuring.elastic import opened
from benchmarks.measuring.real import real_documents
from benchmarks.measuring.site import settings
from marketplace.config import ROOT
from search_index.documents import Document
from search_index.embedded.engine import EmbeddedEngine
from search_index.engine import SearchEngine
from search_index.fields import PUBLIC
from search_index.folding import fold
from search_index.query import PageRequest, SearchQuery

TEN = PageRequest(1, 10)
REAL = ROOT.parent / "shared" / "data" / "real"


def main() -> None:
    """Print one line for each set of documents and state of the index."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--companies", type=int, default=30_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--changed", type=int, default=3_000)
    parser.add_argument("--real", type=Path, default=REAL)
    chosen = parser.parse_args()
    if not settings().elasticsearch_url:
        print("This needs ELASTICSEARCH_URL: nothing was compared.")
        return
    if chosen.real.is_dir():
        with tempfile.TemporaryDirectory() as folder:
            real = real_documents(chosen.real, Path(folder))
        _compare(f"{len(real)} real documents", real, chosen.queries, len(real) // 3)
    else:
        print("The real lists are not there: left out.")
    invented = list(documents(chosen.companies, 0))
    _compare(f"{len(invented)} invented firms", invented, chosen.queries, chosen.changed)


def _compare(name: str, given: Sequence[Document], queries: int, changed: int) -> None:
    asked = list(_asked(random.Random(3), given, queries))
    fresh = _changed(random.Random(4), given, changed)
    now = list({document.id: document for document in (*given, *fresh)}.values())
    with tempfile.TemporaryDirectory() as folder:
        local = EmbeddedEngine(Path(folder), PUBLIC)
        local.replace_all(given)
        with opened("rank") as remote:
            remote.replace_all(given)
            print(f"{name}, fresh, one shard:  {_agreement(local, remote, asked)}", flush=True)
            local.put(fresh)
            remote.put(fresh)
            print(f"{name}, {len(fresh)} replaced:  {_agreement(local, remote, asked)}", flush=True)
        local.replace_all(now)
        with opened("rank", shards=3) as spread_out:
            spread_out.replace_all(now)
            print(f"{name}, fresh, three shards:  {_agreement(local, spread_out, asked)}", flush=True)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two engines agree on the first ten."""

    questions: int
    same_order: int
    same_first: int
    shared: float

    def __str__(self) -> str:
        return (
            f"same ten in the same order {self.same_order}/{self.questions}, same first {self.same_first}, "
            f"{self.shared:.3f} of the ten shared"
        )


def _agreement(left: SearchEngine, right: SearchEngine, asked: Sequence[SearchQuery]) -> Agreement:
    pairs = [(left.search(query).ids, right.search(query).ids) for query in asked]
    shares = [len({*mine} & {*theirs}) / max(len(mine), len(theirs), 1) for mine, theirs in pairs if mine or theirs]
    return Agreement(
        questions=len(pairs),
        same_order=sum(mine == theirs for mine, theirs in pairs),
        same_first=sum(mine[:1] == theirs[:1] for mine, theirs in pairs),
        shared=sum(shares) / len(shares),
    )


def _asked(chance: random.Random, given: Sequence[Document], count: int) -> Iterator[SearchQuery]:
    """One to four words that stand together in some text, half of them without accents, one in ten mistyped."""
    while count:
        document = chance.choice(given)
        words = chance.choice([text for field in document.text.values() for text in field.values() if text]).split()
        start = chance.randrange(len(words))
        text = " ".join(words[start : start + chance.choice((1, 2, 2, 3, 4))])
        if chance.random() < 0.1:
            place = chance.randrange(len(text))
            text = text[:place] + chance.choice("aeioubcdglmnt") + text[place + 1 :]
        if any(letter.isalnum() for letter in text):
            yield SearchQuery((document.kind,), text=text if chance.random() < 0.5 else fold(text), page=TEN)
            count -= 1


def _changed(chance: random.Random, given: Sequence[Document], count: int) -> list[Document]:
    """Some of the documents with the body of another."""
    drawn = chance.sample(range(len(given)), min(count, len(given)))
    others = chance.choices(given, k=len(drawn))
    pairs = [(given[place], other.text.get("body", {})) for place, other in zip(drawn, others, strict=True)]
    return [replace(doc, text={**doc.text, "body": body}, version=doc.version + 1) for doc, body in pairs]


if __name__ == "__main__":
    main()
