"""Working on a deal: terms, parties, evidence, stages, and the parties' answers."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.deals import policies
from marketplace.deals.forms.deals import AnswerForm, EvidenceForm, PartyForm, PlainForm, ReasonForm, TermsForm
from marketplace.deals.models import DealParty
from marketplace.deals.presenters.deals import deal_page
from marketplace.deals.presenters.words import EVIDENCE_KINDS, MOVED, MOVES
from marketplace.deals.queries import deals as queries
from marketplace.deals.rules.guards import EvidenceKind
from marketplace.deals.rules.stages import NEEDS_REASON, Move
from marketplace.deals.services import progress, recording
from marketplace.deals.views.base import back, blueprint, say
from marketplace.deals.views.deals import filled
from marketplace.files import queries as files
from marketplace.files.presenters import answer as file_answer
from marketplace.files.services import note_reading
from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import NotFound, Refused, allow, current_actor
from marketplace.foundation.i18n import _
from marketplace.foundation.once import Repeated
from marketplace.foundation.versions import Conflict


@blueprint.route("/workspace/deals/<deal_id>/terms", methods=["GET", "POST"])
@access(read=Who.MEMBER, write=Who.MEMBER)
def terms(deal_id: str) -> ResponseReturnValue:
    """Write the terms anew."""
    actor, form = current_actor(), TermsForm()
    row = queries.deal(actor, deal_id)
    allow(policies.can_change_deal(actor, row, queries.parties_of(deal_id)))
    if form.is_sent():
        try:
            recording.change_terms(actor, deal_id, form.terms(), form.version_number)
        except Conflict as conflict:
            return _both(deal_id, form, conflict.current), 409
        flash(_("The terms were saved. Each party has to confirm them."), "positive")
        return redirect(url_for(".show", deal_id=deal_id))
    shown = form if form.errors else filled(form, row)
    return render_template("deals/terms.html", form=shown, deal=row, current=None), 422 if form.errors else 200


def _both(deal_id: str, form: TermsForm, version: int) -> str:
    """What was typed, with what stands now beside it; sending again replaces it."""
    current = deal_page(current_actor(), queries.file_of(queries.deal(current_actor(), deal_id)))
    form.form_errors.append(_("Someone changed this deal meanwhile. Compare both, then send what should hold."))
    form.version.data = str(version)
    return render_template("deals/terms.html", form=form, deal=current.deal, current=current)


@blueprint.route("/workspace/deals/<deal_id>/parties/<party_id>", methods=["GET", "POST"])
@access(read=Who.MEMBER, write=Who.MEMBER)
def party(deal_id: str, party_id: str) -> ResponseReturnValue:
    """Say how a party stood at signing."""
    actor, form = current_actor(), PartyForm()
    row = queries.deal(actor, deal_id)
    parties = queries.parties_of(deal_id)
    held = next((each for each in parties if each.id == party_id), None)
    if held is None:
        raise NotFound
    allow(policies.can_change_deal(actor, row, parties))
    if form.is_sent():
        recording.change_party(actor, party_id, deal_id, form.standing(), form.version_number)
        flash(_("The party was saved. Each party has to confirm the terms."), "positive")
        return redirect(url_for(".show", deal_id=deal_id))
    shown = form if form.errors else _filled_party(form, held, row.version)
    return render_template("deals/party.html", form=shown, deal=row, party=held), 422 if form.errors else 200


def _filled_party(form: PartyForm, held: DealParty, version: int) -> PartyForm:
    form.name.data, form.country.data = held.name, held.country or ""
    form.ownership.data, form.control_country.data = held.ownership or "", held.control_country or ""
    form.is_dte.data, form.version.data = held.is_dte, str(version)
    return form


@blueprint.route("/workspace/deals/<deal_id>/evidence", methods=["GET", "POST"])
@access(read=Who.MEMBER, write=Who.MEMBER)
def evidence(deal_id: str) -> ResponseReturnValue:
    """File a document."""
    actor, form = current_actor(), EvidenceForm(EVIDENCE_KINDS)
    row = queries.deal(actor, deal_id)
    allow(policies.can_change_deal(actor, row, queries.parties_of(deal_id)))
    status = 200
    if form.is_sent():
        try:
            progress.file_evidence(actor, deal_id, EvidenceKind(form.kind.data), form.file.data, form.once_key)
        except Refused as refusal:
            form.file.errors = [*form.file.errors, say(refusal)]
            status = 422
        except Repeated:
            return redirect(url_for(".show", deal_id=deal_id))
        else:
            flash(_("The document was filed."), "positive")
            return redirect(url_for(".show", deal_id=deal_id))
    return render_template("deals/evidence.html", form=form, deal=row), 422 if form.errors else status


@blueprint.post("/workspace/deals/<deal_id>/evidence/<evidence_id>/withdraw")
@access(write=Who.MEMBER)
def withdraw_evidence(deal_id: str, evidence_id: str) -> ResponseReturnValue:
    """Take a document back."""
    progress.withdraw_evidence(current_actor(), deal_id, evidence_id)
    flash(_("The document was taken back."), "positive")
    return redirect(url_for(".show", deal_id=deal_id))


@blueprint.get("/workspace/deals/<deal_id>/evidence/<evidence_id>")
@access(read=Who.MEMBER)
def document(deal_id: str, evidence_id: str) -> ResponseReturnValue:
    """The bytes of a document, for the parties, and for officers once the deal was submitted."""
    actor = current_actor()
    row = queries.deal(actor, deal_id)
    found = next((each for each in queries.evidence_of(row.id) if each.id == evidence_id), None)
    if found is None:
        raise NotFound
    by_duty = policies.is_officer(actor)
    file = files.file_by_duty(found.file_id) if by_duty else files.stored_file(actor, found.file_id)
    note_reading(file)
    return file_answer(file)


@blueprint.post("/workspace/deals/<deal_id>/answer")
@access(write=Who.MEMBER)
def answer(deal_id: str) -> ResponseReturnValue:
    """Confirm or dispute the terms exactly as shown."""
    agrees = request.form.get("answer") == "confirm"
    address = url_for(".show", deal_id=deal_id)
    try:
        progress.answer_terms(current_actor(), deal_id, str(AnswerForm().terms_hash.data), agrees=agrees)
    except Refused as refusal:
        return back(refusal, address)
    said = _("You confirmed the terms.") if agrees else _("You disputed the terms. Nothing is counted meanwhile.")
    flash(said, "positive")
    return redirect(address)


@blueprint.post("/workspace/deals/<deal_id>/move")
@access(write=Who.MEMBER)
def move(deal_id: str) -> ResponseReturnValue:
    """Take the next step."""
    named = request.form.get("move", "")
    if named not in set(Move) or Move(named) in NEEDS_REASON:
        raise NotFound
    return _moved(deal_id, Move(named), None, PlainForm().version_number)


@blueprint.route("/workspace/deals/<deal_id>/<any(step_back, abandon):named>", methods=["GET", "POST"])
@access(read=Who.MEMBER, write=Who.MEMBER)
def move_with_reason(deal_id: str, named: str) -> ResponseReturnValue:
    """Go a stage back or abandon the deal, with a reason."""
    actor, form, chosen = current_actor(), ReasonForm(), Move(named)
    row = queries.deal(actor, deal_id)
    allow(policies.can_move_deal(actor, row, queries.parties_of(deal_id), chosen))
    if form.is_sent():
        return _moved(deal_id, chosen, str(form.reason.data), form.version_number)
    if not form.errors:
        form.version.data = str(row.version)
    page = render_template("deals/reason.html", form=form, deal=row, label=MOVES[chosen], named=named)
    return page, 422 if form.errors else 200


def _moved(deal_id: str, chosen: Move, reason: str | None, version: int | None) -> ResponseReturnValue:
    address = url_for(".show", deal_id=deal_id)
    try:
        progress.move_deal(current_actor(), deal_id, chosen, reason, version)
    except Refused as refusal:
        return back(refusal, address)
    flash(str(MOVED[chosen]), "positive")
    return redirect(address)
