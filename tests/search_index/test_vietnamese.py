"""A table of what people type and which document they mean, the same for every engine."""

import unicodedata

import pytest

from search_index.engine import SearchEngine
from search_index.query import SearchQuery
from tests.factories.documents import a_document
from tests.search_index.conftest import ENGINES

DOCUMENTS = {
    "hoa_binh": "Công ty Cổ phần Phần mềm Hòa Bình (minh hoạ)",
    "hoa_sen": "Vườn hoa sen (minh hoạ)",
    "duong": "Giải pháp Đường sắt Đông Đô",
    "thuy": "Nuôi trồng thuỷ sản Cần Thơ",
    "khoe": "Nền tảng chăm sóc sức khoẻ toàn diện",
    "cntt": "Dịch vụ công nghệ thông tin cho doanh nghiệp",
    "ai": "Ứng dụng trí tuệ nhân tạo trong nông nghiệp",
    "ai_en": "Artificial intelligence for hospitals",
    "ma": "Tư vấn mua bán và sáp nhập doanh nghiệp",
    "m_and_a": "Quỹ M&A công nghệ",
    "khcn": "Viện khoa học và công nghệ biển",
    "dmst": "Trung tâm đổi mới sáng tạo",
    "attt": "Giám sát an toàn thông tin",
    "make": "Sản phẩm Make in Việt Nam",
    "make_joined": "A product Make in Vietnam",
    "cds": "Tư vấn chuyển đổi số",
    "tmdt": "Sàn thương mại điện tử",
    "ecommerce": "E-commerce platform",
    "iot": "Thiết bị Internet vạn vật",
    "big_data": "Phân tích dữ liệu lớn",
    "five_g": "Trạm phát sóng 5G",
    "industry": "Giải pháp công nghiệp 4.0",
    "c_plus": "Đào tạo lập trình C++ và C#",
    "hyphen": "Giao hàng last-mile",
    "quy": "Quỹ đầu tư Quý Nhân",
    "huynh": "Cơ khí Huỳnh Gia",
    "it_vi": "Ít người biết",
    "iso": "Chứng nhận ISO 27001:2022",
    "startup": "Vườn ươm khởi nghiệp sáng tạo",
    "chip": "Thiết kế vi mạch",
    "cloud": "Hạ tầng điện toán đám mây",
    "fintech": "Công nghệ tài chính cho ngân hàng",
    "invoice": "Phần mềm hoá đơn điện tử",
    "smart_city": "Đô thị thông minh Đà Nẵng",
    "robot": "Cánh tay robot",
    "dn": "Hiệp hội doanh nghiệp nhỏ và vừa",
}


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


FOUND = [
    ("Hòa Bình", "hoa_binh"),
    ("Hoà Bình", "hoa_binh"),
    (nfd("Hòa Bình"), "hoa_binh"),
    (nfd("Hoà Bình"), "hoa_binh"),
    ("hoa binh", "hoa_binh"),
    ("HOA BINH", "hoa_binh"),
    ("HOÀ BÌNH", "hoa_binh"),
    ("hòa binh", "hoa_binh"),
    ("ＨＯＡ　ＢＩＮＨ", "hoa_binh"),
    ("hoabinh", "hoa_binh"),
    ("cong ty co phan phan mem hoa binh", "hoa_binh"),
    ("CTCP phần mềm Hòa Bình", "hoa_binh"),
    ("hoa sen", "hoa_sen"),
    ("đường sắt", "duong"),
    ("duong sat", "duong"),
    ("ĐƯỜNG SẮT", "duong"),
    (nfd("đường sắt"), "duong"),
    ("dông dô", "duong"),
    ("Dong Do", "duong"),
    ("thủy sản", "thuy"),
    ("thuỷ sản", "thuy"),
    ("thuy san", "thuy"),
    (nfd("thuỷ sản"), "thuy"),
    ("sức khỏe", "khoe"),
    ("suc khoe", "khoe"),
    ("tòan diện", "khoe"),
    ("CNTT", "cntt"),
    ("cntt", "cntt"),
    ("công nghệ thông tin", "cntt"),
    ("cong nghe thong tin", "cntt"),
    ("information technology", "cntt"),
    ("IT", "cntt"),
    ("AI", "ai"),
    ("ai", "ai"),
    ("AI nông nghiệp", "ai"),
    ("artificial intelligence", "ai"),
    ("trí tuệ nhân tạo", "ai_en"),
    ("tri tue nhan tao", "ai_en"),
    ("M&A", "ma"),
    ("mua bán sáp nhập", "ma"),
    ("mua ban sap nhap", "m_and_a"),
    ("m&a", "m_and_a"),
    ("KH&CN", "khcn"),
    ("KHCN", "khcn"),
    ("khoa học công nghệ", "khcn"),
    ("ĐMST", "dmst"),
    ("đmst", "dmst"),
    ("DMST", "dmst"),
    ("innovation", "dmst"),
    ("ATTT", "attt"),
    ("an toan thong tin", "attt"),
    ("Make in Viet Nam", "make"),
    ("Make in Vietnam", "make"),
    ("make in việt nam", "make"),
    ("Make in Viet Nam", "make_joined"),
    ("Make in Việt Nam", "make_joined"),
    ("Vietnam", "make"),
    ("viet nam", "make_joined"),
    ("CĐS", "cds"),
    ("chuyen doi so", "cds"),
    ("digital transformation", "cds"),
    ("TMĐT", "tmdt"),
    ("ecommerce", "tmdt"),
    ("e-commerce", "tmdt"),
    ("thương mại điện tử", "ecommerce"),
    ("ecommerce", "ecommerce"),
    ("e commerce", "ecommerce"),
    ("IoT", "iot"),
    ("big data", "big_data"),
    ("bigdata phân tích", "big_data"),
    ("5G", "five_g"),
    ("5g", "five_g"),
    ("công nghiệp 4.0", "industry"),
    ("4.0", "industry"),
    ("industry 4.0", "industry"),
    ("c++", "c_plus"),
    ("C#", "c_plus"),
    ("last mile", "hyphen"),
    ("last-mile", "hyphen"),
    ("lastmile", "hyphen"),
    ("giao-hàng", "hyphen"),
    ("quý nhân", "quy"),
    ("qúy nhân", "quy"),
    ("quy nhan", "quy"),
    ("Hùynh Gia", "huynh"),
    ("huynh gia", "huynh"),
    ("ít người", "it_vi"),
    ("ISO 27001", "iso"),
    ("27001:2022", "iso"),
    ("startup", "startup"),
    ("start-up", "startup"),
    ("bán dẫn", "chip"),
    ("semiconductor", "chip"),
    ("cloud", "cloud"),
    ("dien toan dam may", "cloud"),
    ("fintech", "fintech"),
    ("hóa đơn điện tử", "invoice"),
    ("hoa don dien tu", "invoice"),
    ("e-invoice", "invoice"),
    ("smart city", "smart_city"),
    ("thành phố thông minh", "smart_city"),
    ("da nang", "smart_city"),
    ("rô bốt", "robot"),
    ("SME", "dn"),
    ("DNNVV", "dn"),
    ("phanmem hoadon dien tu", "invoice"),
]

NOT_FOUND = [
    ("ít", "cntt"),
    ("hoa binhh xa", "hoa_binh"),
    ("C+", "c_plus"),
    ("40", "industry"),
    ("mile giao hang nhanh", "hyphen"),
    ("m & n", "m_and_a"),
    ("sơn", "hoa_sen"),
    ("thông thái", "cntt"),
]


@pytest.fixture(scope="module", params=sorted(ENGINES))
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    engine = ENGINES[request.param](tmp_path_factory.mktemp("search"))
    engine.replace_all(a_document(id_, text) for id_, text in DOCUMENTS.items())
    return engine


@pytest.mark.parametrize(("typed", "meant"), FOUND)
def test_what_is_typed_finds_what_is_meant(filled: SearchEngine, typed: str, meant: str) -> None:
    assert meant in filled.search(SearchQuery(("company",), typed)).ids


@pytest.mark.parametrize(("typed", "other"), NOT_FOUND)
def test_what_is_typed_does_not_find_something_else(filled: SearchEngine, typed: str, other: str) -> None:
    assert other not in filled.search(SearchQuery(("company",), typed)).ids


@pytest.mark.parametrize(
    ("typed", "first"),
    [("Hoà", "hoa_binh"), ("hoa sen", "hoa_sen"), ("hòa bình", "hoa_binh"), ("đường", "duong"), ("M&A", "m_and_a")],
)
def test_the_closest_wording_comes_first(filled: SearchEngine, typed: str, first: str) -> None:
    assert filled.search(SearchQuery(("company",), typed)).ids[0] == first
