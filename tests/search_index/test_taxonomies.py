"""Each term of the shipped taxonomies is found by its name in the other language, in free text."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from search_index.engine import SearchEngine
from search_index.query import SearchQuery
from tests.factories.documents import a_document
from tests.search_index.conftest import ENGINES

TERMS = Path(__file__).parents[2] / "marketplace/reference/data/terms"
TAXONOMIES = ("technology", "sector", "segment", "deal_type", "instrument")
ONE_WAY = {"segment.electronics"}  # điện tử is half of e-commerce, e-invoice and many more


def terms() -> Iterator[tuple[str, str, str]]:
    for taxonomy in TAXONOMIES:
        with (TERMS / f"{taxonomy}.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                yield f"{taxonomy}.{row['code']}", row["vi"], row["en"]


@pytest.fixture(scope="module", params=sorted(ENGINES))
def said_once(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    """One document for each term and language, in which the term is part of a sentence."""
    engine = ENGINES[request.param](tmp_path_factory.mktemp("taxonomies"))
    engine.replace_all(
        a_document(f"{code}.{language}", "Demo", body=f"Chuyên {label} Demo")
        for code, vi, en in terms()
        for language, label in (("vi", vi), ("en", en))
    )
    return engine


@pytest.mark.parametrize(("code", "vi", "en"), list(terms()))
def test_each_language_finds_the_other(said_once: SearchEngine, code: str, vi: str, en: str) -> None:
    by_vi = said_once.search(SearchQuery(("company",), vi)).ids
    by_en = said_once.search(SearchQuery(("company",), en)).ids
    assert f"{code}.vi" in by_vi
    assert f"{code}.en" in by_en
    assert f"{code}.en" in by_vi
    assert (f"{code}.vi" in by_en) is (code not in ONE_WAY)
