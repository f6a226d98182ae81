"""How peers are measured: the rails, run files, lessons, calibration, ablation and tables."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from benchmarks.match_peers import rails, report
from benchmarks.match_peers.ablation import WHOLE, groups_by, odds_of_all, weighs, without
from benchmarks.match_peers.calibration import KINDS, Bin, Calibration, calibration, measured, rows_to_tell
from benchmarks.match_peers.lessons import OTHERS, drawn
from benchmarks.match_peers.runs import TOP, write_run
from benchmarks.match_peers.scoring import Question, Scorer
from marketplace.matching.rules.book import book_of
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.score import log_odds
from marketplace.matching.rules.seats import PastDeal, Role, Seat
from marketplace.matching.rules.signals import CODES, SIGNALS
from marketplace.matching.rules.weights import shipped

SCORER = """
import argparse, json
from pathlib import Path
ranked = []
def per_query(run_path, pool, known, relevant):
    ranked.append(run_path)
    return len(Path(run_path).read_text()), {}
def main():
    parser = argparse.ArgumentParser()
    for name in ("window", "run", "direction", "subset", "against", "json"):
        parser.add_argument(f"--{name}")
    a = parser.parse_args()
    out = {"long": per_query(a.run, [], {}, {})[0], "subset": a.subset, "ranked": ranked}
    if a.against:
        out["longer"] = out["long"] - per_query(a.against, [], {}, {})[0]
    Path(a.json).write_text(json.dumps(out))
"""


def crowded(seekers: int = 300, offers: int = 200) -> rails.Doubles:
    """Lists in which a few seekers stand first nearly everywhere."""
    chance = np.random.default_rng(3)
    known = np.linspace(4, 0, seekers)[:, None]
    return np.asarray(known + chance.normal(0, 0.5, (seekers, offers)))


def test_the_rails_hold_after_the_step_and_a_list_that_keeps_them_stays_as_it_is() -> None:
    scores = crowded()
    everywhere = np.arange(scores.shape[1])
    assert not rails.kept(scores)
    railed = rails.within_rails(scores, everywhere)
    assert railed.reached
    assert railed.steps > 0
    assert rails.kept(railed.scores)
    even = np.random.default_rng(1).random(scores.shape)
    assert rails.within_rails(even, everywhere).steps == 0


def test_the_step_is_the_same_in_whatever_unit_scores_are() -> None:
    everywhere = np.arange(200)
    one, other = (rails.within_rails(crowded() * factor, everywhere) for factor in (1.0, 1000.0))
    assert one.steps == other.steps
    np.testing.assert_allclose(one.scores, other.scores, rtol=1e-4, atol=1e-4)


def test_a_list_that_is_the_same_for_everybody_cannot_be_brought_within_the_rails() -> None:
    same = np.repeat(np.linspace(1, 0, 300)[:, None], 50, axis=1)
    assert not rails.within_rails(same, np.arange(50)).reached


def test_who_is_ruled_out_stays_ruled_out() -> None:
    scores = crowded()
    scores[0] = -np.inf
    assert np.isneginf(rails.within_rails(scores, np.arange(200)).scores[0]).all()


def test_the_rails_are_counted_over_first_tens() -> None:
    scores = np.zeros((40, 3))
    scores[:10] = 1
    assert rails.guard(scores) == (0.25, 1.0)


def test_a_run_holds_the_best_hundred_best_first_and_nobody_ruled_out(tmp_path: Path) -> None:
    scores = np.arange(150, dtype=np.float64)[None, :].repeat(2, 0)
    scores[1, 5:] = -np.inf
    write_run(tmp_path / "run.csv", scores, ["a", "b"], [f"i{number}" for number in range(150)])
    with (tmp_path / "run.csv").open(encoding="utf-8") as out:
        rows = list(csv.DictReader(out))
    assert [row["item"] for row in rows[:2]] == ["i149", "i148"]
    assert sum(row["query"] == "a" for row in rows) == TOP
    assert [row["item"] for row in rows if row["query"] == "b"] == ["i4", "i3", "i2", "i1", "i0"]


@pytest.mark.parametrize("of_offers", [False, True])
def test_a_lesson_has_every_answer_and_others_of_the_same_question_only(of_offers: bool) -> None:
    happened = np.array([[0, 3], [0, 5], [7, 3]])
    pairs = drawn(happened, (1000, 2000), of_offers=of_offers)
    asks = int(of_offers)
    assert set(map(tuple, happened.tolist())) <= set(map(tuple, pairs.tolist()))
    assert set(pairs[:, asks].tolist()) == set(happened[:, asks].tolist())
    assert (np.diff(pairs[:, asks]) >= 0).all()
    sizes = np.unique(pairs[:, asks], return_counts=True)[1]
    assert (sizes > OTHERS * 0.8).all()
    assert (sizes <= OTHERS + 2).all()


def test_scores_that_mean_what_they_say_are_found_to() -> None:
    chance = np.random.default_rng(2)
    odds = chance.normal(0, 1.5, 60_000)
    real = chance.random(60_000) < 1 / (1 + np.exp(-odds))
    shown = 100 / (1 + np.exp(-odds))
    size = min(real.sum(), (~real).sum())
    found = measured(shown[real][:size], shown[~real][:size, None])
    assert found.slope == pytest.approx(1, abs=0.05)
    assert all(abs(each.said - each.true) < 0.03 for each in found.bins)
    assert all(each.interval[0] <= each.true <= each.interval[1] for each in found.bins)


def test_scores_that_promise_too_much_have_a_slope_below_one() -> None:
    chance = np.random.default_rng(2)
    odds = chance.normal(0, 1.5, 20_000)
    real = chance.random(20_000) < 1 / (1 + np.exp(-odds / 2))
    shown = np.clip(100 / (1 + np.exp(-odds)), 1, 99)
    size = min(real.sum(), (~real).sum())
    assert measured(shown[real][:size], shown[~real][:size, None]).slope == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("kind", KINDS)
def test_a_real_pair_that_always_stands_higher_is_always_preferred(kind: str) -> None:
    shown = np.full((30, 40), 30.0)
    real = np.array([[2, 3], [4, 5], [6, 6]])
    shown[real[:, 0], real[:, 1]] = 90
    found = calibration(shown, real, kind)
    assert found.preferred == 1
    assert [(each.low, each.real, each.true) for each in found.bins] == [(30, 0, 0.0), (90, 3, 1.0)]


def test_bins_of_few_pairs_are_not_told() -> None:
    many, few = Bin(70, 80, 60, 40, 0.75, 0.72, (0.6, 0.8)), Bin(80, 90, 50, 49, 0.85, 0.9, (0.7, 1.0))
    told = rows_to_tell(Calibration(KINDS[0], [many, few], 1.0, 0.9))
    assert told == [{"from": 70, "to": 80, "stated": 0.75, "real": 0.72, "pairs": 100}]


def _book_seats() -> tuple[list[Seat], list[Seat]]:
    deals = tuple(PastDeal(f"c{number}", 24_000, "US", "boston", 1e6, "seed", ("robots",)) for number in range(3))
    seekers = [Seat(f"s{n}", f"s{n}", f"s{n}", country="US", deals=deals[: n + 1]) for n in range(3)]
    offers = [
        Seat(f"o{n}", f"o{n}", f"o{n}", country="US", city="boston", technologies=("robots",), low=1e6, high=1e6)
        for n in range(4)
    ]
    return seekers, offers


def test_weights_without_a_signal_add_nothing_for_it_and_the_rest_as_before() -> None:
    weights = shipped().roles[Role.INVEST]
    seekers, offers = _book_seats()
    book = book_of(Role.INVEST, 24_010, weights, seekers, offers)
    parted = without(weights, frozenset({"same_country"}))
    found = odds_of_all(book, {WHOLE: weights, "same_country": parted})
    pairs = Pairs(book.seekers, book.offers, book.month)
    np.testing.assert_allclose(found[WHOLE] + weights.intercept, log_odds(pairs, weights), atol=1e-4)
    np.testing.assert_allclose(found["same_country"] + weights.intercept, log_odds(pairs, parted), atol=1e-4)
    assert not np.allclose(found[WHOLE], found["same_country"])


def test_every_signal_is_in_one_group_of_each_kind() -> None:
    for kind in ("signals", "topics"):
        codes = [code for group in groups_by(kind).values() for code in group]
        assert sorted(codes) == sorted(CODES)
    assert len(groups_by("signals")) == len(SIGNALS)
    assert not weighs(shipped().roles[Role.INVEST], frozenset({"no_such_signal"}))


def test_the_external_scorer_is_called_where_it_lies_and_ranks_each_run_once(tmp_path: Path) -> None:
    program = tmp_path / "scorer.py"
    program.write_text(SCORER, "utf-8")
    (tmp_path / "one.csv").write_text("12345", "utf-8")
    (tmp_path / "two.csv").write_text("123", "utf-8")
    scorer = Scorer(program)
    first = scorer.measure(Question(tmp_path, tmp_path / "one.csv", "I2C"))
    paired = scorer.measure(Question(tmp_path, tmp_path / "two.csv", "I2C", against=tmp_path / "one.csv"))
    assert (first["long"], paired["long"], paired["longer"]) == (5, 3, -2)
    assert len(paired["ranked"]) == 2
    assert len(scorer.measure(Question(tmp_path, tmp_path / "one.csv", "I2C", "cold"))["ranked"]) == 3
    assert scorer.calls == 3


def test_tables_have_a_row_for_each_method_and_a_dash_for_what_was_not_measured() -> None:
    record = {
        "method": "product",
        "direction": "I2C",
        "state": "free",
        "part": "",
        "subset": "all",
        "queries": 12,
        "ndcg10": [0.108, 0.093, 0.123],
        "r50": [0.333, 0.3, 0.35],
        "shown": 0.66,
        "top10_slots": 0.07,
    }
    methods = [
        {"method": "product", "seconds": 12.3, "megabytes": 310.0, "steps": 0, "reached": True},
        {"method": "random", "seconds": 0.1, "megabytes": 100.0, "steps": 40, "reached": False},
    ]
    found = {"set": "investments", "window": "2012-01", "weights": "shipped", "scorings": 1}
    text = report.tables({**found, "methods": methods, "records": [record]})
    assert "| this product | .108 [.093, .123] | .333 | – | – | 0.66 | 0.07 | – |" in text
    assert "| random | – | – | – | – | – | – | – |" in text
    assert "| random | 0.1 | 100 | 40, not enough |" in text
