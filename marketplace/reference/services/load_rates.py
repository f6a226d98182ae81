"""Adding exchange rates: none is ever changed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import insert, select

from marketplace.foundation.actor import Actor, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.money import DECIMALS
from marketplace.foundation.text import one_line
from marketplace.reference import policies
from marketplace.reference.content import Rate
from marketplace.reference.facts import RatesLoaded
from marketplace.reference.models import FxRate
from marketplace.reference.queries import shipped

BATCH = 500
LONGEST_SOURCE = 120
LOWEST, HIGHEST, MOST_DIGITS = Decimal("0.000001"), Decimal(1_000_000), 12
WRITTEN = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class RefusedRate:
    """A row of the file that could not be used; `line` counts from 2, the header being 1."""

    line: int
    code: str


@dataclass(frozen=True, slots=True)
class RatesRead:
    """What a load did: rows added, rows already there, rows refused."""

    added: int
    unchanged: int
    refused: tuple[RefusedRate, ...] = ()


class _Unreadable(ValueError):
    """Why a row cannot be used, as a code."""


def load_rates(actor: Actor, rows: Iterable[Mapping[str, str | None]]) -> RatesRead:
    """Add rows of currency, date, usd_per_unit and source; unreadable ones are refused, with all the rest added."""
    rates: list[tuple[int, Rate]] = []
    refused: list[RefusedRate] = []
    for line, row in enumerate(rows, start=2):
        try:
            rates.append((line, _rate(row)))
        except _Unreadable as error:
            refused.append(RefusedRate(line, str(error)))
    read = _add(actor, rates)
    every = sorted([*refused, *read.refused], key=lambda entry: entry.line)
    return RatesRead(read.added, read.unchanged, tuple(every))


def load_illustrative_rates(actor: Actor) -> RatesRead:
    """Add the shipped round rates, marked as illustrative: a real rate always comes before them."""
    return _add(actor, list(enumerate(shipped.illustrative_rates())))


def _add(actor: Actor, rates: Sequence[tuple[int, Rate]]) -> RatesRead:
    with transaction():
        allow(policies.can_load(actor))
        known = {(row.currency, row.day, row.source): Decimal(row.usd_per_unit) for row in _rows()}
        added: list[Rate] = []
        refused: list[RefusedRate] = []
        for line, rate in rates:
            key = (rate.currency, rate.date, rate.source)
            if key not in known:
                known[key] = rate.usd_per_unit
                added.append(rate)
            elif known[key] != rate.usd_per_unit:
                refused.append(RefusedRate(line, "other_rate_recorded"))
        _insert(added)
    return RatesRead(len(added), len(rates) - len(added) - len(refused), tuple(refused))


def _rows() -> Iterable[FxRate]:
    return db.session.scalars(select(FxRate))


def _insert(rates: Sequence[Rate]) -> None:
    for start in range(0, len(rates), BATCH):
        db.session.execute(insert(FxRate), [_values(rate) for rate in rates[start : start + BATCH]])
    if rates:
        days = [rate.date for rate in rates]
        record(RatesLoaded(len(rates), min(days), max(days)))


def _values(rate: Rate) -> dict[str, object]:
    return {
        "id": new_id(),
        "currency": rate.currency,
        "day": rate.date,
        "usd_per_unit": f"{rate.usd_per_unit:f}",
        "source": rate.source,
        "is_illustrative": rate.is_illustrative,
        "recorded_at": now(),
    }


def _rate(row: Mapping[str, str | None]) -> Rate:
    currency = (row.get("currency") or "").strip().upper()
    if currency not in DECIMALS or currency == "USD":
        raise _Unreadable("unknown_currency")
    source = one_line(row.get("source") or "")
    if not source or len(source) > LONGEST_SOURCE or source == shipped.ILLUSTRATIVE:
        raise _Unreadable("source_missing")
    return Rate(currency, _day(row.get("date") or ""), _usd(row.get("usd_per_unit") or ""), source)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise _Unreadable("not_a_date") from None


def _usd(text: str) -> Decimal:
    """Nobody trades a unit above or below these bounds: such a rate is a slip, and rates stay for ever."""
    if not WRITTEN.fullmatch(text.strip()) or not (rate := Decimal(text.strip())):
        raise _Unreadable("not_a_number")
    if not LOWEST <= rate <= HIGHEST:
        raise _Unreadable("rate_out_of_bounds")
    if len(rate.as_tuple().digits) > MOST_DIGITS:
        raise _Unreadable("too_many_digits")
    return rate
