"""How far an organisation has come, from its first text to a counted deal: data and plain functions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum


class Step(StrEnum):
    """The steps from the first request to the count, as one organisation walks them."""

    ASKED = "asked"
    INTRODUCED = "introduced"
    RECORDED = "recorded"
    SIGNED = "signed"
    CLOSED = "closed"
    VERIFIED = "verified"
    COUNTED = "counted"


# Which states of an introduction, and which stages of a deal, have come at least as far as a step.
_COUNTED = frozenset({"counted"})
_VERIFIED = _COUNTED | {"verified", "amended"}
_CLOSED = _VERIFIED | {"closed", "verification"}
_SIGNED = _CLOSED | {"signed"}
REACHED_BY_INTRODUCTIONS: Mapping[Step, frozenset[str]] = {
    Step.ASKED: frozenset({"interest_a", "interest_b", "mutual", "deal", "declined", "expired", "withdrawn"}),
    Step.INTRODUCED: frozenset({"mutual", "deal"}),
}
REACHED_BY_DEALS: Mapping[Step, frozenset[str]] = {
    Step.RECORDED: _SIGNED | {"recorded", "lost", "revoked"},
    Step.SIGNED: _SIGNED,
    Step.CLOSED: _CLOSED,
    Step.VERIFIED: _VERIFIED,
    Step.COUNTED: _COUNTED,
}


def funnel(introductions: Iterable[str], deals: Iterable[str]) -> tuple[tuple[Step, int], ...]:
    """How many came at least to each step, from the states of introductions and the stages of deals."""
    met, made = list(introductions), list(deals)
    counted = [(step, _among(met, reached)) for step, reached in REACHED_BY_INTRODUCTIONS.items()]
    counted += [(step, _among(made, reached)) for step, reached in REACHED_BY_DEALS.items()]
    return tuple(counted)


def _among(states: Sequence[str], reached: Collection[str]) -> int:
    return sum(state in reached for state in states)


class First(StrEnum):
    """What an organisation does on its first days."""

    PROFILE = "profile"
    PRODUCT = "product"
    MANDATE = "mandate"
    INTRODUCTION = "introduction"


class Progress(StrEnum):
    """How far one of the first things is."""

    NOT_BEGUN = "todo"
    STARTED = "started"
    DONE = "done"


def first_things(
    kind: str, live: Collection[str], drafts: Collection[str], asked: int
) -> tuple[tuple[First, Progress], ...]:
    """The first things for a kind of party, from the kinds of its texts that are live or drafts; only an enterprise
    is asked for products.
    """
    wanted = [First.PROFILE, *([First.PRODUCT] if kind == "enterprise" else []), First.MANDATE]
    texts = [
        (first, Progress.DONE if first in live else Progress.STARTED if first in drafts else Progress.NOT_BEGUN)
        for first in wanted
    ]
    return (*texts, (First.INTRODUCTION, Progress.DONE if asked else Progress.NOT_BEGUN))
