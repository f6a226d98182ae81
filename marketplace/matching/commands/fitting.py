"""From a list of past deals to a file of weights: earlier windows, a fit, judgement where deals are silent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from marketplace.matching.commands.earlier import earlier_window, month_after
from marketplace.matching.commands.sampling import Sample, sample_of
from marketplace.matching.commands.windows import role_of, rows_of, table, window_of
from marketplace.matching.rules.fitting import Fitted, fit
from marketplace.matching.rules.seats import Role

HALF_YEAR = 6
RIDGE = 20.0


@dataclass(frozen=True, slots=True)
class Task:
    """Which deals to learn from: a file of them, the folder with the profiles, nothing from `before` on."""

    deals: Path
    profiles: Path
    before: str
    windows: int


def learnt(task: Task) -> tuple[Role, dict[str, Any]]:
    """The weights of one role as they are stored, fitted on the half-years before the given month."""
    deals = [row for row in rows_of(task.deals) if row["month"] < task.before]
    role = role_of(deals)
    companies = {row["company"]: row for row in table(task.profiles, "companies")}
    investors = {row["investor"]: row for row in table(task.profiles, "investors")}
    starts = [month_after(task.before, -HALF_YEAR * back) for back in range(1, task.windows + 1)]
    samples = []
    for start in starts:
        earlier = earlier_window(deals, companies, investors, start, role)
        samples.append(sample_of(window_of(earlier.tables, role), earlier.answers))
    fitted = _fit(samples)
    pairs = sum(int(sample.happened.sum()) for sample in samples)
    return role, _stored(
        role, fitted, {"windows": sorted(starts), "before": task.before, "deals": pairs, "ridge": RIDGE}
    )


def _fit(samples: list[Sample]) -> Fitted:
    """One fit over all samples; those that happened weigh together as much as those that did not."""
    happened = np.concatenate([sample.happened for sample in samples])
    values = {code: np.concatenate([sample.values[code] for sample in samples]) for code in samples[0].values}
    share = float(happened.mean())
    weight = np.where(happened, 1 / share, 1 / (1 - share)) * share
    return fit(values, happened, weight, RIDGE)


def _stored(role: Role, fitted: Fitted, provenance: Mapping[str, Any]) -> dict[str, Any]:
    judged = judgement()["roles"][role.value]
    tables = {
        code: {"at": list(row.at), "adds": list(row.adds), "from": "deals"} for code, row in fitted.tables.items()
    }
    tables |= {code: {**row, "from": "judgement"} for code, row in judged.items() if code not in tables}
    return {"intercept": fitted.intercept, "fitted_on": dict(provenance), "signals": tables}


def judgement() -> dict[str, Any]:
    """The tables that were set by people."""
    text = resources.files("marketplace.matching").joinpath("data", "judged-1.json").read_text("utf-8")
    stored: dict[str, Any] = json.loads(text)
    return stored


def into_file(path: Path, version: int, role: Role, weights: Mapping[str, Any]) -> None:
    """Put one role's weights into a weights file, keeping the other's."""
    stored: dict[str, Any] = {"version": version, "provenance": {}, "roles": {}}
    if path.exists():
        stored = json.loads(path.read_text("utf-8"))
    stored["provenance"] = {
        "fitted": "logistic regression on piecewise-linear signals, past deals of other markets, earlier half-years",
        "judged": judgement()["why"],
    }
    stored["roles"][role.value] = weights
    path.write_text(_readable(stored), "utf-8")


def _readable(stored: Mapping[str, Any]) -> str:
    """JSON with one line for each signal."""
    head = {key: value for key, value in stored.items() if key != "roles"}
    lines = [json.dumps(head, indent=1)[:-2] + ',\n "roles": {']
    roles = []
    for role, weights in sorted(stored["roles"].items()):
        rest = {key: value for key, value in weights.items() if key != "signals"}
        signals = ",\n".join(f"    {json.dumps(code)}: {json.dumps(row)}" for code, row in weights["signals"].items())
        roles.append(f'  {json.dumps(role)}: {json.dumps(rest)[:-1]}, "signals": {{\n{signals}\n  }}}}')
    return "\n".join([*lines, ",\n".join(roles), " }", "}", ""])
