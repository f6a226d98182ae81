"""Trees told as tables give the same sums; what is stored is centred, and unknown adds nothing."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.foundation.clock import today
from marketplace.matching.commands import boosting
from marketplace.matching.commands.boosting import Ground, Growth, NotInstalled, free_odds, leaves
from marketplace.matching.commands.fitting import calibrated, into_file
from marketplace.matching.rules.fitting import edges_of, fitted, steps_of, strongest
from marketplace.matching.rules.measured import Measured, measured_at
from marketplace.matching.rules.score import additions
from marketplace.matching.rules.seats import Role
from marketplace.matching.rules.settling import settled, sums
from marketplace.matching.rules.trees import Additions, Leaf, added_up, purified
from marketplace.matching.rules.weights import RoleWeights, Steps, weights_from

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

SIGNALS, WIDEST = 4, 5


@st.composite
def forests(draw: st.DrawFn) -> tuple[list[int], list[Leaf], NDArray[np.uint8]]:
    """Widths, leaves on at most two signals each, and the steps of some pairs."""
    widths = draw(st.lists(st.integers(2, WIDEST), min_size=SIGNALS, max_size=SIGNALS))
    made = []
    for _ in range(draw(st.integers(1, 8))):
        signals = draw(st.lists(st.integers(0, SIGNALS - 1), max_size=2, unique=True))
        boxes = {
            one: np.array(draw(st.lists(st.booleans(), min_size=widths[one], max_size=widths[one]))) for one in signals
        }
        made.append(Leaf(draw(st.floats(-2, 2)), boxes))
    pairs = draw(st.integers(1, 12))
    rows = [draw(st.lists(st.integers(0, width - 1), min_size=pairs, max_size=pairs)) for width in widths]
    return widths, made, np.array(rows, np.uint8)


def told(additions: Additions, steps: NDArray[np.uint8]) -> NDArray[np.float64]:
    """What tables add to each pair."""
    total = np.full(steps.shape[1], additions.constant)
    for signal, row in additions.alone.items():
        total += row[steps[signal]]
    for (first, second), grid in additions.together.items():
        total += grid[steps[first], steps[second]]
    return total


def grown(made: Sequence[Leaf], steps: NDArray[np.uint8]) -> NDArray[np.float64]:
    """What the leaves themselves add to each pair."""
    total = np.zeros(steps.shape[1])
    for leaf in made:
        inside = np.ones(steps.shape[1], np.bool_)
        for signal, box in leaf.steps.items():
            inside &= box[steps[signal]]
        total += leaf.adds * inside
    return total


@given(forests())
def test_tables_add_what_the_leaves_add(forest: tuple[list[int], list[Leaf], NDArray[np.uint8]]) -> None:
    widths, made, steps = forest
    tables = added_up(made, widths)
    assert told(tables, steps) == pytest.approx(grown(made, steps), abs=1e-9)
    assert told(purified(tables, steps), steps) == pytest.approx(grown(made, steps), abs=1e-6)


@given(forests())
def test_what_one_signal_says_is_said_by_it_alone(forest: tuple[list[int], list[Leaf], NDArray[np.uint8]]) -> None:
    widths, made, steps = forest
    pure = purified(added_up(made, widths), steps)
    for signal, row in pure.alone.items():
        assert row[steps[signal]].mean() == pytest.approx(0, abs=1e-6)
    for (first, second), grid in pure.together.items():
        added = grid[steps[first], steps[second]]
        for step in set(steps[second].tolist()):
            assert added[steps[second] == step].mean() == pytest.approx(0, abs=2e-2)


def test_a_leaf_on_three_signals_is_refused() -> None:
    box = np.array([True, False])
    with pytest.raises(ValueError, match="more than two"):
        added_up([Leaf(1.0, {0: box, 1: box, 2: box})], [2, 2, 2])


def test_steps_keep_what_many_pairs_have_apart() -> None:
    values = np.concatenate((np.zeros(500), np.linspace(0.1, 1, 500), [np.nan])).astype(np.float32)
    edges = edges_of(values)
    steps = steps_of(values, edges)
    assert set(steps[:500].tolist()) == {0}
    assert steps[500] == 1
    assert steps[-1] == len(edges) + 1
    assert len(edges_of(np.full(3, 2.0, np.float32))) == 0
    assert len(edges_of(np.full(3, np.nan, np.float32))) == 0


@given(st.sampled_from([1e-6, 1 / 3, 0.9, 7.5, -2.5]), st.floats(-3e-7, 3e-7))
def test_what_is_learnt_of_a_value_is_what_it_scores(edge: float, error: float) -> None:
    values = np.array([edge * (1 + error), edge + abs(edge) * error, edge - 1, edge + 1, np.nan], np.float32)
    weights = RoleWeights(0.0, {}, {"record_like": Steps((edge,), (1.0, 2.0))})
    scored = additions(values[None, :, None], weights, ["record_like"]).ravel()
    learnt = np.array([1.0, 2.0, 0.0])[steps_of(values, np.array([edge], np.float32))]
    assert scored.tolist() == learnt.tolist()


def test_unknown_adds_nothing_and_the_intercept_is_for_an_even_chance() -> None:
    edges = [np.array([0.5], np.float32), np.array([0.5], np.float32)]
    steps = np.array([[0, 0, 1, 1, 2, 2, 0, 1], [0, 1, 0, 1, 0, 1, 2, 2]], np.uint8)
    happened = np.array([False, False, False, True, False, False, False, False])
    tables = Additions(3.0, {0: np.array([0.5, -0.5])}, {(0, 1): np.array([[0.0, 1.0], [2.0, 0.25]])})
    found = fitted(tables, edges, steps, happened)
    told = sums(Additions(found.intercept, found.alone, found.together), steps)
    assert told - found.intercept == pytest.approx([0.5, 1.5, 1.5, -0.25, 0, 0, 0.5, -0.5])
    claimed = 1 / (1 + np.exp(-told))
    assert claimed[happened].mean() + claimed[~happened].mean() == pytest.approx(1, abs=1e-3)


def test_settling_comes_near_to_what_is_wanted_and_leaves_unknown_at_nothing() -> None:
    chance = np.random.default_rng(3)
    steps = chance.integers(0, 4, (3, 20_000)).astype(np.uint8)  # the last of four is unknown
    alone, meeting = np.array([-1.0, 0.0, 2.0, 0.0]), np.zeros((4, 4))
    meeting[:3, :3] = chance.normal(size=(3, 3))
    wanted = 0.5 + alone[steps[0]] + meeting[steps[1], steps[2]]
    nothing = Additions(0.0, dict.fromkeys(range(3), np.zeros(4)), {(1, 2): np.zeros((4, 4)), (0, 2): np.zeros((4, 4))})
    found = settled(nothing, [(1, 2)], steps, wanted)
    assert set(found.together) == {(1, 2)}, "only the chosen interactions are stored"
    assert found.alone[0].shape == (3,)
    assert found.together[1, 2].shape == (3, 3)
    rest = sums(found, steps) - wanted
    assert np.square(rest).mean() < np.square(wanted).mean() / 100


def test_the_interactions_that_move_most_are_kept() -> None:
    steps = np.array([[0, 1, 0, 1], [0, 0, 1, 1], [0, 1, 1, 0]], np.uint8)
    small, large = np.array([[0.1, -0.1], [-0.1, 0.1]]), np.array([[2.0, -2.0], [-2.0, 2.0]])
    whole = Additions(0.0, {}, {(0, 1): small, (1, 2): large, (0, 2): large / 2})
    assert strongest(whole, steps, 2) == [(1, 2), (0, 2)]


# One tree as LightGBM 4.7 tells it: signal 1 below or at its first step, unknown to the left; then signal 0.
TREE: Mapping[str, Any] = {
    "split_feature": 1,
    "threshold": 0.5,
    "default_left": True,
    "missing_type": "NaN",
    "left_child": {"leaf_value": -0.25},
    "right_child": {
        "split_feature": 0,
        "threshold": 1.5,
        "default_left": True,
        "missing_type": "None",
        "left_child": {"leaf_value": 0.5},
        "right_child": {"leaf_value": 1.0},
    },
}


def test_what_lightgbm_tells_becomes_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []

    def train(settings: dict[str, Any], _data: object, _rounds: int) -> SimpleNamespace:
        asked.append(settings)
        return SimpleNamespace(dump_model=lambda: {"tree_info": [{"tree_structure": TREE}]})

    module = SimpleNamespace(train=train, Dataset=lambda *_args, **_more: None)
    monkeypatch.setattr(boosting, "import_module", lambda _name: module)
    steps = np.array([[0, 1, 2, 3], [0, 1, 2, 0], [0, 0, 0, 0]], np.uint8)
    made = list(leaves(Ground(steps, [4, 3, 2]), Growth(), np.zeros(4)))
    assert [leaf.adds for leaf in made] == [-0.25, 0.5, 1.0]
    assert made[0].steps[1].tolist() == [True, False, True]
    assert made[2].steps[0].tolist() == [
        False,
        False,
        True,
        False,
    ]  # without gaps in the data unknown counts as the first step
    assert (asked[0]["num_leaves"], asked[0]["max_depth"]) == (4, 2)


def test_free_trees_of_several_seeds_are_averaged(monkeypatch: pytest.MonkeyPatch) -> None:
    def train(settings: dict[str, Any], _data: object, _rounds: int) -> SimpleNamespace:
        return SimpleNamespace(predict=lambda table, **_more: table[:, 0] * settings["seed"])

    module = SimpleNamespace(train=train, Dataset=lambda *_args, **_more: None)
    monkeypatch.setattr(boosting, "import_module", lambda _name: module)
    values, happened = np.array([[1.0, 2.0], [5.0, 5.0]], np.float32), np.array([True, False])
    assert free_odds(values, happened, Growth(seeds=3)) == pytest.approx([1, 2])


def test_fitting_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(boosting, "import_module", absent)
    with pytest.raises(NotInstalled, match="bench"):
        free_odds(np.zeros((1, 2), np.float32), np.array([True, False]), Growth())
    with pytest.raises(NotInstalled, match="bench"):
        list(leaves(Ground(np.array([[0, 1]], np.uint8), [2]), Growth(), np.zeros(2)))


def test_a_file_of_weights_keeps_the_other_role_and_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    role = {
        "intercept": -1.5,
        "fitted_on": {"before": "2012-07"},
        "edges": {"same_city": [0.5], "experience": [1.0, 2.0]},
        "signals": {
            "same_city": {"adds": [-0.1, 0.9], "from": "deals"},
            "experience": {"adds": [0.0, 0.1, 0.2], "from": "deals"},
            "language": {"at": [0, 1], "adds": [-0.3, 0.2], "from": "judgement"},
        },
        "interactions": [{"of": ["same_city", "experience"], "adds": [[0, 0.1, 0], [0, 0, 0.2]]}],
    }
    into_file(path, 2, Role.INVEST, role)
    into_file(path, 2, Role.ACQUIRE, {**role, "intercept": -2.0})
    stored = json.loads(path.read_text("utf-8"))
    assert stored["roles"]["invest"] == role
    assert stored["provenance"]["fitted_at"] == today().isoformat()
    found = weights_from(stored).roles[Role.ACQUIRE]
    assert found.intercept == -2.0
    assert found.steps["experience"].edges == (1.0, 2.0)
    assert found.interactions[0].adds[1][2] == 0.2
    assert set(found.tables) == {"language"}
    calibrated(path, Role.INVEST, "2012-01", -0.5, [{"from": 70, "to": 80, "stated": 0.75, "real": 0.72, "pairs": 812}])
    told = json.loads(path.read_text("utf-8"))
    assert told["roles"] == {**stored["roles"], "invest": {**role, "intercept": -2.0}}, "only the intercept is moved"
    assert told["provenance"]["shift"] == {"invest": -0.5}
    assert told["provenance"]["calibrated_on"] == {"invest": "2012-01"}
    assert measured_at(75, Role.INVEST, 2, told["provenance"]) == Measured(70, 80, 72, 812)
    assert measured_at(75, Role.ACQUIRE, 2, told["provenance"]) is None
