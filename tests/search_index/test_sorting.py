"""Lists in the order of names, as Vietnamese dictionaries have it, and of freshness."""

import random

import pytest

from marketplace.foundation.text import sort_key
from search_index.documents import Document
from search_index.engine import SearchEngine
from search_index.query import PageRequest, SearchQuery, Sort
from tests.search_index.companies import COMPANIES

IN_ORDER = (
    "3D Demo",
    "An Demo",
    "Ánh Demo",
    "Ăn Demo",
    "Ân Demo",
    "Da Demo",
    "Dũng Demo",
    "Dương Demo",
    "Đa Demo",
    "Đà Demo",
    "Đông Demo",
    "Em Demo",
    "Êm Demo",
    "Hoa Demo",
    "Hoà Demo",
    "Hỏa Demo",
    "Hoã Demo",
    "Hoá Demo",
    "Hoạ Demo",
    "Hoa Sen Demo",
    "On Demo",
    "Ông Demo",
    "Ơn Demo",
    "Un Demo",
    "Ưng Demo",
    "zebra Demo",
)


def named(engine: SearchEngine) -> list[str]:
    """Fill an engine in random order; return the ids in the order of the names."""
    documents = [
        Document(f"{abs(hash(name)) % 10**9:09}", "company", {"name": {"vi": name}}, sort={"name": sort_key(name)})
        for name in IN_ORDER
    ]
    engine.put(random.Random(3).sample(documents, len(documents)))
    return [document.id for document in documents]


def test_names_come_in_vietnamese_order_and_backwards(engine: SearchEngine) -> None:
    ids = named(engine)
    whole = PageRequest(1, 100)
    assert list(engine.search(SearchQuery(COMPANIES, sort=Sort("name"), page=whole)).ids) == ids
    down = engine.search(SearchQuery(COMPANIES, "demo", sort=Sort("name", descending=True), page=whole))
    assert list(down.ids) == ids[::-1]


def test_suggestions_of_equal_worth_come_in_vietnamese_order(engine: SearchEngine) -> None:
    ids = named(engine)
    assert [found.id for found in engine.suggest("demo", COMPANIES, 100)] == ids


@pytest.mark.parametrize("text", ["", "demo"])
def test_the_newest_come_first_and_equal_days_by_id(engine: SearchEngine, text: str) -> None:
    chance = random.Random(4)
    days = {f"{n:03}": chance.randint(-5, 1_900_000_000 if n % 2 else 3) for n in range(60)}
    engine.put(
        Document(id_, "company", {"name": {"vi": "Demo"}}, sort={"name": "demo", "newest": day})
        for id_, day in days.items()
    )
    found = engine.search(SearchQuery(COMPANIES, text, sort=Sort("newest", descending=True), page=PageRequest(1, 100)))
    assert list(found.ids) == sorted(days, key=lambda id_: (-days[id_], id_))


def test_relevance_is_the_order_unless_another_is_asked_for(engine: SearchEngine) -> None:
    engine.put(
        [
            Document("a", "company", {"body": {"vi": "lotus"}}, sort={"name": "a", "newest": 9}),
            Document("b", "company", {"name": {"vi": "lotus"}}, sort={"name": "b", "newest": 1}),
        ]
    )
    assert engine.search(SearchQuery(COMPANIES, "lotus")).ids == ("b", "a")
    assert engine.search(SearchQuery(COMPANIES, "lotus", sort=Sort("name"))).ids == ("a", "b")
    assert engine.search(SearchQuery(COMPANIES, "lotus", sort=Sort("newest", descending=True))).ids == ("a", "b")
