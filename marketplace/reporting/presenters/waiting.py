"""What waits for the person who signed in: each with one way to act and since when, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marketplace.deals.models import Deal, Engagement
from marketplace.deals.policies import is_officer
from marketplace.deals.presenters.deals import DealPage, deal_page
from marketplace.deals.presenters.introductions import IntroductionCard, cards
from marketplace.deals.queries.deals import files_of
from marketplace.deals.queries.introductions import waits_for
from marketplace.deals.queries.verification import queue
from marketplace.deals.rules.stages import Stage
from marketplace.foundation.actor import Actor
from marketplace.foundation.clock import now
from marketplace.foundation.i18n import _, language, lazy, ngettext
from marketplace.messaging.queries import inbox
from marketplace.organisations.queries import joins_to_decide, own_invitations
from marketplace.reference.presenters import term
from marketplace.reporting.queries import Draft
from marketplace.reporting.rules import Standing, Weight

SHOWN_DEALS = 20
MOST_OF_A_KIND = 10
WORKED_ON = frozenset({Stage.RECORDED, Stage.SIGNED, Stage.CLOSED, Stage.VERIFICATION})


@dataclass(frozen=True, slots=True)
class Waiting:
    """One matter: what to do, about what, where, and how it stands in time."""

    action: Any
    about: str
    endpoint: str
    standing: Standing
    arguments: Mapping[str, str] = field(default_factory=dict)
    is_urgent: bool = False


DRAFT_PLACES: Mapping[str, tuple[Any, str, str | None]] = {
    "profile": (lazy("Publish the profile"), "profiles.edit", None),
    "product": (lazy("Publish a product"), "products.edit", "product_id"),
    "mandate": (lazy("Publish a mandate"), "mandates.show", "mandate_id"),
}


def waiting_for(
    actor: Actor, introductions: Sequence[Engagement], deals: Sequence[Deal], drafts: Sequence[Draft]
) -> list[Waiting]:
    """Everything, in the order of its urgency. The rows are those that queries let the actor see."""
    asked = [row for row in introductions if waits_for(actor, row)][:MOST_OF_A_KIND]
    found = [
        *_requests(cards(actor, asked) if asked else ()),
        *_deals(actor, deals),
        *_conversations(actor),
        *_people(actor),
        *_drafts(actor, drafts),
        *_verification(actor),
    ]
    moment = now()
    return [
        Waiting(each.action, each.about, each.endpoint, each.standing, each.arguments, each.standing.is_urgent(moment))
        for each in sorted(found, key=lambda each: each.standing.place(moment))
    ]


def _requests(asked: Iterable[IntroductionCard]) -> Iterator[Waiting]:
    for card in asked:
        standing = Standing(Weight.OTHERS_WAIT, card.since, card.expires_at)
        yield Waiting(
            _("Answer a request for an introduction"),
            _who(card),
            "deals.introduction",
            standing,
            {"engagement_id": card.id},
        )


def _who(card: IntroductionCard) -> str:
    if card.other_name:
        return str(card.other_name.best(language()))
    kind = term(card.teaser.kind, "organisation_kind")
    country = term(card.teaser.country, "country")
    return ", ".join(part for part in (kind, country) if part)


def _deals(actor: Actor, deals: Sequence[Deal]) -> Iterator[Waiting]:
    rows = [row for row in deals if Stage(row.stage) in WORKED_ON][:SHOWN_DEALS]
    for page in [deal_page(actor, file) for file in files_of(rows)] if rows else []:
        action, weight = _deal_step(page)
        if action:
            yield Waiting(
                action,
                " · ".join(line.row.name for line in page.parties),
                "deals.show",
                Standing(weight, page.deal.stage_since),
                {"deal_id": page.deal.id},
            )


def _deal_step(page: DealPage) -> tuple[str, Weight]:
    if any(line.can_answer and line.answer is None for line in page.parties):
        return _("Confirm or dispute the terms of a deal"), Weight.OTHERS_WAIT
    if page.next_step is None:
        return "", Weight.OWN_STEP
    if page.next_step.is_ready:
        return _("Next step: %(step)s", step=page.next_step.label), Weight.OWN_STEP
    missing = sum(not there for _label, there in page.next_step.checks)
    said = _("Next step: %(step)s", step=page.next_step.label)
    lacking = ngettext("%(num)s thing is missing", "%(num)s things are missing", missing)
    return f"{said} ({lacking})", Weight.OWN_STEP


def _conversations(actor: Actor) -> Iterator[Waiting]:
    for line in [line for line in inbox(actor).items if line.unread][:MOST_OF_A_KIND]:
        yield Waiting(
            ngettext("Read %(num)s new message", "Read %(num)s new messages", line.unread),
            " · ".join(name.best(language()) for name in line.others),
            "messaging.show",
            Standing(Weight.PEOPLE_WAIT, line.active_at),
            {"conversation_id": line.id},
        )


def _people(actor: Actor) -> Iterator[Waiting]:
    for asking in joins_to_decide(actor)[:MOST_OF_A_KIND]:
        standing = Standing(Weight.PEOPLE_WAIT, asking.asked_at)
        where = "organisations.join_requests" if actor.is_staff else "organisations.show"
        yield Waiting(_("Decide on a request to join"), asking.name, where, standing)
    for invitation, name in own_invitations(actor):
        standing = Standing(Weight.PEOPLE_WAIT, invitation.created_at, invitation.expires_at)
        yield Waiting(_("Accept an invitation"), str(name.best(language())), "organisations.choose", standing)


def _drafts(actor: Actor, drafts: Iterable[Draft]) -> Iterator[Waiting]:
    if not actor.can_edit:
        return
    for draft in drafts:
        action, endpoint, name = DRAFT_PLACES[draft.kind]
        arguments = {name: draft.subject_id} if name else {}
        yield Waiting(action, draft.title, endpoint, Standing(Weight.OWN_TEXT, draft.written_at), arguments)


def _verification(actor: Actor) -> Iterator[Waiting]:
    if not is_officer(actor):
        return
    for row, made in queue(actor)[:MOST_OF_A_KIND]:
        action = _("Decide on a proposal") if made else _("Verify a deal")
        standing = Standing(Weight.OTHERS_WAIT, row.stage_since)
        yield Waiting(action, term(row.type, "deal_type"), "deals.verify", standing, {"deal_id": row.id})
