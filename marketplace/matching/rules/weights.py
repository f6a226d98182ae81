"""The weights as versioned data: for each signal a table of what a value adds to the log-odds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from marketplace.matching.rules.seats import Role

SHIPPED = 1


@dataclass(frozen=True, slots=True)
class Table:
    """What values add to the log-odds, straight lines between the given points and level beyond them."""

    at: tuple[float, ...]
    adds: tuple[float, ...]


@dataclass(frozen=True)
class RoleWeights:
    """The intercept and one table per signal, in units of log-odds against an even chance."""

    intercept: float
    tables: Mapping[str, Table]
    congestion: float = 0.0


@dataclass(frozen=True)
class Weights:
    """One version of all weights, and where they come from."""

    version: int
    roles: Mapping[Role, RoleWeights]
    provenance: Mapping[str, Any] = field(default_factory=dict)


@cache
def shipped(version: int = SHIPPED) -> Weights:
    """The weights that come with the product."""
    text = resources.files("marketplace.matching").joinpath("data", f"weights-{version}.json").read_text("utf-8")
    return weights_from(json.loads(text))


def weights_from(plain: Mapping[str, Any]) -> Weights:
    """Weights from their file's content; raises KeyError or ValueError for another shape."""
    roles = {Role(role): _role_weights(row) for role, row in plain["roles"].items()}
    return Weights(int(plain["version"]), roles, plain["provenance"])


def _role_weights(plain: Mapping[str, Any]) -> RoleWeights:
    tables = {code: _table(row["at"], row["adds"]) for code, row in plain["signals"].items()}
    return RoleWeights(float(plain["intercept"]), tables, float(plain.get("congestion", 0)))


def _table(at: list[float], adds: list[float]) -> Table:
    if len(at) != len(adds) or not at or sorted(set(at)) != list(at):
        raise ValueError("a table needs rising points and one addition for each")
    return Table(tuple(at), tuple(adds))
