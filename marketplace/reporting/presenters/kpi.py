"""The public numbers as a page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from marketplace.deals.presenters.words import TIER_MEANINGS, TIERS, VERDICTS
from marketplace.deals.queries import counting
from marketplace.deals.rules.parameters import PLACES, CountParameters, parameters_on
from marketplace.deals.rules.stages import Tier
from marketplace.foundation.clock import VIET_NAM, now, today
from marketplace.foundation.money import Money


@dataclass(frozen=True, slots=True)
class TierLine:
    """One public number."""

    tier: Tier
    label: Any
    meaning: Any
    count: int
    declared: int


@dataclass(frozen=True, slots=True)
class Place:
    """One of the places: filled or not, since which quarter, and whether the deal was declared."""

    number: int
    filled: bool
    quarter: str | None
    declared: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """A public note that the count was corrected: when and how, never which deal."""

    decided_at: datetime
    verdict: Any


@dataclass(frozen=True, slots=True)
class KpiPage:
    """The public page of the national target."""

    tiers: tuple[TierLine, ...]
    places: tuple[Place, ...]
    counted: int
    goal: int
    beyond: int
    quarters: tuple[tuple[str, int], ...]
    corrections: tuple[Correction, ...]
    parameters: CountParameters
    threshold: Money
    as_of: datetime


def kpi_page() -> KpiPage:
    """The numbers as they are now; aggregates only."""
    filled = [(place.filled_at, row.origin == "declared") for place, row in counting.places()]
    parameters = parameters_on(today())
    return KpiPage(
        tiers=tuple(
            TierLine(each.tier, TIERS[each.tier], TIER_MEANINGS[each.tier], each.count, each.declared)
            for each in counting.tier_numbers()
        ),
        places=_places(filled),
        counted=len(filled),
        goal=PLACES,
        beyond=max(0, len(filled) - PLACES),
        quarters=_by_quarter([quarter(moment) for moment, _declared in filled]),
        corrections=tuple(Correction(each.decided_at, VERDICTS[each.verdict]) for each in counting.corrections()),
        parameters=parameters,
        threshold=Money(int(parameters.minimum_usd * 100), "USD"),
        as_of=now(),
    )


def _places(filled: Sequence[tuple[datetime, bool]]) -> tuple[Place, ...]:
    taken = [Place(number, True, quarter(moment), declared) for number, (moment, declared) in enumerate(filled, 1)]
    free = [Place(number, False, None, False) for number in range(len(taken) + 1, PLACES + 1)]
    return tuple(taken[:PLACES] + free)


def quarter(moment: datetime) -> str:
    """The quarter in Viet Nam in which something happened, as 3/2026."""
    day: date = moment.astimezone(VIET_NAM).date()
    return f"{(day.month + 2) // 3}/{day.year}"


def _by_quarter(quarters: Sequence[str]) -> tuple[tuple[str, int], ...]:
    return tuple((each, quarters.count(each)) for each in dict.fromkeys(quarters))
