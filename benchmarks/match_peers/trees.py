"""LightGBM ranker on the product's own signals, learnt on the half-years before the window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import lightgbm
import numpy as np
from numpy.typing import NDArray

from benchmarks.match_peers.lessons import Lesson, lessons
from benchmarks.match_peers.scene import BY_CODE, Ranked, Scene
from marketplace.matching.rules.signals import SIGNALS, Topic

BEYOND_PROFILE = {Topic.NETWORK, Topic.ROUNDS, Topic.PAST_ALIKE}
ALL = tuple(signal.code for signal in SIGNALS)
PROFILE_AND_ASK = tuple(signal.code for signal in SIGNALS if signal.topic not in BEYOND_PROFILE)
ROUNDS = 200
SETTINGS = {
    "objective": "lambdarank",
    "learning_rate": 0.06,
    "num_leaves": 31,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.7,
    "lambdarank_truncation_level": 20,
    "seed": 7,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
Forest = tuple[Sequence[int], lightgbm.Booster, lightgbm.Booster]


def trees(scene: Scene) -> Mapping[str, Ranked]:
    """With all signals, and with what profiles and the ask say: without networks, earlier rounds, deals just like it.

    Two rankers each, one for each direction, since their questions differ.
    """
    learnt = lessons(scene, ALL)
    forests = {name: _forest(learnt, codes) for name, codes in (("trees", ALL), ("trees_profile", PROFILE_AND_ASK))}
    rows: dict[str, list[NDArray[np.float32]]] = {name: [] for name in forests}
    for _, block in scene.pairs():
        values = np.stack([BY_CODE[code](block) for code in ALL], axis=-1).reshape(-1, len(ALL))
        for name, (columns, *models) in forests.items():
            found = [np.asarray(model.predict(values[:, columns]), np.float32) for model in models]
            rows[name].append(np.stack([scores.reshape(block.shape) for scores in found]))
    joined = {name: np.concatenate(row, axis=1) for name, row in rows.items()}
    return {name: Ranked(both[0], both[1]) for name, both in joined.items()}


def _forest(learnt: tuple[Lesson, Lesson], codes: Sequence[str]) -> Forest:
    columns = [ALL.index(code) for code in codes]
    about_companies, about_investors = (_grown(lesson, columns) for lesson in learnt)
    return columns, about_companies, about_investors


def _grown(lesson: Lesson, columns: Sequence[int]) -> lightgbm.Booster:
    data = lightgbm.Dataset(lesson.values[:, columns], lesson.happened.astype(np.int8), group=lesson.sizes)
    return lightgbm.train(SETTINGS, data, ROUNDS)
