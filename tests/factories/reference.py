"""Reference data that a test may need beyond what is shipped."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from marketplace.foundation.actor import SYSTEM
from marketplace.reference import services
from marketplace.reference.content import Rate
from marketplace.reference.queries import rate_on


def a_rate(currency: str = "VND", day: date = date(2026, 6, 8), usd_per_unit: str = "0.000038") -> Rate:
    """A recorded rate of an invented source."""
    row = {"currency": currency, "date": day.isoformat(), "usd_per_unit": usd_per_unit, "source": "Demo bank"}
    services.load_rates(SYSTEM, [row])
    found = rate_on(currency, day)
    assert found is not None
    assert found.usd_per_unit == Decimal(usd_per_unit)
    return found


def loaded_reference() -> None:
    """The shipped data in the tables; queries answer from the shipped files as long as nothing is loaded."""
    services.load_reference(SYSTEM)
