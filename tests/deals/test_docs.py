"""The page about deals for readers holds exactly the tables of the code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from marketplace.deals.rules import engagement, stages
from marketplace.deals.rules.guards import COMPLETION_EVENTS, GUARDS, PROVES_COMPLETION
from marketplace.deals.rules.parameters import PARAMETERS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "deals.md"


def table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table as Markdown."""
    lines = [heads, tuple("---" for _head in heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def introductions() -> str:
    heads = ("From", "Move", "To", "Made by")
    return table(heads, [(state.value, move.value, to.value, by.value) for state, move, to, by in engagement.STEPS])


def deals() -> str:
    heads = ("From", "Move", "To", "Made by")
    return table(heads, [(stage.value, move.value, to.value, by.value) for stage, move, to, by in stages.STEPS])


def guards() -> str:
    rows = [(move.value, ", ".join(code for code, _check in checks)) for move, checks in GUARDS.items()]
    return table(("Move", "Asks for"), rows)


def completion() -> str:
    rows = [
        (type_, event, ", ".join(sorted(kind.value for kind in PROVES_COMPLETION[event])))
        for type_, event in COMPLETION_EVENTS.items()
    ]
    return table(("Type", "Completion event", "Proved by one of"), rows)


def parameters() -> str:
    rows = [
        (
            each.version,
            each.applies_from.isoformat(),
            f"{each.period_start} to {each.period_end}",
            f"{each.minimum_usd:,}",
            f"{each.minimum_stake_basis_points / 100:g} %",
            str(each.near_days),
            each.value_basis,
        )
        for each in PARAMETERS
    ]
    heads = ("Version", "Applies from", "Completed within", "At least (US dollars)", "Votes", "Window (days)", "Value")
    return table(heads, rows)


@pytest.mark.parametrize("made", [introductions, deals, guards, completion, parameters])
def test_the_page_holds_the_table(made: object) -> None:
    assert made() in PAGE.read_text(encoding="utf-8")  # type: ignore[operator]
