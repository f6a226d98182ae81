from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from marketplace.foundation.actor import ANONYMOUS, SYSTEM, NotAllowed
from marketplace.foundation.database import db, transaction
from marketplace.foundation.journal import Fact
from marketplace.reference import queries, services
from marketplace.reference.models import FxRate, ReferenceRelease, ReferenceTerm
from tests.factories.reference import a_rate, loaded_reference

if TYPE_CHECKING:
    from flask_sqlalchemy import SQLAlchemy

pytestmark = pytest.mark.usefixtures("database")


def _facts(name: str) -> int:
    return db.session.scalar(select(func.count()).select_from(Fact).where(Fact.name == name)) or 0


def test_a_second_load_changes_nothing() -> None:
    assert services.load_reference(SYSTEM).added > 300
    assert not services.load_reference(SYSTEM)
    assert _facts("reference.reference_loaded") == 1
    assert db.session.scalar(select(func.count()).select_from(ReferenceRelease)) == 1


def test_what_is_loaded_is_what_is_shipped() -> None:
    before = queries.snapshot()
    loaded_reference()
    after = queries.snapshot()
    assert after is not before
    assert after.terms == before.terms
    assert set(after.provinces) == set(before.provinces)
    assert set(after.markets) == set(before.markets)
    assert after.industries == before.industries


def test_a_term_that_is_no_longer_shipped_is_retired_and_keeps_its_label(database: SQLAlchemy) -> None:
    loaded_reference()
    with transaction() as session:
        source = session.get_one(ReferenceTerm, ("technology", "ai"))
        session.add(
            ReferenceTerm(
                taxonomy="technology",
                code="telegraph",
                label=source.label,
                flags=[],
                attributes={},
                position=99,
                valid_from=date(2026, 1, 1),
                version="old",
            )
        )
    assert services.load_reference(SYSTEM).retired == 1
    assert "telegraph" not in {term.code for term in queries.terms("technology")}
    assert queries.label("technology", "telegraph", "en") == "Artificial intelligence"
    assert not services.load_reference(SYSTEM)


def test_a_changed_label_comes_back_with_the_next_load() -> None:
    loaded_reference()
    with transaction() as session:
        session.execute(update(ReferenceTerm).where(ReferenceTerm.code == "iot").values(position=77))
    assert services.load_reference(SYSTEM).changed == 1
    assert [term.code for term in queries.terms("technology")][5] == "iot"


def test_only_officers_of_reference_data_load_it() -> None:
    with pytest.raises(NotAllowed):
        services.load_reference(ANONYMOUS)
    with pytest.raises(NotAllowed):
        services.load_illustrative_rates(ANONYMOUS)


def test_a_rate_holds_for_seven_days() -> None:
    a_rate("EUR", date(2026, 6, 5), "1.12345678901")
    assert queries.rate_on("EUR", date(2026, 6, 5)) == queries.rate_on("EUR", date(2026, 6, 12))
    assert queries.rate_on("EUR", date(2026, 6, 13)) is None
    assert queries.rate_on("EUR", date(2026, 6, 4)) is None


def test_a_dollar_is_a_dollar_on_every_day() -> None:
    rate = queries.rate_on("USD", date(1999, 1, 1))
    assert rate is not None
    assert rate.usd_per_unit == 1


def test_a_real_rate_comes_before_an_illustrative_one_even_if_older() -> None:
    services.load_illustrative_rates(SYSTEM)
    shown = queries.rate_on("VND", date(2026, 6, 10))
    assert shown is not None
    assert shown.is_illustrative
    a_rate("VND", date(2026, 6, 4), "0.000038")
    real = queries.rate_on("VND", date(2026, 6, 10))
    assert real is not None
    assert real.usd_per_unit == Decimal("0.000038")
    assert not real.is_illustrative


def test_illustrative_rates_leave_no_day_without_one() -> None:
    services.load_illustrative_rates(SYSTEM)
    assert all(queries.rate_on("JPY", date(2026, month, 15)) for month in range(1, 13))
    assert services.load_illustrative_rates(SYSTEM).added == 0


def test_a_different_rate_of_the_same_source_and_day_is_refused_and_a_correction_has_its_own_source() -> None:
    a_rate("EUR", date(2026, 6, 5), "1.10")
    other = {"currency": "EUR", "date": "2026-06-05", "usd_per_unit": "1.20", "source": "Demo bank"}
    read = services.load_rates(SYSTEM, [other])
    assert (read.added, [refused.code for refused in read.refused]) == (0, ["other_rate_recorded"])
    services.load_rates(SYSTEM, [{**other, "source": "Demo bank, corrected 2026-06-09"}])
    corrected = queries.rate_on("EUR", date(2026, 6, 5))
    assert corrected is not None
    assert corrected.usd_per_unit == Decimal("1.20")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"currency": "XXX"}, "unknown_currency"),  # ISO 4217: no currency
        ({"currency": "USD"}, "unknown_currency"),
        ({"date": "05/06/2026"}, "not_a_date"),
        ({"usd_per_unit": "1,1"}, "not_a_number"),
        ({"usd_per_unit": "-1"}, "not_a_number"),
        ({"usd_per_unit": "NaN"}, "not_a_number"),
        ({"usd_per_unit": "1_1"}, "not_a_number"),
        ({"usd_per_unit": "0"}, "not_a_number"),
        ({"usd_per_unit": "1000000.1"}, "rate_out_of_bounds"),
        ({"usd_per_unit": "0.00000099"}, "rate_out_of_bounds"),
        ({"usd_per_unit": "1e99"}, "rate_out_of_bounds"),
        ({"usd_per_unit": "1.123456789012"}, "too_many_digits"),
        ({"source": ""}, "source_missing"),
        ({"source": "illustrative"}, "source_missing"),
    ],
)
def test_an_unreadable_rate_is_refused_and_the_others_are_added(change: dict[str, str], code: str) -> None:
    good = {"currency": "EUR", "date": "2026-06-05", "usd_per_unit": "1.1", "source": "Demo bank"}
    read = services.load_rates(SYSTEM, [{**good, **change}, {**good, "currency": "GBP"}])
    assert read.added == 1
    assert [(refused.line, refused.code) for refused in read.refused] == [(2, code)]


def test_a_recorded_rate_can_be_neither_changed_nor_deleted() -> None:
    a_rate()
    with pytest.raises(DBAPIError), transaction() as session:
        session.execute(update(FxRate).values(usd_per_unit="1"))
    with pytest.raises(DBAPIError), transaction() as session:
        session.execute(delete(FxRate))


def test_industries_are_read_below_their_sections() -> None:
    loaded_reference()
    rows = [
        {"code": "62", "vi": "Ngành minh hoạ"},
        {"code": "6201", "vi": "Nhóm minh hoạ", "en": "Demo class"},
        {"code": "62010", "vi": "Lớp minh hoạ"},
        {"code": "743", "vi": ""},
        {"code": "4x", "vi": "Sai"},
        {"code": "4001", "vi": "Không có ngành"},
    ]
    read = services.load_industries(SYSTEM, rows, "demo.csv")
    assert (read.added, read.changed) == (3, 0)
    assert [(entry.code, entry.reason) for entry in read.refused] == [
        ("743", "no_title"),
        ("4x", "not_a_code"),
        ("4001", "no_section"),
    ]
    assert [entry.code for entry in queries.industries("K")] == ["62"]
    assert [entry.code for entry in queries.industries("62")] == ["6201"]
    assert queries.label("industry", "6201", "en") == "Demo class"
    again = services.load_industries(SYSTEM, rows, "demo.csv")
    assert (again.added, again.changed) == (0, 0)
    assert not services.load_reference(SYSTEM)
