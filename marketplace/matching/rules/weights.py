"""The weights as versioned data: for each signal a table of what a value adds to the log-odds."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any

from marketplace.matching.rules.seats import Role

SHIPPED = 2
# Versions of files are below, those that the ministry makes begin here: one row of numbers.
FIRST_OF_STAFF = 1000
# The number of a step is a byte, and one number more says "unknown".
MOST_EDGES = 254


@dataclass(frozen=True, slots=True)
class Table:
    """What values add to the log-odds, straight lines between the given points and level beyond them."""

    at: tuple[float, ...]
    adds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """What a value adds by the step it lies in: one addition more than edges; a value at an edge is in the upper."""

    edges: tuple[float, ...]
    adds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Interaction:
    """What two signals add together beyond what each adds alone, by the steps of both; nothing where one is unknown."""

    first: str
    second: str
    first_edges: tuple[float, ...]
    second_edges: tuple[float, ...]
    adds: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class RoleWeights:
    """The intercept, a table or steps for each signal, and interactions, in log-odds against an even chance."""

    intercept: float
    tables: Mapping[str, Table]
    steps: Mapping[str, Steps] = field(default_factory=dict)
    interactions: tuple[Interaction, ...] = ()


@dataclass(frozen=True)
class Weights:
    """One version of all weights, where they come from, and which rules of policy are switched on."""

    version: int
    roles: Mapping[Role, RoleWeights]
    provenance: Mapping[str, Any] = field(default_factory=dict)
    policies: Mapping[str, bool] = field(default_factory=dict)

    @property
    def model(self) -> str:
        """The model of meanings that the weights were made for: another's vectors are unknown to them. "": none."""
        return str(self.provenance.get("meanings", {}).get("model", ""))


@cache
def shipped(version: int = SHIPPED) -> Weights:
    """The weights that come with the product."""
    return weights_from(shipped_content(version))


def shipped_content(version: int = SHIPPED) -> dict[str, Any]:
    """The same as its file holds it; raises FileNotFoundError for a version that was never shipped."""
    text = resources.files("marketplace.matching").joinpath("data", f"weights-{version}.json").read_text("utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def weights_from(plain: Mapping[str, Any]) -> Weights:
    """Weights from their file's content; raises KeyError or ValueError for another shape."""
    roles = {Role(role): _role_weights(row) for role, row in plain["roles"].items()}
    return Weights(int(plain["version"]), roles, plain["provenance"], dict(plain.get("policies", {})))


def without_idle_tables(weights: RoleWeights) -> RoleWeights:
    """The same without tables that never add anything: what two weights that score alike have in common."""
    return replace(weights, tables={code: table for code, table in weights.tables.items() if any(table.adds)})


def _role_weights(plain: Mapping[str, Any]) -> RoleWeights:
    signals = plain["signals"]
    edges = {code: tuple(float(edge) for edge in row) for code, row in plain.get("edges", {}).items()}
    steps = {code: _steps(edges[code], row["adds"]) for code, row in signals.items() if "at" not in row}
    return RoleWeights(
        float(plain["intercept"]),
        {code: _table(row["at"], row["adds"]) for code, row in signals.items() if "at" in row},
        steps,
        tuple(_interaction(row, steps) for row in plain.get("interactions", ())),
    )


def _table(at: list[float], adds: list[float]) -> Table:
    if len(at) != len(adds) or not 0 < len(at) <= MOST_EDGES or not _rises(at):
        raise ValueError("a table needs rising points, not too many, and one addition for each")
    return Table(tuple(at), tuple(adds))


def _steps(edges: tuple[float, ...], adds: list[float]) -> Steps:
    if len(adds) != len(edges) + 1 or len(edges) > MOST_EDGES or not _rises(edges):
        raise ValueError("steps need rising edges, not too many, and one addition more than edges")
    return Steps(edges, tuple(adds))


def _interaction(plain: Mapping[str, Any], steps: Mapping[str, Steps]) -> Interaction:
    first, second = plain["of"]
    adds = tuple(tuple(float(value) for value in row) for row in plain["adds"])
    ours, theirs = steps[first].edges, steps[second].edges
    if len(adds) != len(ours) + 1 or {len(row) for row in adds} != {len(theirs) + 1}:
        raise ValueError("an interaction needs an addition for each two steps")
    return Interaction(first, second, ours, theirs, adds)


def _rises(points: Sequence[float]) -> bool:
    return sorted(set(points)) == list(points)
