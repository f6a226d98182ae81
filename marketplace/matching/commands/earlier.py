"""Earlier half-year windows cut out of a list of past deals, the way the measured window was cut."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from marketplace.matching.commands.windows import Row, Tables
from marketplace.matching.rules.seats import Role

LEAST_COMPANIES = {Role.INVEST: 3, Role.ACQUIRE: 1}
HALF_YEAR = 6


@dataclass(frozen=True)
class Earlier:
    """One earlier window and the pairs that then really happened for the first time."""

    tables: Tables
    answers: frozenset[tuple[str, str]]


def earlier_window(
    deals: Iterable[Row], companies: Mapping[str, Row], investors: Mapping[str, Row], begins: str, role: Role
) -> Earlier:
    """The half-year that begins in the month YYYY-MM; everything later is left unread."""
    ends = month_after(begins, HALF_YEAR)
    history = [row for row in deals if row["month"] < begins]
    during = [row for row in deals if begins <= row["month"] < ends]
    held: dict[str, set[str]] = defaultdict(set)
    for row in history:
        held[row["investor"]].add(row["company"])
    eligible = sorted(name for name, portfolio in held.items() if len(portfolio) >= LEAST_COMPANIES[role])
    pool = set(eligible)
    answers = {(row["investor"], row["company"]) for row in during if row["investor"] in pool}
    new = frozenset(pair for pair in answers if pair[1] not in held[pair[0]])
    return Earlier(Tables(history, companies, investors, _candidates(during), eligible), new)


def month_after(month: str, months: int) -> str:
    """The month YYYY-MM so many months later."""
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + months
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _candidates(during: Iterable[Row]) -> list[Row]:
    """Each company once, with its first round of the window."""
    first: dict[str, Row] = {}
    for row in sorted(during, key=lambda row: (row["company"], row["month"])):
        first.setdefault(row["company"], row)
    return [
        {"company": name, "amount_sought_usd": row.get("amount_usd") or "", "stage": row.get("stage") or ""}
        for name, row in sorted(first.items())
    ]
