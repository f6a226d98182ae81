"""Reading lists as people write them: what is clear is read, the rest is listed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from marketplace.exchange.rules.cheques import ChequeUnclear, read_cheque
from marketplace.exchange.rules.columns import DateOrder, NumberMarks, decide_dates, decide_numbers
from marketplace.exchange.rules.keys import investor_key, product_key, web_address, web_host
from marketplace.exchange.rules.places import read_markets, read_office
from marketplace.exchange.rules.stages import read_stages
from marketplace.exchange.rules.trades import TRADES, read_trades, split_names
from marketplace.reference.queries.countries import country_code
from marketplace.reference.queries.shipped import terms


@pytest.mark.parametrize(
    ("text", "minimum", "maximum", "currency"),
    [
        ("$50k to $1M", 50_000, 1_000_000, "USD"),
        ("$50K - $1M", 50_000, 1_000_000, "USD"),
        ("$100,000", 100_000, 100_000, "USD"),
        ("$100K - 14M", 100_000, 14_000_000, "USD"),
        ("$ $100K - $400K", 100_000, 400_000, "USD"),
        ("$ 1m - 3 m", 1_000_000, 3_000_000, "USD"),
        ("$0.5M - $2.5M", 500_000, 2_500_000, "USD"),
        ("$1,000,000 – $2,500,000", 1_000_000, 2_500_000, "USD"),
        ("€250k - €2m", 250_000, 2_000_000, "EUR"),
        ("USD 5M", 5_000_000, 5_000_000, "USD"),
        ("$0 - $250K", None, 250_000, "USD"),
        ("US$ 2bn", 2_000_000_000, 2_000_000_000, "USD"),
    ],
)
def test_a_clear_cheque_is_read(text: str, minimum: int | None, maximum: int | None, currency: str) -> None:
    cheque = read_cheque(text)
    assert (cheque.minimum, cheque.maximum, cheque.currency) == (minimum, maximum, currency)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("100K - 14M", "cheque.currency"),
        ("$1KK - 5M", "cheque.unit"),
        ("$INR 20-25 lacs", "cheque.shape"),
        ("$250K - $125K", "cheque.order"),
        ("$1 - $2", "cheque.unit"),
        ("$0 - $0", "cheque.empty"),
        ("$100K up", "cheque.shape"),
        ("$1.000", "cheque.shape"),
        ("$1M - €2M", "cheque.currency"),
        ("$1M - $2M - $3M", "cheque.shape"),
        ("ask us", "cheque.shape"),
    ],
)
def test_an_unclear_cheque_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(ChequeUnclear) as unclear:
        read_cheque(text)
    assert unclear.value.code == code


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["10/23/2018", "01/02/2019"], DateOrder.MONTH_FIRST),
        (["23/10/2018", "01/02/2019"], DateOrder.DAY_FIRST),
        (["2018-10-23", "2019-02-01"], DateOrder.YEAR_FIRST),
        (["01/02/2019", "03/04/2020"], DateOrder.UNCLEAR),
        (["10/23/2018", "23/10/2018"], DateOrder.UNCLEAR),
        (["", "0"], DateOrder.UNCLEAR),
    ],
)
def test_the_order_of_dates_is_decided_by_the_whole_column(cells: list[str], order: DateOrder) -> None:
    assert decide_dates(cells).order is order


def test_a_decided_column_reads_its_cells_and_an_unclear_one_reads_none() -> None:
    assert decide_dates(["10/23/2018"]).read("01/02/2019") == date(2019, 1, 2)
    assert decide_dates(["10/23/2018"]).read("0") is None
    assert decide_dates(["01/02/2019"]).read("01/02/2019") is None


@pytest.mark.parametrize(
    ("cells", "marks", "number"),
    [
        (["$1,000,000", "$50,000"], NumberMarks.COMMA_GROUPS, Decimal(50_000)),
        (["1.000.000", "50.000"], NumberMarks.POINT_GROUPS, Decimal(50_000)),
        (["16,5", "50.000"], NumberMarks.POINT_GROUPS, Decimal(50_000)),
        (["50000"], NumberMarks.NO_MARKS, Decimal(50_000)),
        (["50,000", "60,000"], NumberMarks.UNCLEAR, None),
        (["1,000,000", "1.000.000,5"], NumberMarks.UNCLEAR, None),
    ],
)
def test_what_marks_mean_is_decided_by_the_whole_column(
    cells: list[str], marks: NumberMarks, number: Decimal | None
) -> None:
    column = decide_numbers(cells)
    assert column.marks is marks
    assert column.read(cells[-1]) == number if number is None or marks is not NumberMarks.UNCLEAR else True


def test_stages_are_read_by_name_and_the_rest_is_listed() -> None:
    assert read_stages("1. Idea or Patent,2. Prototype") == (("idea", "prototype"), ())
    assert read_stages("Pre-seed, Series+, Seed") == (("prototype", "seed"), ("Series+",))
    assert read_stages("") == ((), ())


def test_countries_and_regions_become_codes_and_the_rest_is_listed() -> None:
    codes, unread = read_markets("UK,DRC Congo,US/Canada,Global,Atlantis", country_code)
    assert (codes, unread) == (("GB", "CD", "US", "CA", "global"), ("Atlantis",))
    assert "VN" in read_markets("Southeast Asia", country_code)[0]
    assert read_markets('Congo (Congo-Brazzaville),"Eswatini (fmr. ""Swaziland"")"', country_code) == (("CG", "SZ"), ())


@pytest.mark.parametrize(
    ("text", "country", "city"),
    [
        ("United States", "US", None),
        ("London, United Kingdom", "GB", "London"),
        ("1 Example Street, Paris, 75002, FR", "FR", None),
        ("1 Example Street, Palo Alto, CA 94306", "US", None),
        ("San Francisco, CA", None, None),
        ("Boston, MA, USA", "US", "Boston"),
        ("1 Example Street, Tel Aviv, Israel 6971915, IL", "IL", None),
        ("1 Example Street Singapore 239920", "SG", None),
        ("somewhere", None, None),
        ("", None, None),
    ],
)
def test_a_head_office_s_country_is_read_only_where_it_is_clear(
    text: str, country: str | None, city: str | None
) -> None:
    office = read_office(text, country_code)
    assert (office.country, office.city) == (country, city)


def test_trades_are_read_by_name_and_the_rest_is_listed() -> None:
    trades = read_trades(split_names("Fintech, Supply Chain/Logistics, Astrology"))
    assert trades.sectors == ("finance", "logistics")
    assert trades.technologies == ("fintech",)
    assert trades.unread == ("Astrology",)
    assert read_trades(["Sector Agnostic"]).every


def test_every_trade_uses_codes_that_exist() -> None:
    known = {taxonomy: {term.code for term in terms() if term.taxonomy == taxonomy} for taxonomy in
             ("sector", "technology", "segment")}  # fmt: skip
    for name, trade in TRADES.items():
        assert set(trade.sectors) <= known["sector"], name
        assert set(trade.technologies) <= known["technology"], name
        assert set(trade.segments) <= known["segment"], name


def test_keys_know_one_thing_under_its_spellings() -> None:
    assert web_host("https://www.example.vn/vi/") == web_host("example.vn") == "example.vn"
    assert web_host("no address") is None
    assert web_address("www.example.vn") == "https://www.example.vn"
    assert web_address("javascript:alert(1)") is None
    assert product_key("example.vn", "Hóa  đơn ĐIỆN TỬ") == product_key("example.vn", "hoá đơn điện tử")
    assert investor_key("Demo Fund", "Singapore") != investor_key("Demo Fund", "Japan")
