from __future__ import annotations

from datetime import date

import pytest

from marketplace.foundation.text import sort_key
from marketplace.reference import queries
from marketplace.reference.queries import shipped

OLD_DAY = date(2025, 6, 30)
NEW_DAY = date(2025, 7, 1)


@pytest.mark.parametrize("taxonomy", shipped.taxonomies())
def test_every_term_has_a_label_in_both_languages_and_a_code_of_its_own(taxonomy: str) -> None:
    terms = queries.terms(taxonomy)
    assert terms
    assert len({term.code for term in terms}) == len(terms)
    assert all(term.label.vi and term.label.en for term in terms)
    assert all(term.code.isascii() and term.code == term.code.lower() and " " not in term.code for term in terms)


def test_three_deal_types_count() -> None:
    assert queries.counting_deal_types() == {"merger_acquisition", "joint_venture", "strategic_cooperation"}


def test_flags_are_kept_apart_from_the_field() -> None:
    assert "semiconductors" in queries.flagged("technology", "strategic")
    assert "smart_home" not in queries.flagged("technology", "core")
    for flag in ("strategic", "core", "emerging", "dual_use"):
        assert queries.flagged("technology", flag)


def test_there_are_63_provinces_until_june_2025_and_34_after() -> None:
    assert len(queries.provinces(OLD_DAY)) == 63
    assert len(queries.provinces(NEW_DAY)) == 34
    assert len({found.code for found in queries.provinces(NEW_DAY)}) == 34
    assert sum(found.kind == "city" for found in queries.provinces(NEW_DAY)) == 6


def test_every_former_province_has_a_successor_that_exists() -> None:
    codes = {found.code for found in queries.provinces(NEW_DAY)}
    assert {found.successor for found in queries.provinces(OLD_DAY)} == codes


def test_a_code_means_what_it_meant_at_the_time() -> None:
    before, after = queries.province("15", OLD_DAY), queries.province("15", NEW_DAY)
    assert before is not None
    assert after is not None
    assert (before.name.vi, after.name.vi) == ("Yên Bái", "Lào Cai")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hà Nội", "01"),
        ("Thành phố Hà Nội", "01"),
        ("hanoi", "01"),
        ("TP. Hồ Chí Minh", "79"),
        ("TPHCM", "79"),
        ("Ho Chi Minh City", "79"),
        ("Tỉnh Bắc Giang", "24"),
        ("Bắc Ninh", "24"),
        ("Quảng Nam", "48"),
        ("Thừa Thiên Huế", "46"),
        ("Bà Rịa - Vũng Tàu", "79"),
        ("Khánh Hoà", "56"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_a_province_is_known_by_its_names(text: str, code: str | None) -> None:
    assert queries.province_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("VN", "VN"),
        ("Việt Nam", "VN"),
        ("Vietnam", "VN"),
        ("UK", "GB"),
        ("USA", "US"),
        ("U.S.", "US"),
        ("Mỹ", "US"),
        ("MY", "MY"),
        ("DRC Congo", "CD"),
        ("Congo (DRC)", "CD"),
        ("Nhật Bản", "JP"),
        ("Hàn Quốc", "KR"),
        ("The Netherlands", "NL"),
        ("Czech Republic", "CZ"),
        ("Hong Kong", "HK"),
        ("Singapore", "SG"),
        ("Côte d'Ivoire", "CI"),
        ("EU", "EU"),
        ("Atlantis", None),
        ("ZZ", None),
        ("", None),
    ],
)
def test_a_country_is_known_by_its_names_in_both_languages(text: str, code: str | None) -> None:
    assert queries.country_code(text) == code


def test_every_country_is_known_by_its_own_names() -> None:
    for code in queries.country_codes("vi"):
        for lang in ("vi", "en"):
            assert queries.country_code(queries.country_name(code, lang)) == code


def test_countries_are_offered_in_the_order_of_the_language() -> None:
    names = [queries.country_name(code, "vi") for code in queries.country_codes("vi")]
    assert names == sorted(names, key=sort_key)
    assert names.index("Đức") > names.index("Cuba")


@pytest.mark.parametrize(
    ("taxonomy", "code", "vi", "en"),
    [
        ("technology", "ai", "Trí tuệ nhân tạo", "Artificial intelligence"),
        ("country", "DE", "Đức", "Germany"),
        ("market", "global", "Toàn cầu", "Global"),
        ("market", "JP", "Nhật Bản", "Japan"),
        ("province", "79", "Thành phố Hồ Chí Minh", "Ho Chi Minh City"),
        ("industry", "F", "Xây dựng", "Construction"),
        ("currency", "VND", "Đồng Việt Nam", "Vietnamese Dong"),
        ("technology", "no_such_code", "no_such_code", "no_such_code"),
        ("technology", None, "", ""),
    ],
)
def test_a_label_in_both_languages(taxonomy: str, code: str | None, vi: str, en: str) -> None:
    assert (queries.label(taxonomy, code, "vi"), queries.label(taxonomy, code, "en")) == (vi, en)


def test_unknown_codes_are_named() -> None:
    assert queries.unknown_codes("sector", ["health", "alchemy"]) == ("alchemy",)
    assert queries.unknown_codes("market", ["JP", "global", "ZZ"]) == ("ZZ",)


def test_a_year_without_classes_has_those_of_the_year_before() -> None:
    assert queries.market_class("JP", 2026) == queries.market_class("JP", 2027) == "target"
    assert queries.markets(2020) == ()
    assert queries.market_class("ZZ", 2026) is None


def test_sections_are_the_top_of_the_industry_classification() -> None:
    assert "".join(found.code for found in queries.industries()) == "ABCDEFGHIJKLMNOPQRSTUV"
