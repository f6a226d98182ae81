"""The count rule's parameters, each set with its first day: open questions to the ministry are answered here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

PLACES = 25


@dataclass(frozen=True, slots=True)
class CountParameters:
    """One dated set; `near_days` is the signing window in which a second deal of the same parties is reviewed."""

    version: str
    applies_from: date
    period_start: date
    period_end: date
    minimum_usd: Decimal
    types: frozenset[str]
    minimum_stake_basis_points: int
    near_days: int
    value_basis: str


PARAMETERS: tuple[CountParameters, ...] = (
    CountParameters(
        version="g6-1",
        applies_from=date(2026, 6, 4),
        period_start=date(2026, 6, 4),
        period_end=date(2030, 12, 31),
        minimum_usd=Decimal(1000000),
        types=frozenset({"merger_acquisition", "joint_venture", "strategic_cooperation"}),
        minimum_stake_basis_points=1000,
        near_days=180,
        value_basis="agreed",
    ),
)


def parameters_on(day: date) -> CountParameters:
    """The set in force on a day; before the first set, the first."""
    in_force = [each for each in PARAMETERS if each.applies_from <= day]
    return in_force[-1] if in_force else PARAMETERS[0]
