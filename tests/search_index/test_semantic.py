"""What is near in meaning, and what cannot be read for its meaning."""

from importlib.util import find_spec

import numpy as np
import pytest

from search_index.background import BACKGROUND
from search_index.documents import Document
from search_index.e5 import PACKAGE, MultilingualE5
from search_index.query import MOST_NEARBY
from search_index.semantic import LONGEST_PASSAGE, Encoder, Matrix, Meanings, Reach, nearest, passages
from search_index.syllables import can_be_read
from tests.meanings import Subjects

REACH = Reach(least=3.0, most=10, base=1.0, boost=2.0)
TEXTS = (
    ("a", "company", "en", "Demo accounting for small shops"),
    ("a", "company", "vi", "Demo kế toán cho cửa hàng nhỏ"),
    ("b", "company", "vi", "Demo điện mặt trời áp mái"),
    ("c", "product", "en", "Demo hospital records"),
    ("d", "company", "en", "Demo bamboo furniture"),
)


def encoders() -> dict[str, Encoder]:
    """The one of the tests, and the real one where it is installed."""
    found: dict[str, Encoder] = {"subjects": Subjects()}
    if find_spec(PACKAGE):
        found["real"] = MultilingualE5("installed")
    return found


ENCODERS = encoders()


@pytest.fixture(params=sorted(ENCODERS))
def encoder(request: pytest.FixtureRequest) -> Encoder:
    return ENCODERS[request.param]


def held(encoder: Encoder) -> Meanings:
    return Meanings(
        ids=[id_ for id_, *_ in TEXTS],
        kinds=np.array([kind for _, kind, _, _ in TEXTS]),
        languages=np.array([language for _, _, language, _ in TEXTS]),
        matrix=np.stack([encoder.passage(text) for *_, text in TEXTS]),
    )


def background(encoder: Encoder) -> dict[str, Matrix]:
    return {language: np.stack([encoder.passage(text) for text in texts]) for language, texts in BACKGROUND.items()}


@pytest.mark.parametrize(
    ("text", "first"),
    [("bookkeeping software", "a"), ("phần mềm kế toán cho tiệm tạp hóa", "a"), ("photovoltaic power", "b")],
)
def test_the_same_said_otherwise_or_in_the_other_language_is_near(encoder: Encoder, text: str, first: str) -> None:
    found = nearest(held(encoder), background(encoder), encoder.query(text), ("company",), Reach(least=0.0))
    assert found[0][0] == first
    assert len({id_ for id_, _ in found}) == len(found)


def test_only_the_kinds_asked_for_are_near() -> None:
    encoder = Subjects()
    asked = encoder.query("clinic records")
    assert nearest(held(encoder), background(encoder), asked, ("company",), REACH) == ()
    assert [id_ for id_, _ in nearest(held(encoder), background(encoder), asked, ("product",), REACH)] == ["c"]


def test_what_stands_no_higher_than_the_background_is_not_near() -> None:
    encoder = Subjects()
    assert nearest(held(encoder), background(encoder), encoder.query("something else"), ("company",), REACH) == ()


def test_no_more_than_a_search_takes_are_near() -> None:
    encoder = Subjects()
    rows = 3 * MOST_NEARBY
    many = Meanings(
        ids=[f"{row:03}" for row in range(rows)],
        kinds=np.full(rows, "company"),
        languages=np.full(rows, "en"),
        matrix=np.tile(encoder.passage("Demo solar"), (rows, 1)),
    )
    found = nearest(many, background(encoder), encoder.query("solar"), ("company",), Reach(most=10 * MOST_NEARBY))
    assert [id_ for id_, _ in found] == [f"{row:03}" for row in range(MOST_NEARBY)]
    assert all(boost > 0 for _, boost in found)


def test_a_document_is_read_by_language_with_its_codes_where_it_says_nothing() -> None:
    document = Document(
        "a",
        "company",
        text={
            "name": {"vi": "Demo Sao", "en": "Demo Star"},
            "summary": {"en": "Accounting software for small shops and cafés"},
            "tags": {"vi": "Tài chính, ngân hàng", "en": "Finance"},
        },
    )
    assert passages(document) == {
        "en": "Demo Star. Accounting software for small shops and cafés",
        "vi": "Demo Sao. Tài chính, ngân hàng",
    }
    assert passages(Document("b", "company")) == {}


def test_a_language_that_says_much_less_is_left_out() -> None:
    text = {"name": {"vi": "Demo Sao", "en": "Demo Star"}, "body": {"en": "x" * 1000}, "tags": {"vi": "Tài chính"}}
    read = passages(Document("a", "company", text=text))
    assert list(read) == ["en"]
    assert read["en"].startswith("Demo Star. xxx")
    assert len(read["en"]) == LONGEST_PASSAGE


@pytest.mark.parametrize(
    "text",
    [
        "phần mềm kế toán",
        "ngân hàng số",
        "software for hospitals",
        "hotel booking",
        "ERP",
        "app to manage a hotel",
    ],
)
def test_marks_or_words_of_another_language_can_be_read(text: str) -> None:
    assert can_be_read(text)


@pytest.mark.parametrize(
    "text", ["phan mem ke toan", "ngan hang so", "quan ly benh vien", "giai phap ERP", "hoa don", "2024", "???", ""]
)
def test_vietnamese_without_marks_and_what_holds_no_word_cannot_be_read(text: str) -> None:
    assert not can_be_read(text)
