"""The only reader of the time: aware UTC, and the day in Viet Nam."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place that may ask


def today() -> date:
    """Today's date in Viet Nam: deadlines and counts follow its calendar."""
    return now().astimezone(VIET_NAM).date()
