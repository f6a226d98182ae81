"""What waits for the person who signed in, as the overview shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.deals.presenters.deals import DealPage, deal_page
from marketplace.deals.presenters.introductions import IntroductionCard, cards
from marketplace.deals.queries.deals import deals_of, files_of
from marketplace.deals.queries.introductions import introductions_to_answer
from marketplace.deals.rules.stages import Stage
from marketplace.foundation.actor import Actor
from marketplace.reporting.queries import Draft, drafts_of

SHOWN_DEALS = 20
WORKED_ON = frozenset({Stage.RECORDED, Stage.SIGNED, Stage.CLOSED, Stage.VERIFICATION})


@dataclass(frozen=True, slots=True)
class Overview:
    """What waits for the person who signed in."""

    to_answer: Sequence[IntroductionCard]
    unread: int
    drafts: Sequence[Draft]
    deals: Sequence[DealPage]

    @property
    def is_empty(self) -> bool:
        """Nothing waits."""
        return not (self.to_answer or self.unread or self.drafts or self.deals)


def overview(actor: Actor, unread: int) -> Overview:
    """Introductions to answer, unread messages, drafts, and deals on which a step is possible."""
    rows = [row for row in deals_of(actor) if Stage(row.stage) in WORKED_ON][:SHOWN_DEALS]
    pages = [deal_page(actor, file) for file in files_of(rows)]
    return Overview(
        to_answer=cards(actor, introductions_to_answer(actor)),
        unread=unread,
        drafts=drafts_of(actor),
        deals=[page for page in pages if page.next_step or any(line.can_answer for line in page.parties)],
    )
