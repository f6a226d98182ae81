"""On a fresh index of one part the engines agree: the same first ten, the same scores."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from search_index.documents import Document
from search_index.elastic import asking
from search_index.embedded import ranking
from search_index.embedded.engine import EmbeddedEngine
from search_index.engine import SearchEngine
from search_index.fields import PUBLIC
from search_index.folding import fold
from search_index.query import AnyOf, SearchQuery, Steps
from tests.search_index.conftest import elastic
from tests.search_index.test_correction import mistyped

VIETNAMESE_WORDS = """công nghệ phần mềm số thương mại điện tử dữ liệu đám mây an toàn thông tin giáo dục y tế nông
nghiệp thủy sản chuyển đổi quản lý kho vận tài chính ngân hàng trí tuệ nhân tạo robot sản xuất thiết kế vi mạch phân
tích hoá đơn đô thị minh giải pháp nền tảng dịch vụ hệ thống bán khách hàng doanh đầu tư quốc tế"""
ENGLISH_WORDS = """software platform data cloud security education health farm trade finance robot design chip analytics
invoice city solution service system sales customer investment international logistics"""
SYLLABLES, ENGLISH = VIETNAMESE_WORDS.split(), ENGLISH_WORDS.split()
SECTORS = ("health", "education", "energy", "finance")
DOCUMENTS, QUERIES = 1500, 200


def phrase(chance: random.Random, words: list[str], least: int, most: int) -> str:
    return " ".join(chance.choices(words, k=chance.randint(least, most)))


def coined(chance: random.Random) -> str:
    return "".join(chance.choice(("vi", "ta", "no", "ka", "le", "mo", "sun", "dra")) for _ in range(3)).capitalize()


def documents(chance: random.Random) -> Iterator[Document]:
    for n in range(DOCUMENTS):
        text = {
            "name": {"vi": f"{coined(chance)} {phrase(chance, SYLLABLES, 1, 4)}", "en": coined(chance)},
            "summary": {"vi": phrase(chance, SYLLABLES, 5, 20)} if chance.random() < 0.8 else {},
            "body": {"vi": phrase(chance, SYLLABLES, 0, 120), "en": phrase(chance, ENGLISH, 0, 60)},
        }
        if chance.random() < 0.5:
            text["tags"] = {"en": phrase(chance, ENGLISH, 1, 5)}
        filters = {"sector": tuple(chance.sample(SECTORS, chance.randint(0, 2)))}
        yield Document(f"{n:05}", "company", text, filters, {"founded_year": (chance.randint(1980, 2025),)})


def queries(chance: random.Random) -> Iterator[SearchQuery]:
    steps = Steps("founded_year", ((2010, None, 0.7), (2000, 2009, 0.3)))
    for n in range(QUERIES):
        text = (
            phrase(chance, SYLLABLES, 1, 5),
            phrase(chance, ENGLISH, 1, 3),
            f"{coined(chance)} {phrase(chance, SYLLABLES, 0, 2)}",
            coined(chance)[:-1] + "x",
            f'"{phrase(chance, SYLLABLES, 2, 2)}" {phrase(chance, ENGLISH, 1, 2)}',
        )[n % 5]
        filters = (AnyOf("sector", (chance.choice(SECTORS),)),) if n % 3 == 0 else ()
        boosts = (steps,) if n % 4 == 0 else ()
        yield SearchQuery(("company",), text, filters, ("sector",), boosts=boosts)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[SearchEngine, SearchEngine]:
    folder = tmp_path_factory.mktemp("agreement")
    made = EmbeddedEngine(folder / "embedded", PUBLIC), elastic(Path(folder / "elastic"))
    for engine in made:
        engine.replace_all(documents(random.Random(4)))
    return made


def test_the_first_ten_the_totals_and_the_counts_are_the_same(both: tuple[SearchEngine, SearchEngine]) -> None:
    differing = []
    nothing = 0
    for query in queries(random.Random(7)):
        one, other = (engine.search(query) for engine in both)
        nothing += one.total == 0
        assert (one.total, one.facets) == (other.total, other.facets), query.text
        if one.ids[:10] != other.ids[:10]:
            differing.append(query.text)
    assert differing == []
    assert nothing < QUERIES / 4


def test_the_whole_scores_are_the_same(
    both: tuple[SearchEngine, SearchEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (ranking, asking):
        monkeypatch.setattr(module, "steady", lambda score: score)
    worst = 0.0
    for query in queries(random.Random(7)):
        one, other = (
            dict(zip(found.ids, found.scores, strict=True)) for found in (engine.search(query) for engine in both)
        )
        shared = one.keys() & other.keys()
        assert len(shared) >= len(one) * 0.9
        worst = max(worst, *(abs(one[id_] - other[id_]) / one[id_] for id_ in shared), 0.0)
    assert worst < 1e-5


def test_suggestions_are_the_same(both: tuple[SearchEngine, SearchEngine]) -> None:
    chance = random.Random(8)
    given = 0
    for _ in range(100):
        begun = (
            phrase(chance, SYLLABLES, 1, 2)[: -chance.randint(1, 2)] if chance.random() < 0.7 else coined(chance)[:3]
        )
        text = chance.choice((begun, fold(begun)))
        one, other = (engine.suggest(text, ("company",)) for engine in both)
        assert one == other, text
        given += bool(one)
    assert given > 50


def test_corrections_are_the_same(both: tuple[SearchEngine, SearchEngine]) -> None:
    chance = random.Random(9)
    offered = 0
    for _ in range(100):
        text = mistyped(chance, phrase(chance, SYLLABLES, 2, 4))
        one, other = (engine.correct(text, ("company",)) for engine in both)
        assert one == other, text
        offered += one is not None
    assert offered > 20


def test_what_is_related_is_the_same(both: tuple[SearchEngine, SearchEngine]) -> None:
    for n in range(0, DOCUMENTS, 25):
        one, other = (engine.related(f"{n:05}", ("company",), 10) for engine in both)
        assert one == other, n
