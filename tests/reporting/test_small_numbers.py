"""No line of a public breakdown, and nothing that follows from its lines and the total, points to a few companies."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from marketplace.reporting.rules.breakdown import FEWEST, Cell, Member, every_cell, public_cells

COMPANIES = st.sampled_from([f"company {number}" for number in range(12)])
MEMBERS = st.lists(
    st.builds(
        Member,
        cell=st.sampled_from("ABCDEF"),
        home=st.frozensets(COMPANIES, min_size=1, max_size=2),
        abroad=st.frozensets(COMPANIES, min_size=1, max_size=2),
    ),
    max_size=40,
)


def a_member(cell: str, number: int) -> Member:
    return Member(cell, frozenset({f"home {number}"}), frozenset({f"abroad {number}"}))


def inside(members: list[Member], shown: tuple[Cell, ...], line: Cell) -> list[Member]:
    named = {cell.code for cell in shown}
    return [each for each in members if (each.cell == line.code if line.code else each.cell not in named)]


def sides(members: list[Member]) -> tuple[int, int]:
    return (
        len({key for each in members for key in each.home}),
        len({key for each in members for key in each.abroad}),
    )


@given(MEMBERS)
def test_every_line_every_sum_of_lines_and_every_rest_is_large_enough(members: list[Member]) -> None:
    shown = public_cells(members)
    for size in range(1, len(shown) + 1):
        for lines in combinations(shown, size):
            behind = [each for line in lines for each in inside(members, shown, line)]
            assert sum(line.count for line in lines) == len(behind)
            assert len(behind) >= FEWEST
            assert min(sides(behind)) >= FEWEST
            rest = len(members) - sum(line.count for line in lines)
            left = [each for each in members if each not in behind]
            assert rest == 0 or rest >= FEWEST
            assert not left or min(sides(left)) >= FEWEST or rest == 0


@given(MEMBERS)
def test_the_lines_are_the_whole_count_or_nothing_is_shown(members: list[Member]) -> None:
    shown = public_cells(members)
    assert sum(cell.count for cell in shown) == (len(members) if shown else 0)
    assert sum(cell.code is None for cell in shown) <= 1
    assert sum(cell.count for cell in every_cell(members)) == len(members)


def test_one_small_group_takes_the_smallest_large_one_along() -> None:
    members = [a_member(cell, number) for number, cell in enumerate("A" * 8 + "B" * 6 + "C" * 2)]
    assert public_cells(members) == (Cell("A", 8), Cell(None, 8))


def test_many_deals_of_one_company_are_not_a_group() -> None:
    one = [Member("A", frozenset({"one"}), frozenset({f"abroad {n}"})) for n in range(9)]
    many = [a_member("B", number) for number in range(9)]
    assert public_cells([*one, *many]) == ()
    assert every_cell([*one, *many]) == (Cell("A", 9), Cell("B", 9))


def test_the_first_deals_are_never_broken_down() -> None:
    assert public_cells([]) == ()
    assert public_cells([a_member("A", number) for number in range(4)]) == ()
    assert public_cells([a_member("A", number) for number in range(5)]) == (Cell("A", 5),)
