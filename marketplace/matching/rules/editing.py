"""What staff may change of the weights, within bounds, and what comes out: on the plain content of a version."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import isfinite
from typing import Any

from marketplace.matching.rules.seats import Role
from marketplace.matching.rules.weights import Table

Plain = Mapping[str, Any]
Key = tuple[Role, str]

JUDGED, POLICY = "judgement", "policy"
MOST_TIMES = 2.0
FEWEST_POINTS, MOST_POINTS = 2, 9
DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Bound:
    """Between which values the points of a judged table lie, and what it may add at least and at most."""

    first: float
    last: float
    least: float
    most: float


USUAL = Bound(0, 1, -1.5, 1.5)
BOUNDS: Mapping[str, Bound] = {
    "text_likeness": Bound(0, 1, -0.5, 1.0),
    "meaning_likeness": Bound(-1, 1, -0.4, 0.4),
    "core_technology": Bound(0, 1, 0, 1.0),
    "asked_words": Bound(0, 1, 0, 1.0),
    "seeker_exposed": Bound(-10, 10, -10, 10),
}
# Rules of policy: off unless the ministry switches them on, and then this small, fixed table in both roles.
PRIORITIES: Mapping[str, Table] = {
    "small_firm": Table((0.0, 1.0), (0.0, 0.3)),
    "promising_firm": Table((0.0, 1.0), (0.0, 0.3)),
}


class Problem(StrEnum):
    """Why a change is not possible."""

    UNKNOWN = "unknown"
    TIMES = "times"
    NOT_JUDGED = "not_judged"
    UNEVEN = "uneven"
    FEW_OR_MANY = "few_or_many"
    NOT_RISING = "not_rising"
    OUTSIDE = "outside"
    TOO_MUCH = "too_much"


@dataclass(frozen=True, slots=True)
class Change:
    """What is changed of one signal: switched off, its fitted additions times a factor, or its judged table."""

    times: float = 1.0
    table: Table | None = None
    off: bool = False

    @property
    def factor(self) -> float:
        """What the additions are multiplied by; nothing is left of a signal that is off."""
        return 0.0 if self.off else self.times


@dataclass(frozen=True)
class Changes:
    """Everything that differs from a shipped version, and the rules of policy that are switched on."""

    signals: Mapping[Key, Change] = field(default_factory=dict)
    policies: frozenset[str] = frozenset()


AS_SHIPPED = Change()


def bound_of(code: str) -> Bound:
    """The bounds of a judged signal."""
    return BOUNDS.get(code, USUAL)


def is_judged(row: Plain) -> bool:
    """Whether a signal's table was set by judgement, and so may be set anew."""
    return row["from"] == JUDGED and "at" in row


def editable(roles: Plain, role: Role) -> dict[str, Plain]:
    """The signals of a role that staff may change; rules of policy are switched on their own."""
    return {code: row for code, row in roles[role]["signals"].items() if code not in PRIORITIES}


def problem_of(code: str, change: Change, row: Plain | None) -> Problem | None:
    """The first thing that forbids a change, None where it is possible; `row` is the signal as it was shipped."""
    if row is None or code in PRIORITIES:
        return Problem.UNKNOWN
    if not (isfinite(change.times) and 0 <= change.times <= MOST_TIMES):
        return Problem.TIMES
    if change.table is None:
        return None
    return _table_problem(bound_of(code), change.table) if is_judged(row) else Problem.NOT_JUDGED


def _table_problem(bound: Bound, table: Table) -> Problem | None:
    checks = {
        Problem.UNEVEN: len(table.at) == len(table.adds),
        Problem.FEW_OR_MANY: FEWEST_POINTS <= len(table.at) <= MOST_POINTS,
        Problem.NOT_RISING: all(left < right for left, right in zip(table.at, table.at[1:], strict=False)),
        Problem.OUTSIDE: all(bound.first <= point <= bound.last for point in table.at),
        Problem.TOO_MUCH: all(bound.least <= adds <= bound.most for adds in table.adds),
    }
    return next((problem for problem, holds in checks.items() if not holds), None)


def problems(roles: Plain, changes: Changes) -> dict[Key, Problem]:
    """What forbids each change that is not possible."""
    found = {
        (role, code): problem_of(code, change, roles[role]["signals"].get(code))
        for (role, code), change in changes.signals.items()
    }
    return {key: problem for key, problem in found.items() if problem is not None}


def applied(roles: Plain, changes: Changes) -> dict[str, Any]:
    """The content of all roles with the changes made; raises ValueError where one is not possible.

    What two signals add together follows the smaller of their two factors, so it goes with a signal that is off.
    """
    if problems(roles, changes) or not changes.policies <= PRIORITIES.keys():
        raise ValueError("changes outside their bounds")
    return {role: _role(Role(role), plain, changes) for role, plain in roles.items()}


def _role(role: Role, plain: Plain, changes: Changes) -> dict[str, Any]:
    def factor(code: str) -> float:
        return changes.signals.get((role, code), AS_SHIPPED).factor

    signals = {
        code: _signal(row, changes.signals.get((role, code), AS_SHIPPED))
        for code, row in plain["signals"].items()
        if code not in PRIORITIES and factor(code) > 0
    }
    for code in sorted(changes.policies):
        signals[code] = {"at": list(PRIORITIES[code].at), "adds": list(PRIORITIES[code].adds), "from": POLICY}
    together = [(row, min(factor(row["of"][0]), factor(row["of"][1]))) for row in plain.get("interactions", ())]
    kept = [{**row, "adds": [_times(adds, times) for adds in row["adds"]]} for row, times in together if times > 0]
    return {**plain, "signals": signals, "interactions": kept}


def _signal(row: Plain, change: Change) -> dict[str, Any]:
    if change.table is not None:
        row = {**row, "at": list(change.table.at), "adds": list(change.table.adds)}
    return {**row, "adds": _times(row["adds"], change.times)}


def _times(adds: list[float], times: float) -> list[float]:
    return list(adds) if times == 1 else [round(value * times, DECIMALS) for value in adds]


def without_idle(changes: Changes, roles: Plain) -> Changes:
    """The same changes without those that leave a signal as it was shipped."""
    return Changes(
        {key: change for key, change in changes.signals.items() if _acts(change, key, roles)}, changes.policies
    )


def _acts(change: Change, key: Key, roles: Plain) -> bool:
    role, code = key
    row = roles[role]["signals"].get(code)
    same = change.table is None or (
        row is not None and list(change.table.at) == row.get("at") and list(change.table.adds) == row["adds"]
    )
    return change.off or change.times != 1 or not same


def to_plain(changes: Changes) -> dict[str, Any]:
    """Changes as they are stored and as a page hands them on."""
    signals: dict[str, dict[str, Any]] = {}
    for (role, code), change in sorted(changes.signals.items()):
        signals.setdefault(role.value, {})[code] = {
            "times": change.times,
            "off": change.off,
            "table": None if change.table is None else [list(change.table.at), list(change.table.adds)],
        }
    return {"signals": signals, "policies": sorted(changes.policies)}


def from_plain(plain: Plain) -> Changes:
    """Changes from what `to_plain` gave; raises KeyError, TypeError or ValueError for another shape."""
    return Changes(dict(_read(plain["signals"])), frozenset(str(code) for code in plain["policies"]))


def _read(signals: Plain) -> Iterator[tuple[Key, Change]]:
    for role, rows in signals.items():
        for code, row in rows.items():
            table = None
            if row["table"] is not None:
                at, adds = row["table"]
                table = Table(tuple(map(float, at)), tuple(map(float, adds)))
            yield (Role(role), str(code)), Change(float(row["times"]), table, row["off"] is True)
