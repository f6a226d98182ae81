"""From a list of past deals to a file of weights: earlier windows, a fit, judgement where deals are silent."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from marketplace.foundation.clock import today
from marketplace.matching.commands.boosting import Ground, Growth, free_odds, leaves
from marketplace.matching.commands.earlier import earlier_window, month_after
from marketplace.matching.commands.sampling import Sample, sample_of
from marketplace.matching.commands.windows import role_of, rows_of, table, window_of
from marketplace.matching.rules.fitting import DECIMALS, Fitted, edges_of, fitted, steps_of, strongest
from marketplace.matching.rules.seats import Role
from marketplace.matching.rules.settling import settled
from marketplace.matching.rules.signals import CODES
from marketplace.matching.rules.trees import added_up, purified

HALF_YEAR = 6
INTERACTIONS = 120
JUDGED = 2
GIVEN = "from"


@dataclass(frozen=True, slots=True)
class Task:
    """Which deals to learn from: a file of them, the folder with the profiles, nothing from `before` on."""

    deals: Path
    profiles: Path
    before: str
    windows: int
    growth: Growth = field(default_factory=Growth)
    without: frozenset[str] = frozenset()


def learnt(task: Task) -> tuple[Role, dict[str, Any]]:
    """The weights of one role as they are stored, fitted on the half-years before the given month."""
    role, samples, starts = samples_of(task)
    sample = Sample(np.hstack([each.values for each in samples]), np.concatenate([each.happened for each in samples]))
    found = _fit(sample, task)
    provenance = {
        "windows": starts,
        "before": task.before,
        "deals": int(sample.happened.sum()),
        "chance_pairs": int((~sample.happened).sum()),
        "growth": asdict(task.growth),
    }
    return role, _stored(role, found, provenance)


def samples_of(task: Task) -> tuple[Role, list[Sample], list[str]]:
    """The role, the samples of the earlier half-years, and when those begin."""
    deals = [row for row in rows_of(task.deals) if row["month"] < task.before]
    role = role_of(deals)
    companies = {row["company"]: row for row in table(task.profiles, "companies")}
    investors = {row["investor"]: row for row in table(task.profiles, "investors")}
    starts = sorted(month_after(task.before, -HALF_YEAR * back) for back in range(1, task.windows + 1))
    samples = []
    for start in starts:
        earlier = earlier_window(deals, companies, investors, start, role)
        samples.append(sample_of(window_of(earlier.tables, role), earlier.answers))
    return role, samples, starts


def _fit(sample: Sample, task: Task) -> Fitted:
    edges = [
        np.zeros(0, np.float32) if code in task.without else edges_of(row)
        for code, row in zip(CODES, sample.values, strict=True)
    ]
    steps = np.stack([steps_of(row, cut) for row, cut in zip(sample.values, edges, strict=True)])
    for code in task.without:
        steps[CODES.index(code)] = 0
    odds = free_odds(sample.values[[code not in task.without for code in CODES]], sample.happened, task.growth)
    ground = Ground(steps, [len(row) + 2 for row in edges])
    chance = steps[:, ~sample.happened]
    looked = purified(added_up(leaves(ground, task.growth, odds), ground.widths), chance)
    tables = settled(looked, strongest(looked, chance, INTERACTIONS), steps, odds)
    return fitted(tables, edges, steps, sample.happened)


def _stored(role: Role, found: Fitted, provenance: Mapping[str, Any]) -> dict[str, Any]:
    judged = judgement()["roles"][role.value]
    signals = {CODES[number]: {"adds": row.tolist(), GIVEN: "deals"} for number, row in found.alone.items()}
    signals |= {code: {**row, GIVEN: "judgement"} for code, row in judged.items() if code not in signals}
    return {
        "intercept": found.intercept,
        "fitted_on": dict(provenance),
        "edges": {CODES[number]: [round(float(edge), 5) for edge in found.edges[number]] for number in found.alone},
        "signals": signals,
        "interactions": [
            {"of": [CODES[first], CODES[second]], "adds": grid.tolist()}
            for (first, second), grid in found.together.items()
        ],
    }


def judgement() -> dict[str, Any]:
    """The tables that were set by people."""
    text = resources.files("marketplace.matching").joinpath("data", f"judged-{JUDGED}.json").read_text("utf-8")
    stored: dict[str, Any] = json.loads(text)
    return stored


def into_file(path: Path, version: int, role: Role, weights: Mapping[str, Any]) -> None:
    """Put one role's weights into a weights file, keeping the other's."""
    stored: dict[str, Any] = {"version": version, "provenance": {}, "roles": {}}
    if path.exists():
        stored = json.loads(path.read_text("utf-8"))
    stored["provenance"] |= {
        "fitted": "tables of one and two signals, settled on what free trees tell of past deals of other markets",
        "judged": judgement()["why"],
        "meanings": judgement()["meanings"],
        "fitted_at": today().isoformat(),
    }
    stored["roles"][role.value] = weights
    path.write_text(_readable(stored), "utf-8")


def calibrated(path: Path, role: Role, window: str, shift: float, rows: Sequence[Mapping[str, float]]) -> None:
    """Move the sums of one role to where they were right in an earlier half-year that was not learnt from.

    Notes how often shown scores then came true: a row is `from`, `to`, `stated` and `real` (shares of one) and `pairs`.
    """
    stored: dict[str, Any] = json.loads(path.read_text("utf-8"))
    weights = stored["roles"][role.value]
    weights["intercept"] = round(weights["intercept"] + shift, DECIMALS)
    for name, value in (("calibration", list(rows)), ("calibrated_on", window), ("shift", round(shift, DECIMALS))):
        stored["provenance"].setdefault(name, {})[role.value] = value
    path.write_text(_readable(stored), "utf-8")


def _readable(stored: Mapping[str, Any]) -> str:
    """JSON with one line for each signal and each interaction."""
    head = {key: value for key, value in stored.items() if key != "roles"}
    roles = ",\n".join(f"  {json.dumps(role)}: {_role_lines(row)}" for role, row in sorted(stored["roles"].items()))
    return f'{json.dumps(head, indent=1)[:-2]},\n "roles": {{\n{roles}\n }}\n}}\n'


def _role_lines(weights: Mapping[str, Any]) -> str:
    listed = []
    for key, value in weights.items():
        if key in {"edges", "signals"}:
            rows = ",\n".join(f"    {json.dumps(code)}: {json.dumps(row)}" for code, row in value.items())
            listed.append(f'   "{key}": {{\n{rows}\n   }}')
        elif key == "interactions":
            rows = ",\n".join(f"    {json.dumps(row)}" for row in value)
            listed.append(f'   "{key}": [\n{rows}\n   ]')
        else:
            listed.append(f"   {json.dumps(key)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(listed) + "\n  }"
