"""Growing trees of depth two with LightGBM, which only fitting needs: what it grew is stored as tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.trees import Flags, Leaf, Pair, Steps

Node = Mapping[str, Any]
BINS: Mapping[str, Any] = {"max_bin": 63, "min_data_in_bin": 1, "verbose": -1}


class NotInstalled(Exception):
    """LightGBM is not here; what a person should do about it."""


@dataclass(frozen=True, slots=True)
class Growth:
    """How the trees grow; chosen on windows before those that are measured."""

    rounds: int = 800
    rate: float = 0.05
    least_pairs: int = 50
    ridge: float = 5.0
    share: float = 0.7
    seeds: int = 3

    def first_look(self) -> "Growth":
        """Fewer trees, to see which signals say more together."""
        return replace(self, rounds=max(1, self.rounds // 3), seeds=1)


@dataclass(frozen=True)
class Ground:
    """What trees grow on: the steps of each signal (the last one is "unknown"), how many there are, what happened."""

    steps: Steps
    widths: Sequence[int]
    happened: NDArray[np.bool_]


def leaves(ground: Ground, growth: Growth, together: Iterable[Pair] | None = None) -> Iterator[Leaf]:
    """The leaves of all trees, those of several seeds averaged; only the given signals meet (None: any).

    Raises NotInstalled.
    """
    varied = [number for number, row in enumerate(ground.steps) if len(np.unique(row)) > 1]
    table = np.column_stack([_with_gaps(ground.steps[number], ground.widths[number]) for number in varied])
    settings = _settings(growth)
    if together is not None:
        met = [[varied.index(first), varied.index(second)] for first, second in together]
        settings["interaction_constraints"] = met + [[number] for number in range(len(varied))]
    for seed in range(growth.seeds):
        for tree in _grown(table, ground.happened, growth.rounds, {**settings, "seed": seed}):
            for adds, conditions in _walk(tree["tree_structure"], {}, varied, ground.widths):
                yield Leaf(adds / growth.seeds, conditions)


def _settings(growth: Growth) -> dict[str, Any]:
    return {
        **BINS,
        "objective": "binary",
        "learning_rate": growth.rate,
        "num_leaves": 4,
        "max_depth": 2,
        "min_data_in_leaf": growth.least_pairs,
        "lambda_l2": growth.ridge,
        "feature_fraction": growth.share,
        "bagging_fraction": growth.share,
        "bagging_freq": 1,
        "deterministic": True,
        "force_col_wise": True,
    }


def _grown(
    table: NDArray[np.float32], happened: NDArray[np.bool_], rounds: int, settings: Mapping[str, Any]
) -> list[Node]:
    try:
        lightgbm = import_module("lightgbm")
    except ModuleNotFoundError:
        raise NotInstalled("Fitting needs LightGBM: scripts/install bench") from None
    data = lightgbm.Dataset(table, happened, params=BINS)
    model = lightgbm.train(dict(settings), data, rounds)
    found: list[Node] = model.dump_model()["tree_info"]
    return found


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
