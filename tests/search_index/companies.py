"""Some companies in an index, and a short way to ask for them."""

from search_index.engine import SearchEngine
from search_index.query import SearchQuery
from tests.factories.documents import a_document

COMPANIES = ("company",)


def found(engine: SearchEngine, text: str = "", **more: object) -> tuple[str, ...]:
    return engine.search(SearchQuery(COMPANIES, text, **more)).ids  # type: ignore[arg-type]


def some_companies(engine: SearchEngine) -> None:
    engine.put(
        [
            a_document("a", "Demo Anh Đào", filters={"sector": ("health", "education"), "province": ("01",)}, newest=3),
            a_document("b", "Demo Bình Minh", filters={"sector": ("health",), "province": ("79",)}, newest=1),
            a_document("c", "Demo Cửu Long", filters={"sector": ("energy",), "province": ("79",)}, newest=3),
            a_document("d", "Demo Đại Dương", numbers={"founded_year": (2015,)}, newest=2),
        ]
    )
