"""What people type and the document they mean, with the documents: a set that recall is measured on."""

import unicodedata
from collections.abc import Callable

DOCUMENTS = {
    "hoa_binh": "Công ty Cổ phần Phần mềm Hòa Bình Demo",
    "hoa_sen": "Vườn hoa sen Demo",
    "duong": "Giải pháp Đường sắt Đông Đô Demo",
    "thuy": "Nuôi trồng thuỷ sản Cần Thơ Demo",
    "khoe": "Nền tảng chăm sóc sức khoẻ toàn diện Demo",
    "cntt": "Dịch vụ công nghệ thông tin cho doanh nghiệp Demo",
    "ai": "Ứng dụng trí tuệ nhân tạo trong nông nghiệp Demo",
    "ma": "Tư vấn mua bán và sáp nhập Demo",
    "khcn": "Viện khoa học và công nghệ biển Demo",
    "dmst": "Trung tâm đổi mới sáng tạo Demo",
    "attt": "Giám sát an toàn thông tin Demo",
    "make": "Sản phẩm Make in Việt Nam Demo",
    "make_joined": "A product Make in Vietnam Demo",
    "cds": "Tư vấn chuyển đổi số Demo",
    "tmdt": "Sàn thương mại điện tử Demo",
    "iot": "Thiết bị Internet vạn vật Demo",
    "big_data": "Phân tích dữ liệu lớn Demo",
    "five_g": "Trạm phát sóng 5G Demo",
    "industry": "Giải pháp công nghiệp 4.0 Demo",
    "c_plus": "Đào tạo lập trình C++ và C# Demo",
    "hyphen": "Giao hàng last-mile Demo",
    "quy": "Quỹ đầu tư Quý Nhân Demo",
    "huynh": "Cơ khí Huỳnh Gia Demo",
    "iso": "Chứng nhận ISO 27001:2022 Demo",
    "startup": "Vườn ươm khởi nghiệp sáng tạo Demo",
    "chip": "Thiết kế vi mạch Demo",
    "cloud": "Hạ tầng điện toán đám mây Demo",
    "fintech": "Công nghệ tài chính cho ngân hàng Demo",
    "invoice": "Phần mềm hoá đơn điện tử Demo",
    "smart_city": "Đô thị thông minh Đà Nẵng Demo",
    "robot": "Cánh tay robot Demo",
    "dn": "Hiệp hội doanh nghiệp nhỏ và vừa Demo",
    "truyen": "Truyền thông quốc tế Ánh Dương Demo",
    "game": "Trò chơi giáo dục Tuổi Thơ Demo",
    "logistics": "Kho vận thông suốt Hải Phòng Demo",
}


def nfd(text: str) -> str:
    """The text in the decomposed form, as some keyboards and file names give it."""
    return unicodedata.normalize("NFD", text)


COMPOSED = [("Hòa Bình", "hoa_binh"), ("đường sắt", "duong"), ("chuyển đổi số", "cds"), ("điện toán đám mây", "cloud")]
DECOMPOSED = [(nfd(typed), meant) for typed, meant in COMPOSED] + [
    (nfd("thuỷ sản"), "thuy"),
    (nfd("sức khoẻ"), "khoe"),
    (nfd("Quý Nhân"), "quy"),
]
WITHOUT_MARKS = [
    ("hoa binh", "hoa_binh"),
    ("duong sat dong do", "duong"),
    ("thuy san can tho", "thuy"),
    ("suc khoe", "khoe"),
    ("cong nghe thong tin", "cntt"),
    ("chuyen doi so", "cds"),
    ("an toan thong tin", "attt"),
    ("hoa don dien tu", "invoice"),
    ("da nang", "smart_city"),
    ("du lieu lon", "big_data"),
]
PLACE_OF_TONE = [
    ("hoà bình", "hoa_binh"),
    ("thủy sản", "thuy"),
    ("thuỷ sản", "thuy"),
    ("sức khỏe", "khoe"),
    ("tòan diện", "khoe"),
    ("qúy nhân", "quy"),
    ("hùynh gia", "huynh"),
    ("hóa đơn", "invoice"),
]
STROKES = [("dường sắt", "duong"), ("đa nang", "smart_city"), ("Đong Đo", "duong"), ("dám mây", "cloud")]
ABBREVIATIONS = [
    ("CNTT", "cntt"),
    ("AI", "ai"),
    ("AI nông nghiệp", "ai"),
    ("M&A", "ma"),
    ("KH&CN", "khcn"),
    ("KHCN", "khcn"),
    ("ĐMST", "dmst"),
    ("DMST", "dmst"),
    ("ATTT", "attt"),
    ("CĐS", "cds"),
    ("TMĐT", "tmdt"),
    ("IoT", "iot"),
    ("DNNVV", "dn"),
    ("CTCP phần mềm Hòa Bình", "hoa_binh"),
]
UPPER_CASE = [
    ("HOÀ BÌNH", "hoa_binh"),
    ("ĐƯỜNG SẮT", "duong"),
    ("TRÍ TUỆ NHÂN TẠO", "ai"),
    ("AN TOAN THONG TIN", "attt"),
    ("ＨＯＡ　ＢＩＮＨ", "hoa_binh"),
]
TELEX = [
    ("coong ngheej thoong tin", "cntt"),
    ("phaanf meemf hoas ddown", "invoice"),
    ("make in vieetj nam", "make"),
    ("ddieenj toans ddams maay", "cloud"),
    ("chuyeenr ddooir soos", "cds"),
    ("thuwowng maij ddieenj tuwr", "tmdt"),
    ("dduwowngf sawts", "duong"),
    ("truyeenf thoong quoocs tees", "truyen"),
    ("tris tueej nhaan taoj", "ai"),
    ("dduowngf sawts", "duong"),
    ("khowir nghieepj", "startup"),
    ("thuyr sanr caanf thow", "thuy"),
]
SPELLINGS = [
    ("Make in Viet Nam", "make_joined"),
    ("Make in Vietnam", "make"),
    ("Vietnam", "make"),
    ("bigdata", "big_data"),
    ("hoabinh", "hoa_binh"),
    ("lastmile", "hyphen"),
    ("start-up", "startup"),
    ("c++", "c_plus"),
    ("27001:2022", "iso"),
    ("phanmem hoadon dien tu", "invoice"),
]
TYPOS = [
    ("doanh nghieep", "dn"),
    ("truyenf thong", "truyen"),
    ("internt", "iot"),
    ("hai phogn", "logistics"),
    ("thonng minh", "smart_city"),
]

GROUPS: dict[str, list[tuple[str, str]]] = {
    "composed": COMPOSED,
    "decomposed": DECOMPOSED,
    "without marks": WITHOUT_MARKS,
    "place of the tone": PLACE_OF_TONE,
    "strokes": STROKES,
    "abbreviations": ABBREVIATIONS,
    "upper case": UPPER_CASE,
    "telex": TELEX,
    "spellings": SPELLINGS,
    "typos": TYPOS,
}
PAIRS = [pair for group in GROUPS.values() for pair in group]


def recall(found: Callable[[str], tuple[str, ...]], at: int = 10) -> float:
    """The share of pairs whose document is among the first ids that are found for what was typed."""
    return sum(meant in found(typed)[:at] for typed, meant in PAIRS) / len(PAIRS)


def missed(found: Callable[[str], tuple[str, ...]], at: int = 10) -> list[tuple[str, str]]:
    """The pairs whose document is not among the first."""
    return [(typed, meant) for typed, meant in PAIRS if meant not in found(typed)[:at]]
