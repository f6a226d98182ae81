"""The exploration share: one place in ten at most, for those who fit and are little shown; nothing private in it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.foundation.actor import acting_as
from marketplace.matching import services
from marketplace.matching.queries.matches import listing, view_of
from marketplace.matching.rules.exploring import EVERY, NEAR, PAGE, explore
from tests.clients import PageClient
from tests.factories.profiles import a_published_enterprise, a_published_investor
from tests.matching.test_pages import LIST, visiting

WEEK = "2026-47"


@given(st.integers(0, 120), st.integers(0, 2**63), st.data())
def test_at_most_one_place_in_ten_and_nobody_is_lost(many: int, reader: int, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(many)))
    shown = np.array(data.draw(st.lists(st.integers(0, 30), min_size=many, max_size=many)), np.int64)
    after, exploring = explore(order, shown, np.uint64(reader), WEEK)
    assert sorted(after) == sorted(order)
    assert len(exploring) <= PAGE // EVERY
    assert [place for place, item in enumerate(after) if item in exploring] == [
        (number + 1) * EVERY - 1 for number in range(len(exploring))
    ]
    assert exploring <= set(order[PAGE:NEAR])
    assert all(shown[item] <= shown.mean() / 2 for item in exploring)
    assert [item for item in after if item not in exploring] == [item for item in order if item not in exploring]
    assert explore(order, shown, np.uint64(reader), WEEK) == (after, exploring)


def test_weeks_and_readers_see_others() -> None:
    order, shown = list(range(60)), np.array([5] * 20 + [0] * 40)
    weeks = {explore(order, shown, np.uint64(7), f"2026-{week}")[1] for week in range(10)}
    readers = {explore(order, shown, np.uint64(reader * 2**60), WEEK)[1] for reader in range(10)}
    assert len(weeks) > 3
    assert len(readers) > 3


def test_where_all_are_shown_alike_the_order_stays() -> None:
    order = list(range(60))
    assert explore(order, np.ones(60, np.int64), np.uint64(7), WEEK) == (order, frozenset())
    assert explore(order[:15], np.arange(15), np.uint64(7), WEEK) == (order[:15], frozenset())


def test_an_exploring_place_is_named_on_the_page_and_kept_with_it(client: PageClient) -> None:
    _, partner = a_published_investor()
    for number in range(PAGE + 8):
        a_published_enterprise(f"Demo {number:02}", sectors=("finance",) if number % 3 else ("health",))
    found = listing(partner, view_of(partner, None), "").page.items
    exploring = [place for place, match in enumerate(found) if match.explores]
    assert exploring == [9, 19]
    with visiting(partner):
        page = client.get(LIST).get_data(as_text=True)
    assert page.count("Vị trí dành cho bên ít được giới thiệu") == 2
    searched = listing(partner, view_of(partner, None), "Demo").page.items
    assert not any(match.explores for match in searched)


@pytest.mark.usefixtures("database")
def test_answers_of_others_move_nobody_into_an_exploring_place() -> None:
    _, partner = a_published_investor()
    _, rival = a_published_investor("Demo Rival Fund")
    companies = [a_published_enterprise(f"Demo {number:02}")[0].id for number in range(PAGE + 8)]

    def seen() -> list[tuple[str, bool]]:
        return [(match.profile_id, match.explores) for match in listing(partner, view_of(partner, None), "").page.items]

    before = seen()
    for number, answer in enumerate(("must", "later", "no")):
        with acting_as(rival):
            services.set_preference(rival, companies[number], answer)
    assert seen() == before
