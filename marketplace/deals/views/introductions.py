"""Introductions: the list, asking, one introduction, and the answers."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.deals import policies
from marketplace.deals.forms.deals import PlainForm
from marketplace.deals.presenters import introductions as presenters
from marketplace.deals.queries import introductions as queries
from marketplace.deals.queries.deals import deals_of_engagement
from marketplace.deals.services import introductions as services
from marketplace.deals.views.base import back, blueprint
from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import Actor, Refused, allow, current_actor
from marketplace.foundation.i18n import _
from marketplace.foundation.once import Repeated
from marketplace.mandates.queries import live_mandate
from marketplace.matching.queries.sensitivity import core_at_stake
from marketplace.organisations.queries import organisations_by_id


@blueprint.get("/workspace/introductions")
@access(read=Who.MEMBER)
def introductions() -> ResponseReturnValue:
    """Requests to answer, requests sent, introductions made, and those that ended."""
    actor = current_actor()
    cards = presenters.cards(actor, queries.introductions_of(actor))
    groups = {group: [card for card in cards if card.group == group] for group in presenters.GROUPS}
    return render_template("deals/introductions.html", groups=groups, empty_list=not cards)


@blueprint.route("/workspace/introductions/ask", methods=["GET", "POST"])
@access(read=Who.MEMBER, write=Who.MEMBER)
def ask() -> ResponseReturnValue:
    """Ask for an introduction: shows what the other side will see before it is sent."""
    actor, form = current_actor(), PlainForm()
    mandate_id = request.values.get("mandate", "")
    counterparty_id = request.values.get("counterparty", "") or (actor.organisation_id or "")
    mandate_row, mandate = live_mandate(actor, mandate_id)
    owner_id = mandate_row.organisation_id
    allow(policies.can_ask(actor, owner_id, counterparty_id))
    if form.is_sent():
        return _asked(actor, mandate_id, counterparty_id, form.once_key)
    try:
        counterparty = services.expect_counterparty(actor, counterparty_id)
    except Refused as refusal:
        return back(refusal, url_for(".introductions"))
    return render_template(
        "deals/ask.html",
        form=form,
        mandate=mandate,
        mandate_id=mandate_id,
        counterparty_id=counterparty_id,
        asked=counterparty.name if actor.acts_for(owner_id) else organisations_by_id([owner_id])[owner_id].name,
        core_at_stake=core_at_stake([(owner_id, None), (counterparty_id, None)]),
    )


def _asked(actor: Actor, mandate_id: str, counterparty_id: str, once: str) -> ResponseReturnValue:
    try:
        engagement_id = services.ask_introduction(actor, mandate_id, counterparty_id, once)
    except Repeated as repeated:
        engagement_id = repeated.result_id
    except Refused as refusal:
        return back(refusal, url_for(".introductions"))
    flash(_("Your request was sent. The other side has 30 days to answer."), "positive")
    return redirect(url_for(".introduction", engagement_id=engagement_id))


@blueprint.get("/workspace/introductions/<engagement_id>")
@access(read=Who.MEMBER)
def introduction(engagement_id: str) -> ResponseReturnValue:
    """One introduction; before both said yes without names."""
    actor = current_actor()
    row = queries.introduction(actor, engagement_id)
    (card,) = presenters.cards(actor, [row])
    sides = [(row.owner_organisation_id, None), (row.counterparty_organisation_id, None)]
    return render_template(
        "deals/introduction.html", card=card, deals=deals_of_engagement(row.id), core_at_stake=core_at_stake(sides)
    )


@blueprint.post("/workspace/introductions/<engagement_id>/accept")
@access(write=Who.MEMBER)
def accept(engagement_id: str) -> ResponseReturnValue:
    """Say yes."""
    said = _("You are introduced. Names are shown, and a conversation is open.")
    return _decided(engagement_id, services.answer_introduction, said)


@blueprint.post("/workspace/introductions/<engagement_id>/decline")
@access(write=Who.MEMBER)
def decline(engagement_id: str) -> ResponseReturnValue:
    """Say no."""
    said = _("You declined. The other side learns that the answer is no, and nothing else.")
    return _decided(engagement_id, services.decline_introduction, said)


@blueprint.post("/workspace/introductions/<engagement_id>/withdraw")
@access(write=Who.MEMBER)
def withdraw(engagement_id: str) -> ResponseReturnValue:
    """Take the request back, or leave the introduction."""
    return _decided(engagement_id, services.withdraw_introduction, _("The introduction was withdrawn."))


def _decided(engagement_id: str, service: Callable[[Actor, str, int | None], object], said: str) -> ResponseReturnValue:
    address = url_for(".introduction", engagement_id=engagement_id)
    try:
        service(current_actor(), engagement_id, PlainForm().version_number)
    except Refused as refusal:
        return back(refusal, address)
    flash(said, "positive")
    return redirect(address)
