"""The order of stages, from an idea to a listed company, whatever vocabulary names them."""

from collections.abc import Iterable

STEPS = {
    "idea": 0.0,
    "prototype": 1.0,
    "seed": 2.0,
    "angel": 2.0,
    "early": 3.0,
    "series-a": 3.0,
    "venture": 3.5,
    "growth": 4.0,
    "series-b": 4.0,
    "expansion": 5.0,
    "series-c+": 5.0,
    "private-equity": 5.0,
    "listed": 6.0,
    "post-ipo": 6.0,
}


def step_of(stages: Iterable[str | None]) -> float | None:
    """How far along the named stages are, on average; None where none has a place in the order."""
    known = [STEPS[stage] for stage in stages if stage in STEPS]
    return sum(known) / len(known) if known else None
