"""Weights as people read them: what each signal can add, where that comes from, and what two versions differ in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marketplace.matching.rules.editing import DECIMALS
from marketplace.matching.rules.seats import Role

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a signal can add at least and at most, in log-odds; `origin` says where that comes from."""

    code: str
    least: float
    most: float
    origin: str
    points: tuple[tuple[float, float], ...] = ()

    @property
    def far(self) -> float:
        """How far apart the two ends are: how much the signal can matter."""
        return self.most - self.least


@dataclass(frozen=True, slots=True)
class Together:
    """What two signals add together beyond each alone, at least and at most."""

    first: str
    second: str
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Difference:
    """One signal that two versions weigh differently; None where a version does not have it."""

    role: Role
    code: str
    before: Reach | None
    after: Reach | None


def reaches(plain: Plain) -> list[Reach]:
    """The signals of one role, those that can matter most first."""
    found = [_reach(code, row) for code, row in plain["signals"].items()]
    return sorted(found, key=lambda reach: (-reach.far, reach.code))


def _reach(code: str, row: Plain) -> Reach:
    adds = [float(value) for value in row["adds"]]
    points = tuple(zip(map(float, row.get("at", ())), adds, strict=False))
    return Reach(code, min(adds), max(adds), str(row["from"]), points)


def together(plain: Plain) -> list[Together]:
    """The pairs of signals of one role that add something together, those that can matter most first."""
    found = [
        Together(row["of"][0], row["of"][1], min(map(min, row["adds"])), max(map(max, row["adds"])))
        for row in plain.get("interactions", ())
    ]
    return sorted(found, key=lambda pair: (pair.least - pair.most, pair.first, pair.second))


def differences(before: Plain, after: Plain) -> list[Difference]:
    """Every signal that the contents of two versions weigh differently, role after role."""
    return [
        Difference(role, code, _one(before, role, code), _one(after, role, code))
        for role in Role
        for code in sorted({*before[role]["signals"], *after[role]["signals"]})
        if _weighs(before, role, code) != _weighs(after, role, code)
    ]


def changed_pairs(before: Plain, after: Plain, role: Role) -> int:
    """How many pairs of signals of a role add something else together than before."""
    one, other = (
        {tuple(row["of"]): row["adds"] for row in side[role].get("interactions", ())} for side in (before, after)
    )
    return sum(one.get(pair) != other.get(pair) for pair in {*one, *other})


def _one(plain: Plain, role: Role, code: str) -> Reach | None:
    row = plain[role]["signals"].get(code)
    return None if row is None else _reach(code, row)


def _weighs(plain: Plain, role: Role, code: str) -> object:
    """What a signal adds where; one that always adds nothing weighs like one that is not there."""
    row = plain[role]["signals"].get(code)
    if row is None or not any(row["adds"]):
        return None
    edges = row.get("at") or plain[role].get("edges", {}).get(code)
    return [float(edge) for edge in edges or ()], [round(float(value), DECIMALS) for value in row["adds"]]
