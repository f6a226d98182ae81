"""The public numbers as a page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace.deals.presenters.words import TIER_MEANINGS, TIERS, VERDICTS
from marketplace.deals.queries import counting
from marketplace.deals.rules.parameters import PLACES, CountParameters, parameters_on
from marketplace.deals.rules.stages import Tier
from marketplace.foundation.charts import Chart, Series, funnel
from marketplace.foundation.clock import now, today
from marketplace.foundation.i18n import _
from marketplace.foundation.money import Money
from marketplace.reporting.presenters.breakdown import Breakdown, breakdowns


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
    """One of the places: filled or not, and whether the deal was declared."""

    number: int
    filled: bool
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
    funnel: Chart
    breakdowns: tuple[Breakdown, ...]
    corrections: tuple[Correction, ...]
    parameters: CountParameters
    threshold: Money
    as_of: datetime


def kpi_page(in_full: bool = False) -> KpiPage:
    """The numbers as they are now; aggregates only, and small ones for officers only (`in_full`)."""
    filled = [row.origin == "declared" for _place, row in counting.places()]
    parameters = parameters_on(today())
    tiers = tuple(
        TierLine(each.tier, TIERS[each.tier], TIER_MEANINGS[each.tier], each.count, each.declared)
        for each in counting.tier_numbers()
    )
    return KpiPage(
        tiers=tiers,
        places=_places(filled),
        counted=len(filled),
        goal=PLACES,
        beyond=max(0, len(filled) - PLACES),
        funnel=_funnel(tiers),
        breakdowns=breakdowns(in_full),
        corrections=tuple(Correction(each.decided_at, VERDICTS[each.verdict]) for each in counting.corrections()),
        parameters=parameters,
        threshold=Money(int(parameters.minimum_usd * 100), "USD"),
        as_of=now(),
    )


def _funnel(tiers: Sequence[TierLine]) -> Chart:
    steps = Series(name=_("Deals"), labels=[str(line.label) for line in tiers], values=[line.count for line in tiers])
    return funnel(_("From the first meeting to the count"), _("Step"), steps)


def _places(filled: Sequence[bool]) -> tuple[Place, ...]:
    taken = [Place(number, True, declared) for number, declared in enumerate(filled, 1)]
    free = [Place(number, False, False) for number in range(len(taken) + 1, PLACES + 1)]
    return tuple(taken[:PLACES] + free)
