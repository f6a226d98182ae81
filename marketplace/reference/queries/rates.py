"""Exchange rates: which one holds on a day."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from marketplace.foundation.clock import today
from marketplace.foundation.database import db
from marketplace.reference.content import Rate
from marketplace.reference.models import FxRate

DOLLAR = "USD"
LONGEST_GAP = timedelta(days=7)


def rate_on(currency: str, day: date) -> Rate | None:
    """The rate of a day, else the last one at most seven days before; None if there is none.

    A real rate always comes before an illustrative one, and of two rates of one day the one recorded last.
    """
    if currency == DOLLAR:
        return Rate(DOLLAR, day, Decimal(1), DOLLAR)
    found = (
        select(FxRate)
        .where(FxRate.currency == currency, FxRate.day <= day, FxRate.day >= day - LONGEST_GAP)
        .order_by(FxRate.is_illustrative, FxRate.day.desc(), FxRate.recorded_at.desc(), FxRate.id.desc())
        .limit(1)
    )
    row = db.session.scalar(found)
    return rate_of(row) if row else None


def latest_rate(currency: str) -> Rate | None:
    """Today's rate, for orders of magnitude in lists and scores."""
    return rate_on(currency, today())


def rate_of(row: FxRate) -> Rate:
    """The value that a row holds."""
    return Rate(row.currency, row.day, Decimal(row.usd_per_unit), row.source, row.is_illustrative)
