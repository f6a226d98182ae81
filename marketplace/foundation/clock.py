"""The only reader of the time: aware UTC, and the day in Viet Nam."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place that may ask


def today() -> date:
    """Today's date in Viet Nam: deadlines and counts follow its calendar."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day in Viet Nam that a moment belongs to."""
    return moment.astimezone(VIET_NAM).date()
