"""Deals of one's own: the list, a new one from an introduction, and the page of one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.deals import policies
from marketplace.deals.forms.deals import AnswerForm, TermsForm
from marketplace.deals.models import Deal
from marketplace.deals.presenters import deals as presenters
from marketplace.deals.presenters.introductions import cards
from marketplace.deals.presenters.words import TIERS
from marketplace.deals.queries import deals as queries
from marketplace.deals.queries.introductions import introduction as introduction_of
from marketplace.deals.rules.stages import Tier
from marketplace.deals.services import recording
from marketplace.deals.views.base import blueprint, say
from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import Refused, allow, current_actor
from marketplace.foundation.i18n import _
from marketplace.foundation.once import Repeated


@blueprint.get("/workspace/deals")
@access(read=Who.MEMBER)
def index() -> ResponseReturnValue:
    """The deals of the organisation acted for, all or those of one tier."""
    actor = current_actor()
    named = request.args.get("tier", "")
    tier = Tier(named) if named in set(Tier) - {Tier.INTRODUCED} else None
    lines = presenters.deal_lines(queries.deals_of(actor, tier))
    return render_template(
        "deals/index.html",
        lines=lines,
        tier=TIERS[tier] if tier else None,
        can_declare=policies.can_declare(actor),
    )


@blueprint.route("/workspace/introductions/<engagement_id>/deal", methods=["GET", "POST"])
@access(read=Who.MEMBER, write=Who.MEMBER)
def record(engagement_id: str) -> ResponseReturnValue:
    """Record that an introduction became a deal in the making."""
    actor, form = current_actor(), TermsForm()
    row = introduction_of(actor, engagement_id)
    (card,) = cards(actor, [row])
    allow(card.can_record)
    if form.is_sent():
        try:
            deal_id = recording.record_deal(actor, engagement_id, form.terms(), form.once_key)
        except Repeated as repeated:
            deal_id = repeated.result_id
        except Refused as refusal:
            form.form_errors.append(say(refusal))
            return render_template("deals/record.html", form=form, card=card), 409
        flash(_("The deal is recorded. Next: file the evidence of signing."), "positive")
        return redirect(url_for(".show", deal_id=deal_id))
    return render_template("deals/record.html", form=form, card=card), 422 if form.errors else 200


@blueprint.get("/workspace/deals/<deal_id>")
@access(read=Who.MEMBER)
def show(deal_id: str) -> ResponseReturnValue:
    """Where a deal stands, its next step, documents, confirmations and history."""
    actor = current_actor()
    page = presenters.deal_page(actor, queries.file_of(queries.deal(actor, deal_id)))
    form = AnswerForm(terms_hash=page.terms_hash)
    return render_template("deals/show.html", page=page, form=form)


def filled(form: TermsForm, row: Deal) -> TermsForm:
    """The form with the terms as they stand, written as people write them."""
    form.type.data, form.direction.data, form.currency.data = row.type, row.direction, row.currency
    agreed = presenters.agreed_of(row)
    form.agreed.data = f"{agreed.major:f}" if agreed else ""
    form.stake.data = f"{row.stake_basis_points / 100:g}" if row.stake_basis_points else ""
    form.signed_on.data = row.signed_on.isoformat() if row.signed_on else ""
    form.completed_on.data = row.completed_on.isoformat() if row.completed_on else ""
    form.version.data = str(row.version)
    return form
