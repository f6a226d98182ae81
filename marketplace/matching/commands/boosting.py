"""Growing trees with LightGBM, which only fitting needs: what it grew is stored as tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.trees import Doubles, Flags, Leaf, Steps

Node = Mapping[str, Any]
BINS: Mapping[str, Any] = {"max_bin": 63, "min_data_in_bin": 1}


class NotInstalled(Exception):
    """LightGBM is not here; what a person should do about it."""


@dataclass(frozen=True, slots=True)
class Growth:
    """How the trees grow, free ones first, then those of depth two; chosen on windows before the measured ones."""

    rounds: int = 250
    rate: float = 0.05
    leaves: int = 31
    seeds: int = 3
    pair_rounds: int = 400
    pair_rate: float = 0.15
    least_pairs: int = 50
    ridge: float = 5.0
    share: float = 0.5


@dataclass(frozen=True)
class Ground:
    """What trees of depth two grow on: the steps of each signal (the last one is "unknown"), and how many there are."""

    steps: Steps
    widths: Sequence[int]


def free_odds(values: Floats, happened: Flags, growth: Growth) -> Doubles:
    """The log-odds that freely grown trees tell of each pair, those of several seeds averaged; raises NotInstalled."""
    table = np.ascontiguousarray(values.T)
    settings = {"objective": "binary", "learning_rate": growth.rate, "num_leaves": growth.leaves} | _settings(growth)
    odds = np.zeros(len(happened))
    for seed in range(growth.seeds):
        model = _grown(table, happened, growth.rounds, {**settings, "seed": seed})
        odds += model.predict(table, raw_score=True) / growth.seeds
    return odds


def leaves(ground: Ground, growth: Growth, wanted: Doubles) -> Iterator[Leaf]:
    """The leaves of trees of depth two that come near to the wanted log-odds; raises NotInstalled."""
    varied = [number for number, row in enumerate(ground.steps) if len(np.unique(row)) > 1]
    table = np.column_stack([_with_gaps(ground.steps[number], ground.widths[number]) for number in varied])
    settings = {"objective": "regression", "learning_rate": growth.pair_rate, "num_leaves": 4, "max_depth": 2}
    model = _grown(table, wanted, growth.pair_rounds, {**settings, **BINS, **_settings(growth), "seed": 0})
    for tree in model.dump_model()["tree_info"]:
        for adds, conditions in _walk(tree["tree_structure"], {}, varied, ground.widths):
            yield Leaf(adds, conditions)


def _settings(growth: Growth) -> dict[str, Any]:
    return {
        "min_data_in_leaf": growth.least_pairs,
        "lambda_l2": growth.ridge,
        "feature_fraction": growth.share,
        "bagging_fraction": growth.share,
        "bagging_freq": 1,
        "deterministic": True,
        "force_col_wise": True,
        "verbose": -1,
    }


def _grown(table: Floats, wanted: NDArray[Any], rounds: int, settings: Mapping[str, Any]) -> Any:
    try:
        lightgbm = import_module("lightgbm")
    except ModuleNotFoundError:
        raise NotInstalled("Fitting needs LightGBM: scripts/install bench") from None
    data = lightgbm.Dataset(table, wanted, params={key: settings[key] for key in BINS if key in settings})
    return lightgbm.train(dict(settings), data, rounds)


def _with_gaps(row: NDArray[np.uint8], width: int) -> NDArray[np.float32]:
    return np.where(row == width - 1, np.nan, row).astype(np.float32)


def _walk(
    node: Node, conditions: Mapping[int, Flags], varied: Sequence[int], widths: Sequence[int]
) -> Iterator[tuple[float, Mapping[int, Flags]]]:
    if "leaf_value" in node:
        yield float(node["leaf_value"]), conditions
        return
    signal = varied[node["split_feature"]]
    left = np.arange(widths[signal]) <= node["threshold"]
    left[-1] = node["default_left"] if node["missing_type"] == "NaN" else node["threshold"] >= 0
    before = conditions.get(signal, np.ones(widths[signal], np.bool_))
    yield from _walk(node["left_child"], {**conditions, signal: before & left}, varied, widths)
    yield from _walk(node["right_child"], {**conditions, signal: before & ~left}, varied, widths)
