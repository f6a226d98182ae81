"""The workspace's first page: what needs one now, how far the organisation has come, what would help most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.deals.queries.deals import deals_of
from marketplace.deals.queries.introductions import introductions_of
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.i18n import lazy
from marketplace.notifications.presenters import Shown, shown
from marketplace.notifications.queries import own_messages
from marketplace.profiles.presenters import Progress, page_of_kind, progress
from marketplace.profiles.queries import own_profile
from marketplace.reporting.presenters.waiting import Waiting, waiting_for
from marketplace.reporting.queries import drafts_of, kinds_written
from marketplace.reporting.rules import First, Step, first_things, funnel

RECENT = 5
STEPS: dict[Step, tuple[Any, str]] = {
    Step.ASKED: (lazy("Introductions asked for"), "deals.introductions"),
    Step.INTRODUCED: (lazy("Introduced"), "deals.introductions"),
    Step.RECORDED: (lazy("Deals recorded"), "deals.index"),
    Step.SIGNED: (lazy("Signed"), "deals.index"),
    Step.CLOSED: (lazy("Completed"), "deals.index"),
    Step.VERIFIED: (lazy("Officially verified"), "deals.index"),
    Step.COUNTED: (lazy("Counted"), "deals.index"),
}
FIRST_THINGS: dict[First, tuple[Any, str]] = {
    First.PROFILE: (lazy("Write and publish your profile"), "profiles.edit"),
    First.PRODUCT: (lazy("Show your first product"), "products.index"),
    First.MANDATE: (lazy("Say what you seek or offer"), "mandates.index"),
    First.INTRODUCTION: (lazy("Look who fits, and ask for an introduction"), "matching.index"),
}
PROGRESS_WORDS = {"todo": lazy("Not started"), "started": lazy("Draft"), "done": lazy("Done")}


@dataclass(frozen=True, slots=True)
class FunnelLine:
    """One step: how many came so far, and where they are listed. `share`: of the fullest step, for the bar."""

    label: Any
    count: int
    endpoint: str
    share: int


@dataclass(frozen=True, slots=True)
class FirstThing:
    """One of the first things to do."""

    label: Any
    endpoint: str
    standing: str
    words: Any


@dataclass(frozen=True, slots=True)
class Overview:
    """The page of one person who acts for one organisation."""

    waiting: Sequence[Waiting]
    funnel: Sequence[FunnelLine]
    first_things: Sequence[FirstThing]
    profile: Progress | None
    recent: Sequence[Shown]

    @property
    def is_beginning(self) -> bool:
        """Not all of the first things are done."""
        return any(each.standing != "done" for each in self.first_things)


def overview(actor: Actor) -> Overview:
    """For whoever acts: an enterprise, an investor, a partner, an officer. As many statements however much there is."""
    introductions, deals, drafts = introductions_of(actor), deals_of(actor), drafts_of(actor)
    trades = page_of_kind(actor.organisation_kind or "") is not None
    lines = _funnel([row.state for row in introductions], [row.stage for row in deals])
    return Overview(
        waiting=waiting_for(actor, introductions, deals, drafts),
        funnel=lines if trades else (),
        first_things=_first_things(actor, lines[0].count) if trades else (),
        profile=_profile(actor) if trades else None,
        recent=[shown(row) for row in db.session.scalars(own_messages(actor).limit(RECENT))],
    )


def _funnel(introductions: Sequence[str], deals: Sequence[str]) -> list[FunnelLine]:
    counted = funnel(introductions, deals)
    fullest = max(1, *(count for _step, count in counted))
    return [FunnelLine(*_named(step, count), share=100 * count // fullest) for step, count in counted]


def _named(step: Step, count: int) -> tuple[Any, int, str]:
    label, endpoint = STEPS[step]
    return label, count, endpoint


def _first_things(actor: Actor, asked: int) -> list[FirstThing]:
    live, drafts = kinds_written(actor)
    standing = first_things(actor.organisation_kind or "", live, drafts, asked)
    return [FirstThing(*FIRST_THINGS[first], progress_, PROGRESS_WORDS[progress_]) for first, progress_ in standing]


def _profile(actor: Actor) -> Progress:
    own = own_profile(actor, str(actor.organisation_id))
    return progress(str(actor.organisation_kind), own.newest)
