"""A list that was brought up to date by those who changed is the list made from everybody."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.matching.rules import board
from marketplace.matching.rules.board import (
    AWAY,
    LEAST,
    PLACES,
    Candidate,
    Holding,
    Place,
    Places,
    holders_after,
    merged,
    places_of,
    rank_of,
)

START = datetime(2026, 6, 1, tzinfo=UTC)
PARTIES = [f"party{number}" for number in range(130)]

# The seats of one party: none (withdrawn, or forbidden for this reader), or up to three with scores that often tie.
SEATS = st.dictionaries(st.sampled_from(["", "m1", "m2"]), st.integers(0, 40).map(lambda step: step * 60), max_size=3)
CHANGES = st.lists(st.dictionaries(st.sampled_from(PARTIES), SEATS, min_size=1, max_size=15), max_size=8)


def _population(seed: int) -> list[dict[str, int]]:
    chance = random.Random(seed)
    return [
        {mandate: 60 * chance.randint(0, 40) for mandate in ("", "m1", "m2")[: chance.choice((0, 1, 1, 1, 2, 3))]}
        for _ in PARTIES
    ]


POPULATION = st.integers(0, 10_000).map(_population)


def _tie(party: str, mandate: str) -> int:
    return sum(ord(letter) * place for place, letter in enumerate(party + mandate, start=7)) * 2654435761 % 1013


def _candidates(party: str, seats: dict[str, int]) -> list[Candidate]:
    return [Candidate(Place(party, mandate, score), _tie(party, mandate)) for mandate, score in seats.items()]


def _everybody(now: dict[str, dict[str, int]]) -> list[Candidate]:
    return [candidate for party, seats in now.items() for candidate in _candidates(party, seats)]


def _agrees(kept: Places, scratch: list[Candidate]) -> None:
    """What is kept is the beginning of the list from scratch, and long enough."""
    whole = places_of(scratch)
    assert kept.held == whole.held[: len(kept.held)]
    assert len(kept.held) >= min(LEAST, len(whole.held))
    assert not kept.whole or (whole.whole and len(kept.held) == len(whole.held))


@settings(max_examples=150)
@given(POPULATION, CHANGES)
def test_incremental_is_from_scratch(
    population: list[dict[str, int]], changes: list[dict[str, dict[str, int]]]
) -> None:
    now = dict(zip(PARTIES, population, strict=True))
    kept = places_of(_everybody(now))
    for change in changes:
        now.update(change)
        of_changed = [candidate for party, seats in change.items() for candidate in _candidates(party, seats)]
        after = merged(kept, change.keys(), of_changed)
        kept = places_of(_everybody(now)) if after is None else after
        _agrees(kept, _everybody(now))


@settings(max_examples=60)
@given(POPULATION, CHANGES, st.data())
def test_a_change_that_is_merged_again_after_a_kill_changes_nothing(
    population: list[dict[str, int]], changes: list[dict[str, dict[str, int]]], data: st.DataObject
) -> None:
    now = dict(zip(PARTIES, population, strict=True))
    kept = places_of(_everybody(now))
    waiting: dict[str, dict[str, int]] = {}
    for change in changes:
        now.update(change)
        waiting.update(change)
        of_changed = [candidate for party in waiting for candidate in _candidates(party, now[party])]
        after = merged(kept, waiting.keys(), of_changed)
        kept = places_of(_everybody(now)) if after is None else after
        if data.draw(st.booleans()):  # the round came to its end; else everything in it is merged once more
            waiting.clear()
    _agrees(kept, _everybody(now))


def test_the_list_gives_up_when_too_many_fell() -> None:
    everybody = [Candidate(Place(party, "", 1000 * number), 0) for number, party in enumerate(PARTIES)]
    kept = places_of(everybody)
    gone = {candidate.place.profile for candidate in kept.held[: PLACES - LEAST]}
    assert merged(kept, gone, []) is not None
    gone.add(kept.held[-1].place.profile)
    assert merged(kept, gone, []) is None


def test_nobody_unknown_is_passed_over() -> None:
    """The last place falls by a little: whoever stood behind it may be before it now, so the list ends earlier."""
    everybody = [Candidate(Place(party, "", 1000 * number), 0) for number, party in enumerate(PARTIES)]
    kept = places_of(everybody)
    last = kept.held[-1]
    fallen = last._replace(place=last.place._replace(score=last.place.score - 1500))
    after = merged(kept, {last.place.profile}, [fallen])
    assert after is not None
    assert [held.place.profile for held in after.held] == [held.place.profile for held in kept.held[:-1]]


def test_what_is_closer_than_a_ten_thousandth_is_equal() -> None:
    ahead, behind = Candidate(Place("a", "", 149), 2), Candidate(Place("b", "", 60), 1)
    assert rank_of(behind) < rank_of(ahead)


def test_who_comes_back_soon_is_not_new_and_who_comes_back_late_is() -> None:
    held = holders_after({}, ["a", "b"], START)
    assert held == {"a": Holding(START), "b": Holding(START)}
    away = holders_after(held, ["a"], START + timedelta(days=1))
    assert away["b"] == Holding(START, START + timedelta(days=1))
    soon = holders_after(away, ["a", "b"], START + AWAY)
    assert soon["b"] == Holding(START)
    late = holders_after(away, ["a", "b"], START + timedelta(days=1) + AWAY)
    assert late["b"] == Holding(START + timedelta(days=1) + AWAY)
    assert late["a"] == Holding(START)


def test_who_left_long_ago_is_forgotten() -> None:
    away = holders_after({"a": Holding(START, START)}, [], START + AWAY)
    assert away == {}


def test_the_numbers_fit_each_other() -> None:
    assert board.FIRST <= LEAST < PLACES
