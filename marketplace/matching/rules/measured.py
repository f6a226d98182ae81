"""How often a shown score was right on past deals that were not learnt from, as weights bring it along."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marketplace.matching.rules.seats import Role

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Measured:
    """Of `pairs` that were shown as `low` to `high`, so many of a hundred were real; `shipped`: by which version."""

    low: int
    high: int
    real: int
    pairs: int
    shipped: int | None = None


def measured_at(score: float, role: Role, version: int, provenance: Mapping[str, Any]) -> Measured | None:
    """What was measured of scores like this one, 0 to 100; None where nothing was.

    A score at an edge is in the upper range, 100 in the last. `shipped` is told where another version was measured
    than the one that made the score: the one that it is based on.
    """
    rows = (provenance.get("calibration") or {}).get(role.value) or ()
    found = [row for row in rows if row["from"] <= score and (score < row["to"] or row["to"] >= HUNDRED)]
    if not found:
        return None
    row, shipped = found[-1], provenance.get("shipped", version)
    real = row["real"] * HUNDRED if row["real"] <= 1 else row["real"]
    return Measured(row["from"], row["to"], round(real), row["pairs"], None if shipped == version else shipped)
