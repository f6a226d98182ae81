"""Did you mean: a text that nothing says is held against what documents say, phrase by phrase."""

import random
import string
import unicodedata
from pathlib import Path

import pytest

from search_index.correction import CLEARLY, ENOUGH, MOST_WORDS
from search_index.documents import Document
from search_index.edits import is_one_edit
from search_index.engine import SearchEngine, UnknownField
from search_index.query import SearchQuery
from tests.factories.documents import a_document
from tests.search_index.companies import COMPANIES
from tests.search_index.conftest import ENGINES, EngineMaker

NAMES = (
    "Công ty Cổ phần Phần mềm Hòa Bình Demo",
    "Dịch vụ công nghệ thông tin Demo",
    "Ứng dụng trí tuệ nhân tạo trong nông nghiệp",
    "Giám sát an toàn thông tin",
    "Phần mềm hoá đơn điện tử",
    "Nền tảng quản lý bệnh viện thông minh",
    "Hạ tầng điện toán đám mây",
    "Nuôi trồng thuỷ sản Cần Thơ",
    "Thiết kế vi mạch bán dẫn",
    "Đô thị thông minh Đà Nẵng",
    "Blockchain platform for logistics",
    "Machine learning for healthcare",
    "Sàn thương mại điện tử nông sản",
    "Tư vấn chuyển đổi số cho doanh nghiệp",
    "Chứng nhận ISO 27001",
    "Kiểm thử",
)
MENDED = [
    ("cong nghe thong tni", "công nghệ thông tin", "two letters changed places in a short word"),
    ("công nghệ thông tni", "công nghệ thông tin", "the same with marks"),
    ("CONG NGHE THONG TNI", "công nghệ thông tin", "upper case"),
    (unicodedata.normalize("NFD", "công nghệ thông tni"), "công nghệ thông tin", "decomposed"),
    ("trí tuệ nhan tạp", "trí tuệ nhân tạo", "one other letter in a short word"),
    ("tri tue nhna tao", "trí tuệ nhân tạo", "the misspelled word stands in the middle"),
    ("hoa dơn điẹn tửu", "hóa đơn điện tử", "a letter too many, half-marked"),
    ("phan mme", "phần mềm", "two words"),
    ("phanmme", "phần mềm", "two words written as one, with an edit"),
    ("phầ nmềm", "phần mềm", "the space one letter too early"),
    ("dien toan dam mya", "điện toán đám mây", "đ without its stroke"),
    ("thuy snả cần thơ", "thủy sản cần thơ", "tone place of the document normalised"),
    ("vi mạhc", "vi mạch", "the shortest pair"),
    ("blokchian", None, "two edits in one word"),
    ("machne learnign", "machine learning", "each word has an edit"),
    ("quan ly benh vein thong minh", "quản lý bệnh viện thông minh", "six words"),
    ("coong ngheej thoong tni", "công nghệ thông tin", "Telex keys and an edit"),
    ("tni", None, "a short word alone is not guessed"),
    ("iso 27002", None, "numbers are meant as they are"),
    ("xyzzy plugh", None, "nothing like it"),
    ("", None, "nothing typed"),
    ("???", None, "no word"),
    ("hoa binh tni tni tni", None, "too far from anything"),
    (" ".join(["thong tni"] * MOST_WORDS), None, "too many words"),
]


def filled(engine: SearchEngine) -> None:
    engine.put(a_document(f"{n:02}", name) for n, name in enumerate(NAMES))


@pytest.fixture(scope="module", params=sorted(ENGINES))
def known(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    engine = ENGINES[request.param](tmp_path_factory.mktemp("correction"))
    filled(engine)
    return engine


@pytest.mark.parametrize(("typed", "meant", "why"), MENDED)
def test_what_was_probably_meant(known: SearchEngine, typed: str, meant: str | None, why: str) -> None:
    assert known.correct(typed, COMPANIES) == meant, why


@pytest.mark.parametrize(("typed", "meant"), [(typed, meant) for typed, meant, _ in MENDED if meant])
def test_what_is_offered_finds_something_and_needs_no_mending(known: SearchEngine, typed: str, meant: str) -> None:
    assert known.search(SearchQuery(COMPANIES, meant)).total > 0
    assert known.correct(meant, COMPANIES) is None


@pytest.mark.parametrize("name", NAMES)
def test_what_documents_say_is_right_with_and_without_marks(known: SearchEngine, name: str) -> None:
    bare = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    assert known.correct(name, COMPANIES) is None
    assert known.correct("".join(c for c in bare if not unicodedata.combining(c)), COMPANIES) is None


def mistyped(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text))
    letter = chance.choice(string.ascii_lowercase)
    return chance.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + letter + text[at:],
            text[:at] + letter + text[at + 1 :],
            text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
        )
    )


def test_nearly_every_single_slip_in_a_phrase_is_mended(known: SearchEngine) -> None:
    """One random edit anywhere in three words that documents know together: found as it is, or mended."""
    chance = random.Random(11)
    slips, mended, wrong = 0, 0, []
    while slips < 120:
        row = chance.choice([name for name in NAMES if len(name.split()) > 3]).lower().split()
        start = chance.randrange(len(row) - 2)
        meant = " ".join(row[start : start + 3])
        typed = mistyped(chance, meant)
        if known.search(SearchQuery(COMPANIES, typed)).total:
            continue
        slips += 1
        told = known.correct(typed, COMPANIES)
        if told and known.search(SearchQuery(COMPANIES, told)).ids == known.search(SearchQuery(COMPANIES, meant)).ids:
            mended += 1
        else:
            wrong.append((typed, told))
    assert mended >= slips * 0.85, wrong


def test_a_correction_finds_clearly_more(engine: SearchEngine) -> None:
    engine.put([a_document("x", "Phần nềm")])
    engine.put(a_document(f"{n:02}", "Phần mềm") for n in range(CLEARLY - 1))
    found = engine.search(SearchQuery(COMPANIES, "phan nem")).total
    assert found == 1
    assert engine.correct("phan nem", COMPANIES, found) is None
    engine.put([a_document("99", "Phần mềm")])
    assert engine.correct("phan nem", COMPANIES, found) == "phần mềm"
    assert engine.correct("phan nem", COMPANIES, found + 1) is None


def test_nothing_is_asked_where_enough_was_found(engine: SearchEngine) -> None:
    engine.put(a_document(f"{n:02}", "Phần mềm") for n in range(60))
    assert engine.correct("phan mme", COMPANIES, ENOUGH + 1) is None


def test_the_spelling_most_documents_use_is_offered(engine: SearchEngine) -> None:
    engine.put([a_document("a", "thống tin"), a_document("b", "thông tin"), a_document("c", "Thông Tin")])
    assert engine.correct("thong tni", COMPANIES) == "thông tin"


def test_the_phrase_more_documents_say_is_offered(engine: SearchEngine) -> None:
    engine.put([a_document("a", "bán hàng"), a_document("b", "bán hạng"), a_document("c", "bàn hành")])
    assert engine.correct("ban hanj", COMPANIES) == "bán hàng"


def test_marks_that_were_typed_choose_between_documents(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Phần mềm Hòa Bình"), a_document("b", "Phần mềm hoá đơn")])
    assert engine.correct("phan mme hòa", COMPANIES) == "phần mềm hòa"
    assert engine.correct("phan mme hoá", COMPANIES) == "phần mềm hóa"


def test_marks_follow_the_neighbour(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Thống nhất Thông tin Tín dụng")])
    assert engine.correct("thong tni tin dung", COMPANIES) == "thông tin tín dụng"
    assert engine.correct("thong nahat", COMPANIES) == "thống nhất"


def test_never_a_word_of_what_was_removed_or_of_another_kind(engine: SearchEngine) -> None:
    filled(engine)
    secret = [a_document("h", "Zirconia Kim Cương", body="phát minh"), a_document("p", "Hồng Ngọc", kind="product")]
    engine.put(secret)
    assert engine.correct("kim cuonng", COMPANIES) == "kim cương"
    assert engine.correct("zircona", COMPANIES) == "zirconia"
    assert engine.correct("hong nogc", COMPANIES) is None
    assert engine.correct("hong nogc", ("company", "product")) == "hồng ngọc"
    engine.remove({"h": 0, "p": 0})
    engine.put([a_document("00", "Tên khác")])
    for typed in ("kim cuonng", "zircona", "hong nogc", "hoa binnh demo"):
        assert engine.correct(typed, ("company", "product")) is None, typed


def test_long_texts_are_no_dictionary(engine: SearchEngine) -> None:
    """What stands in a body alone is neither offered nor, where it is typed rightly, changed."""
    engine.put([a_document("a", "Phần mềm", body="kho hàng quốc tế")])
    assert engine.correct("kho hanng", COMPANIES) is None
    assert engine.correct("phan mme kho", COMPANIES) == "phần mềm kho"


def test_summaries_and_tags_are_read_too(engine: SearchEngine) -> None:
    text = {"name": {"en": "Demo"}, "summary": {"vi": "Nền tảng học tập"}, "tags": {"vi": "Giáo dục, Trò chơi"}}
    engine.put([Document("a", "company", text)])
    assert engine.correct("hcọ tap", COMPANIES) == "học tập"
    assert engine.correct("gaio duc", COMPANIES) == "giáo dục"


def test_unknown_kinds_are_refused_and_before_anything_was_written_nothing_is_known(
    make_engine: EngineMaker, tmp_path: Path
) -> None:
    fresh = make_engine(tmp_path / "fresh")
    assert fresh.correct("phan mme", COMPANIES) is None
    with pytest.raises(UnknownField):
        fresh.correct("phan mme", ("spaceship",))


@pytest.mark.parametrize(
    ("typed", "known", "is_one"),
    [
        ("phanmme", "phanmem", True),
        ("phanme", "phanmem", True),
        ("phanmemm", "phanmem", True),
        ("phanmen", "phanmem", True),
        ("hpanmem", "phanmem", True),
        ("phanmem", "phanmem", False),
        ("phnamme", "phanmem", False),
        ("mehpanm", "phanmem", False),
        ("", "a", True),
        ("ab", "ba", True),
        ("abc", "cba", False),
    ],
)
def test_one_edit(typed: str, known: str, is_one: bool) -> None:
    assert is_one_edit(typed, known) is is_one
    assert is_one_edit(known, typed) is is_one
