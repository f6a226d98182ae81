"""What follows from introductions and deals: people are told, requests run out, waiting deals are asked about again."""

from __future__ import annotations

from datetime import timedelta

from marketplace.deals.presenters import messages
from marketplace.deals.queries.counting import TIER_COUNTS
from marketplace.deals.queries.introductions import party_to_tell
from marketplace.deals.queries.verification import officers_with, people_of_deal, proposer_of
from marketplace.deals.rules.stages import Move
from marketplace.deals.services.counting import recount_pending
from marketplace.deals.services.introductions import expire_overdue
from marketplace.foundation.actor import Power
from marketplace.foundation.cache import drop
from marketplace.foundation.jobs import RecordedFact, periodic, task
from marketplace.notifications.services import notify
from marketplace.organisations.queries import members_to_notify

__all__ = ["messages"]

TOLD_AS_VERDICT = frozenset({Move.VERIFY, Move.COUNT, Move.AMEND, Move.REVOKE})
KINDS = {"accept": "deals.introduced", "decline": "deals.request_ended", "expire": "deals.request_ended"}


@task("deals.tell_introduction")
def tell_introduction(fact: RecordedFact) -> None:
    """The asked side learns of a request, the asking side of its end."""
    engagement_id, move = fact.values["engagement_id"], fact.values["move"]
    kind = KINDS.get(move, "deals.asked" if move.startswith("ask_") else None)
    organisation_id = party_to_tell(engagement_id, move)
    if kind is None or organisation_id is None:
        return
    people = [reader.person_id for reader in members_to_notify(organisation_id)]
    notify(people, kind, {"engagement_id": engagement_id})


@task("deals.tell_move")
def tell_move(fact: RecordedFact) -> None:
    """Parties learn what others did with a deal; proposing officers that one waits. The rule speaks for itself."""
    deal_id, move = fact.values["deal_id"], fact.values["move"]
    if move in TOLD_AS_VERDICT:
        return
    people = [person for person in people_of_deal(deal_id, fact.organisation_id) if person != fact.person_id]
    notify(people, "deals.moved", {"deal_id": deal_id, "move": move})
    if move == Move.SUBMIT:
        notify(officers_with(Power.PROPOSE), "deals.to_verify", {"deal_id": deal_id})


@task("deals.tell_confirmers")
def tell_confirmers(fact: RecordedFact) -> None:
    """Officers of other units learn that a proposal waits."""
    others = [p for p, unit in officers_with(Power.CONFIRM).items() if unit != fact.values["unit_id"]]
    notify(others, "deals.to_decide", {"deal_id": fact.values["deal_id"]})


@task("deals.tell_proposer")
def tell_proposer(fact: RecordedFact) -> None:
    """The proposing officer learns of the decision, unless it took the proposal back itself."""
    person_id = proposer_of(fact.values["proposal_id"])
    if person_id != fact.person_id:
        notify([person_id], "deals.decided", {"deal_id": fact.values["deal_id"]})


@task("deals.tell_verdict")
def tell_verdict(fact: RecordedFact) -> None:
    """The parties learn what the count rule says."""
    values = {"deal_id": fact.values["deal_id"], "verdict": fact.values["verdict"]}
    notify(people_of_deal(fact.values["deal_id"], None), "deals.verdict", values)


@task("deals.recount_pending")
def recount_after_rates(_fact: RecordedFact) -> None:
    """New rates were recorded: deals that waited for one are decided."""
    recount_pending()


@task("deals.forget_numbers")
def forget_numbers(_fact: RecordedFact) -> None:
    """An introduction or a deal moved: the first page counts again."""
    drop(TIER_COUNTS)


@periodic("deals.expire_overdue", timedelta(minutes=15))
def expire_requests() -> None:
    """Requests run out whose time to answer is over."""
    expire_overdue()
