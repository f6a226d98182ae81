"""The officers' queue, one deal in it, and what officers decide."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.deals import policies
from marketplace.deals.forms.verification import AmendForm, ProposalForm, RejectForm
from marketplace.deals.models import Deal
from marketplace.deals.presenters import deals as deal_presenters
from marketplace.deals.presenters import verification as presenters
from marketplace.deals.presenters.words import PURPOSES, VERDICTS
from marketplace.deals.queries import counting as count_queries
from marketplace.deals.queries import deals as deal_queries
from marketplace.deals.queries import verification as queries
from marketplace.deals.rules.verification import Purpose
from marketplace.deals.services import counting
from marketplace.deals.services import verification as services
from marketplace.deals.views.base import back, blueprint
from marketplace.foundation.access import access, staff_with
from marketplace.foundation.actor import Power, Refused, allow, current_actor
from marketplace.foundation.i18n import _
from marketplace.foundation.once import Repeated
from marketplace.foundation.versions import expect
from marketplace.organisations.queries import units_by_id

OFFICERS = staff_with(Power.PROPOSE, Power.CONFIRM, Power.AUDIT)
DECIDERS = staff_with(Power.PROPOSE, Power.CONFIRM)


@blueprint.get("/staff/verification")
@access(read=OFFICERS)
def verification() -> ResponseReturnValue:
    """Deals that wait for an officer, longest first."""
    waiting = queries.queue(current_actor())
    lines = deal_presenters.deal_lines(row for row, _made in waiting)
    proposed = {row.id: PURPOSES[Purpose(made.purpose)] for row, made in waiting if made is not None}
    return render_template("deals/verification.html", lines=lines, proposed=proposed)


@blueprint.get("/staff/verification/<deal_id>")
@access(read=OFFICERS)
def verify(deal_id: str) -> ResponseReturnValue:
    """One deal: evidence, the rule condition by condition, and what this officer may do."""
    return _page(deal_queries.deal(current_actor(), deal_id))


def _page(row: Deal) -> str:
    actor = current_actor()
    file = deal_queries.file_of(row)
    page = presenters.verification_page(
        actor, file, counting.preview(row), queries.proposals_of(row.id), count_queries.decisions_of(row.id)
    )
    return render_template(
        "deals/verify.html",
        page=page,
        deal=deal_presenters.deal_page(actor, file),
        units=units_by_id(line.unit_id for line in page.proposals),
        following=_following(row.id),
    )


def _following(deal_id: str) -> str | None:
    """The next deal in the queue, so that nobody has to go back."""
    ids = [row.id for row, _made in queries.queue(current_actor())]
    later = ids[ids.index(deal_id) + 1 :] if deal_id in ids else ids
    return next((each for each in later if each != deal_id), None)


@blueprint.route("/staff/verification/<deal_id>/<any(verify, tell_apart, revoke):named>", methods=["GET", "POST"])
@access(read=DECIDERS, write=DECIDERS)
def propose(deal_id: str, named: str) -> ResponseReturnValue:
    """Propose, with what was checked."""
    actor, form, purpose = current_actor(), ProposalForm(), Purpose(named)
    row = deal_queries.deal(actor, deal_id)
    allow(policies.can_propose(actor, row, purpose))
    if form.is_sent():
        expect(row, form.version_number)
        reason, once = str(form.reason.data), form.once_key
        return _proposed(deal_id, lambda: services.propose(actor, deal_id, purpose, reason, once))
    if not form.errors:
        form.version.data = str(row.version)
    (line,) = deal_presenters.deal_lines([row])
    page = render_template("deals/propose.html", form=form, line=line, label=PURPOSES[purpose], named=named)
    return page, 422 if form.errors else 200


@blueprint.route("/staff/verification/<deal_id>/amend", methods=["GET", "POST"])
@access(read=DECIDERS, write=DECIDERS)
def amend(deal_id: str) -> ResponseReturnValue:
    """Propose corrected terms of a counted deal."""
    actor, form = current_actor(), AmendForm()
    row = deal_queries.deal(actor, deal_id)
    allow(policies.can_propose(actor, row, Purpose.AMEND))
    if form.is_sent():
        expect(row, form.version_number)
        reason, once, amendment = str(form.reason.data), form.once_key, form.amendment()
        return _proposed(deal_id, lambda: services.propose_amendment(actor, deal_id, amendment, reason, once))
    if not form.errors:
        _fill_amendment(form, row)
    (line,) = deal_presenters.deal_lines([row])
    return render_template("deals/amend.html", form=form, line=line), 422 if form.errors else 200


def _fill_amendment(form: AmendForm, row: Deal) -> None:
    agreed = deal_presenters.agreed_of(row)
    form.currency.data, form.version.data = row.currency, str(row.version)
    form.agreed.data = f"{agreed.major:f}" if agreed else ""
    form.signed_on.data = row.signed_on.isoformat() if row.signed_on else ""
    form.completed_on.data = row.completed_on.isoformat() if row.completed_on else ""


def _proposed(deal_id: str, service: Callable[[], str]) -> ResponseReturnValue:
    address = url_for(".verify", deal_id=deal_id)
    try:
        service()
    except Repeated:
        return redirect(address)
    except Refused as refusal:
        return back(refusal, address)
    flash(_("Your proposal waits for an officer of another unit."), "positive")
    return redirect(address)


@blueprint.post("/staff/proposals/<proposal_id>/confirm")
@access(write=staff_with(Power.CONFIRM))
def confirm(proposal_id: str) -> ResponseReturnValue:
    """Agree with a proposal; the count rule decides at once."""
    actor = current_actor()
    deal_id = queries.proposal(actor, proposal_id).deal_id
    try:
        services.confirm_proposal(actor, proposal_id)
    except Refused as refusal:
        return back(refusal, url_for(".verify", deal_id=deal_id))
    last = count_queries.last_decision(deal_id)
    verdict = VERDICTS[last.verdict] if last else ""
    flash(_("Confirmed. The count rule says: %(verdict)s.", verdict=verdict), "positive")
    return redirect(url_for(".verify", deal_id=_following(deal_id) or deal_id))


@blueprint.route("/staff/proposals/<proposal_id>/reject", methods=["GET", "POST"])
@access(read=staff_with(Power.CONFIRM), write=staff_with(Power.CONFIRM))
def reject(proposal_id: str) -> ResponseReturnValue:
    """Disagree with a proposal, with a reason."""
    actor, form = current_actor(), RejectForm()
    deal_id = queries.proposal(actor, proposal_id).deal_id
    if form.is_sent():
        address = url_for(".verify", deal_id=deal_id)
        try:
            services.reject_proposal(actor, proposal_id, str(form.reason.data))
        except Refused as refusal:
            return back(refusal, address)
        flash(_("The proposal was rejected."), "positive")
        return redirect(address)
    (line,) = deal_presenters.deal_lines([deal_queries.deal(actor, deal_id)])
    page = render_template("deals/reject.html", form=form, line=line, proposal_id=proposal_id)
    return page, 422 if form.errors else 200


@blueprint.post("/staff/proposals/<proposal_id>/withdraw")
@access(write=staff_with(Power.PROPOSE))
def withdraw_proposal(proposal_id: str) -> ResponseReturnValue:
    """Take one's own proposal back."""
    actor = current_actor()
    deal_id = queries.proposal(actor, proposal_id).deal_id
    address = url_for(".verify", deal_id=deal_id)
    try:
        services.withdraw_proposal(actor, proposal_id)
    except Refused as refusal:
        return back(refusal, address)
    flash(_("Your proposal was taken back."), "positive")
    return redirect(address)


@blueprint.post("/staff/verification/<deal_id>/recount")
@access(write=DECIDERS)
def recount(deal_id: str) -> ResponseReturnValue:
    """Ask the count rule again, for example after a rate was recorded."""
    address = url_for(".verify", deal_id=deal_id)
    try:
        verdict = counting.recount(current_actor(), deal_id)
    except Refused as refusal:
        return back(refusal, address)
    said = _("Nothing changed.") if verdict is None else _("The rule says: %(verdict)s.", verdict=VERDICTS[verdict])
    flash(said, "positive")
    return redirect(address)
