"""Drafts of weights, their effect and whom lists reach: plain functions, held to what they promise."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.matching.rules.book import odds_of, reweighted
from marketplace.matching.rules.coverage import FEWEST, OTHERS, fairness, gaps, groups, merged
from marketplace.matching.rules.editing import (
    JUDGED,
    MOST_POINTS,
    PRIORITIES,
    Change,
    Changes,
    Problem,
    applied,
    bound_of,
    editable,
    from_plain,
    is_judged,
    problem_of,
    to_plain,
    without_idle,
)
from marketplace.matching.rules.effect import correlation, effect, movers, rails_of
from marketplace.matching.rules.order import hashed, ordered
from marketplace.matching.rules.reading import changed_pairs, differences, reaches, together
from marketplace.matching.rules.score import out_of_hundred
from marketplace.matching.rules.seats import Role, Seat
from marketplace.matching.rules.signals import CODES
from marketplace.matching.rules.toplists import Asked, Exposure, best_of_parties, exposure_of, first_places
from marketplace.matching.rules.weights import Table, shipped_content, weights_from, without_idle_tables
from tests.factories.matching import a_book, seats

SHIPPED = shipped_content()["roles"]
# Two signals in steps that add something together, beside a judged and a learnt table.
SMALL: dict[str, Any] = {
    role.value: {
        "intercept": -1.0,
        "edges": {"same_country": [0.5], "record_like": [0.2, 0.6]},
        "signals": {
            "same_country": {"adds": [-0.2, 0.2], "from": "deals"},
            "record_like": {"adds": [-0.1, 0.1, 0.4], "from": "deals"},
            "activity": {"at": [0.0, 1.0, 2.0], "adds": [-0.3, 0.1, 0.3], "from": "deals"},
            "stage_fit": {"at": [0.0, 1.0], "adds": [-0.8, 0.5], "from": "judgement"},
            "small_firm": {"at": [0.0, 1.0], "adds": [0.0, 0.0], "from": "judgement"},
        },
        "interactions": [{"of": ["same_country", "record_like"], "adds": [[0.0, 0.1, -0.1], [0.1, 0.2, 0.4]]}],
    }
    for role in Role
}


def some_changes(**of_invest: Change) -> Changes:
    return Changes({(Role.INVEST, code): change for code, change in of_invest.items()})


@st.composite
def drafts(draw: st.DrawFn) -> Changes:
    """Changes within bounds, of any signals of the shipped version."""
    signals = {}
    for role in Role:
        rows = editable(SHIPPED, role)
        for code in draw(st.lists(st.sampled_from(sorted(rows)), max_size=4, unique=True)):
            signals[role, code] = draw(_changes(code, is_judged(rows[code])))
    return Changes(signals, frozenset(draw(st.sets(st.sampled_from(sorted(PRIORITIES))))))


def _changes(code: str, judged: bool) -> st.SearchStrategy[Change]:
    off = st.booleans()
    if not judged:
        return st.builds(Change, st.floats(0, 2).map(lambda value: round(value, 2)), st.none(), off)
    bound = bound_of(code)
    points = st.lists(
        st.tuples(st.floats(bound.first, bound.last), st.floats(bound.least, bound.most)),
        min_size=2,
        max_size=MOST_POINTS,
        unique_by=lambda pair: pair[0],
    )
    tables = points.map(lambda pairs: Table(*map(tuple, zip(*sorted(pairs), strict=True))))
    return st.builds(Change, st.just(1.0), st.none() | tables, off)


@given(drafts())
def test_every_draft_within_bounds_makes_weights_that_score(changes: Changes) -> None:
    roles = applied(SHIPPED, changes)
    weights = weights_from({"version": 1000, "roles": roles, "provenance": {}})
    for (role, code), change in changes.signals.items():
        assert (code in weights.roles[role].tables) == (change.factor > 0 and code in weights.roles[role].tables)
        if change.factor == 0:
            assert code not in roles[role]["signals"]
    for role in Role:
        for code in PRIORITIES:
            assert (code in roles[role]["signals"]) == (code in changes.policies)


@pytest.mark.parametrize("version", [1, 2])
def test_every_judged_table_lies_within_what_staff_may_write(version: int) -> None:
    text = resources.files("marketplace.matching").joinpath("data", f"judged-{version}.json").read_text("utf-8")
    for tables in json.loads(text)["roles"].values():
        for code, row in tables.items():
            if code not in PRIORITIES:
                table = Table(tuple(row["at"]), tuple(row["adds"]))
                assert problem_of(code, Change(table=table), {**row, "from": JUDGED}) is None, code


@given(drafts())
def test_a_draft_is_handed_on_without_loss(changes: Changes) -> None:
    assert from_plain(to_plain(changes)) == changes


@given(drafts())
def test_changes_that_change_nothing_are_left_out(changes: Changes) -> None:
    assert applied(SHIPPED, without_idle(changes, SHIPPED)) == applied(SHIPPED, changes)


def test_no_change_leaves_the_content_as_it_was() -> None:
    assert differences(SHIPPED, applied(SHIPPED, Changes())) == []
    assert applied(SMALL, Changes())[Role.INVEST]["interactions"] == SMALL["invest"]["interactions"]


@pytest.mark.parametrize(
    ("code", "change", "problem"),
    [
        ("activity", Change(2.0), None),
        ("activity", Change(2.01), Problem.TIMES),
        ("activity", Change(-0.1), Problem.TIMES),
        ("activity", Change(float("nan")), Problem.TIMES),
        ("activity", Change(table=Table((0.0, 1.0), (0.0, 0.5))), Problem.NOT_JUDGED),
        ("same_country", Change(table=Table((0.0, 1.0), (0.0, 0.5))), Problem.NOT_JUDGED),
        ("stage_fit", Change(table=Table((0.0, 1.0), (-1.5, 1.5))), None),
        ("stage_fit", Change(table=Table((0.0, 1.0), (-1.5, 1.51))), Problem.TOO_MUCH),
        ("stage_fit", Change(table=Table((0.0, 1.0), (float("nan"), 0.0))), Problem.TOO_MUCH),
        ("stage_fit", Change(table=Table((0.0, 1.1), (0.0, 0.5))), Problem.OUTSIDE),
        ("stage_fit", Change(table=Table((0.0,), (0.0,))), Problem.FEW_OR_MANY),
        ("stage_fit", Change(table=Table((0.0, 0.0), (0.0, 0.5))), Problem.NOT_RISING),
        ("stage_fit", Change(table=Table((0.5, 0.1), (0.0, 0.5))), Problem.NOT_RISING),
        ("stage_fit", Change(table=Table((0.0, 1.0), (0.0, 0.5, 1.0))), Problem.UNEVEN),
        ("small_firm", Change(2.0), Problem.UNKNOWN),
        ("payment", Change(1.5), Problem.UNKNOWN),
    ],
)
def test_what_cannot_be_changed_is_named(code: str, change: Change, problem: Problem | None) -> None:
    assert problem_of(code, change, SMALL["invest"]["signals"].get(code)) is problem


def test_changes_outside_their_bounds_are_never_applied() -> None:
    with pytest.raises(ValueError, match="bounds"):
        applied(SMALL, some_changes(activity=Change(3.0)))
    with pytest.raises(ValueError, match="bounds"):
        applied(SMALL, Changes(policies=frozenset({"who_pays"})))


def test_a_learnt_signal_is_multiplied_and_what_it_adds_with_others_follows_the_smaller_factor() -> None:
    made = applied(SMALL, some_changes(same_country=Change(2.0), record_like=Change(0.5)))[Role.INVEST]
    assert made["signals"]["same_country"]["adds"] == [-0.4, 0.4]
    assert made["signals"]["record_like"]["adds"] == [-0.05, 0.05, 0.2]
    assert made["interactions"][0]["adds"] == [[0.0, 0.05, -0.05], [0.05, 0.1, 0.2]]


def test_a_signal_that_is_off_takes_what_it_adds_with_others_along() -> None:
    roles = applied(SMALL, some_changes(record_like=Change(off=True)))
    assert "record_like" not in roles["invest"]["signals"]
    assert roles["invest"]["interactions"] == []
    assert len(roles["acquire"]["interactions"]) == 1
    weights_from({"version": 1000, "roles": roles, "provenance": {}})


def test_a_rule_of_policy_adds_its_fixed_table_in_both_roles_and_is_off_otherwise() -> None:
    off = applied(SMALL, Changes())
    on = applied(SMALL, Changes(policies=frozenset({"small_firm"})))
    for role in Role:
        assert "small_firm" not in off[role]["signals"]
        row = on[role]["signals"]["small_firm"]
        assert (row["adds"], row["from"]) == ([0.0, 0.3], "policy")


def test_weights_without_changes_score_alike() -> None:
    roles = applied(SHIPPED, Changes())
    made = weights_from({"version": 0, "roles": roles, "provenance": {}}).roles
    before = weights_from(shipped_content()).roles
    for role in Role:
        assert without_idle_tables(made[role]) == without_idle_tables(before[role])
    other = applied(SHIPPED, Changes({(Role.INVEST, "sector_fit"): Change(off=True)}))
    changed = weights_from({"version": 0, "roles": other, "provenance": {}}).roles
    assert without_idle_tables(changed[Role.INVEST]) != without_idle_tables(before[Role.INVEST])


def test_differences_name_what_weighs_differently_and_nothing_else() -> None:
    roles = applied(SMALL, some_changes(activity=Change(1.5), record_like=Change(off=True)))
    assert [(row.role, row.code) for row in differences(SMALL, roles)] == [
        (Role.INVEST, "activity"),
        (Role.INVEST, "record_like"),
    ]
    assert (changed_pairs(SMALL, roles, Role.INVEST), changed_pairs(SMALL, roles, Role.ACQUIRE)) == (1, 0)


def test_what_can_matter_most_is_read_first() -> None:
    found = reaches(SMALL["invest"])
    assert [reach.code for reach in found][:2] == ["stage_fit", "activity"]
    assert (found[0].least, found[0].most, found[0].origin) == (-0.8, 0.5, "judgement")
    (pair,) = together(SMALL["invest"])
    assert (pair.first, pair.second, pair.least, pair.most) == ("same_country", "record_like", -0.1, 0.4)


# ---------------------------------------------------------------- lists, their exposure and effect


@st.composite
def asking(draw: st.DrawFn, readers: int = 5) -> Asked:
    """Readers' odds over up to eighty items of few parties, some pairs forbidden, many equal."""
    items = draw(st.integers(1, 80))
    parties = draw(st.integers(1, 30))
    odds = draw(
        st.lists(
            st.lists(st.sampled_from([-np.inf, -1.0, 0.0, 0.5, 1.0, 2.5]), min_size=items, max_size=items),
            min_size=1,
            max_size=readers,
        )
    )
    owner = np.array([number % parties for number in range(items)], np.int64)
    names = [f"item{number}" for number in range(items)]
    keys = hashed(f"reader{number}" for number in range(len(odds)))
    return Asked(np.array(odds, np.float32), keys, hashed(names), owner, int(owner.max()) + 1)


@given(asking())
def test_the_first_places_are_those_of_the_whole_order(asked: Asked) -> None:
    places = first_places(asked)
    for number, row in enumerate(asked.odds):
        order = ordered(row, asked.items, asked.readers[number])
        whole = list(dict.fromkeys(asked.party[place] for place in order if np.isfinite(row[place])))
        assert [party for party in places[number] if party >= 0] == whole[:10]


@given(asking())
def test_the_same_weights_change_nothing(asked: Asked) -> None:
    found = effect(asked, asked)
    assert (found.mean_changed, found.untouched, found.risers, found.fallers) == (0, 1, (), ())
    assert found.correlation is None or found.correlation == pytest.approx(1)


@given(asking(), st.floats(-2, 2))
def test_a_constant_for_all_changes_no_list(asked: Asked, more: float) -> None:
    shifted = Asked(asked.odds + np.float32(round(more, 1)), asked.readers, asked.items, asked.party, asked.parties)
    assert effect(asked, shifted).mean_changed == 0


@given(st.lists(st.integers(0, 50), min_size=1, max_size=60))
def test_exposure_stays_within_its_ends(counts: list[int]) -> None:
    found = Exposure(np.array(counts, np.int64))
    assert 0 <= found.gini < 1
    assert 0 <= found.crowding <= 1
    assert found.shown == pytest.approx(1 - found.never / len(counts))


def test_gini_of_equals_and_of_one_who_has_all() -> None:
    assert Exposure(np.full(20, 3)).gini == pytest.approx(0)
    assert Exposure(np.array([0] * 99 + [7])).gini == pytest.approx(0.99)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40), st.lists(st.integers(0, 9), min_size=1, max_size=40))
def test_movers_gain_or_lose(before: list[int], after: list[int]) -> None:
    many = min(len(before), len(after))
    risers, fallers = movers(np.array(before[:many]), np.array(after[:many]))
    assert all(mover.after > mover.before for mover in risers)
    assert all(mover.after < mover.before for mover in fallers)
    gains = [mover.after - mover.before for mover in risers]
    assert gains == sorted(gains, reverse=True)


def test_an_order_turned_round_correlates_negatively() -> None:
    odds = np.array([[1.0, 2.0, 3.0, -np.inf]], np.float32)
    assert correlation(odds, -odds) == pytest.approx(-1)
    assert correlation(odds[:, :1], odds[:, :1]) is None


def test_rails_need_enough_parties_to_say_anything() -> None:
    assert not rails_of(Exposure(np.full(20, 5))).attainable
    held = rails_of(Exposure(np.full(50, 5)))
    assert held.attainable
    assert held.hold
    broken = rails_of(Exposure(np.array([50] * 10 + [0] * 40)))
    assert broken.attainable
    assert not broken.hold


@given(st.lists(seats("s"), min_size=1, max_size=5), st.lists(seats("o"), min_size=1, max_size=5))
def test_a_book_with_its_own_weights_scores_as_before(seekers: list[Seat], offers: list[Seat]) -> None:
    book = a_book(seekers, offers, Role.ACQUIRE)
    again = reweighted(book, book.weights)
    np.testing.assert_array_equal(odds_of(book.seekers, book.offers, book), odds_of(again.seekers, again.offers, again))


@given(asking())
def test_a_party_counts_by_its_best_item(asked: Asked) -> None:
    best = best_of_parties(asked)
    assert best.max() == asked.odds.max()
    assert best.shape == (len(asked.odds), asked.parties)


# ---------------------------------------------------------------- groups


def test_small_groups_stand_together() -> None:
    labels = ["01"] * FEWEST + ["48"] * (FEWEST - 1) + ["79"]
    assert merged(labels) == ["01"] * FEWEST + [OTHERS] * FEWEST


@given(st.lists(st.sampled_from(["a", "b", "c", ""]), min_size=1, max_size=40), st.data())
def test_groups_share_out_everything(labels: list[str], data: st.DataObject) -> None:
    counts = np.array(data.draw(st.lists(st.integers(0, 9), min_size=len(labels), max_size=len(labels))), np.int64)
    found = groups(labels, counts)
    assert sum(group.parties for group in found) == len(labels)
    assert sum(group.places for group in found) == counts.sum()
    assert sum(group.pool_share for group in found) == pytest.approx(1)
    assert sum(group.shown + group.never for group in found) == len(labels)


def test_a_group_with_twice_its_share_is_told_with_an_interval_that_leaves_one_out() -> None:
    labels = ["well"] * 10 + ["badly"] * 30
    places = np.array([[0, 1, 2, 3, 4, 5, 6, 7, 10 + number % 30, 11 + number % 29] for number in range(60)], np.int64)
    scores = out_of_hundred(np.zeros((60, 40)))
    by_label = {row.group.label: row for row in fairness(labels, places, scores)}
    well, badly = by_label["well"], by_label["badly"]
    assert well.ratio == pytest.approx(0.8 / 0.25)
    assert well.differs
    assert badly.differs
    assert badly.ratio is not None
    assert badly.ratio < 1
    assert well.score == pytest.approx(50)


def test_the_interval_is_the_same_every_time_and_holds_the_ratio() -> None:
    random = np.random.default_rng(7)
    places = np.argsort(random.random((80, 40)), axis=1)[:, :10].astype(np.int64)
    labels = ["one"] * 20 + ["other"] * 20
    scores = np.full((80, 40), 60.0)
    first, second = (fairness(labels, places, scores) for _ in range(2))
    assert first == second
    for row in first:
        assert row.low is not None
        assert row.high is not None
        assert row.ratio is not None
        assert row.low <= row.ratio <= row.high
        assert not row.differs


def test_nothing_shown_is_no_difference() -> None:
    (row,) = fairness(["one"] * 6, np.full((3, 10), -1, np.int64), np.full((3, 6), np.nan))
    assert (row.ratio, row.low, row.high, row.score, row.differs) == (None, None, None, None, False)


def test_the_signals_that_differ_most_are_named_for_each_group() -> None:
    adds = np.zeros((3, 10))
    adds[1, :5], adds[2, 5:] = 0.5, -0.2
    found = {(gap.label, gap.code): gap.more for gap in gaps(["a"] * 5 + ["b"] * 5, adds, ["x", "y", "z"])}
    assert found["a", "y"] == pytest.approx(0.25)
    assert found["b", "z"] == pytest.approx(-0.1)
    assert not any(code == "x" for _label, code in found)


def test_rules_of_policy_are_small_and_no_signal_is_about_payment_or_province() -> None:
    assert all(max(table.adds) <= 0.5 and min(table.adds) == 0 for table in PRIORITIES.values())
    assert not [code for code in CODES if any(word in code for word in ("pay", "paid", "plan", "province", "invit"))]


def test_exposure_counts_every_place_once() -> None:
    places = np.array([[0, 1, -1], [1, 2, -1]], np.int64)
    assert exposure_of(places, 4).counts.tolist() == [1, 2, 1, 0]
