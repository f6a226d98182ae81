"""Judged queries: what is asked for, how it is typed, and how good each answer is; answers are named by hashes only."""

from __future__ import annotations

import hashlib
import json
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from search_index.documents import Document
from search_index.folding import fold

FOLDER = Path(__file__).resolve().parent.parent / "judgements"
TEN = 10
WORTH_FINDING = 2
KEY_LETTERS = 16
SAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Judged:
    """One query. `form`: its language, and whether it is typed without marks or short; `grades` by document id."""

    intent: str
    kind: str
    text: str
    language: str
    form: str
    grades: Mapping[str, int]

    @property
    def tuning(self) -> bool:
        """Whether its intent belongs to the half on which weights may be chosen."""
        return hashlib.sha256(self.intent.encode()).digest()[0] % 2 == 0


def key(document: Document) -> str:
    """Names a real document without its words: the hash of its kind and folded name."""
    name = document.text["name"]
    written = f"{document.kind}:{fold(name.get('vi') or name.get('en', '')).strip()}"
    return hashlib.sha256(written.encode()).hexdigest()[:KEY_LETTERS]


def judged(documents: Sequence[Document]) -> list[Judged]:
    """Every query, its answers found among the documents; the program ends where one is not there."""
    ids = {key(document): document.id for document in documents}
    return list(_read(ids))


def _read(ids: Mapping[str, str]) -> Iterator[Judged]:
    for path in sorted(FOLDER.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            intent = json.loads(line)
            lost = [answer["key"] for answer in intent["answers"] if answer["key"] not in ids]
            if lost:
                raise SystemExit(f"{path.name}: {intent['intent']} names documents that are not there: {lost}")
            grades = {ids[answer["key"]]: answer["grade"] for answer in intent["answers"]}
            for query in intent["queries"]:
                form = query["form"]
                yield Judged(intent["intent"], intent["kind"], query["text"], query["language"], form, grades)


def ndcg(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """The gain of the first ten, discounted by place, as a share of the best possible; what is not judged counts 0."""
    best = sorted(grades.values(), reverse=True)
    return _gain([grades.get(id_, 0) for id_ in found]) / _gain(best)


def recall(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """How many answers of grade 2 or 3 are among the first ten, of those that ten places could hold."""
    worth = {id_ for id_, grade in grades.items() if grade >= WORTH_FINDING}
    return len(worth & {*found[:TEN]}) / min(len(worth), TEN)


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:TEN]))


def interval(values: Mapping[str, Sequence[float]]) -> tuple[float, float]:
    """The 95 % interval of the mean, drawing whole intents again: the forms of one intent are not independent."""
    chance, names = random.Random(7), list(values)
    drawn = ([value for name in chance.choices(names, k=len(names)) for value in values[name]] for _ in range(SAMPLES))
    means = sorted(sum(row) / len(row) for row in drawn)
    return means[int(SAMPLES * 0.025)], means[int(SAMPLES * 0.975)]
