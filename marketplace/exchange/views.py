"""Imports as pages: try a list, read the report, bring it in, take it back."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.exchange import presenters, queries
from marketplace.exchange.forms import ImportForm
from marketplace.exchange.services import trials, undoing
from marketplace.exchange.services.reports import Report, kept_report
from marketplace.foundation import duties, refusals
from marketplace.foundation.access import access, staff_with
from marketplace.foundation.actor import NotFound, Power, Refused, current_actor
from marketplace.foundation.i18n import _, lazy
from marketplace.foundation.once import Repeated
from marketplace.foundation.pages import page_number, page_of

blueprint = Blueprint("exchange", __name__, url_prefix="/staff/imports")
IMPORTERS = staff_with(Power.IMPORT)
MOVING = frozenset({"waiting", "trying", "confirmed", "importing", "undoing"})
HEADER = (lazy("Row"), lazy("Key"), lazy("What became of it"), lazy("Remarks"))

duties.register(duties.Duty(Power.IMPORT, lazy("Lists to decide about"), "exchange.index", queries.waiting_trials))
refusals.texts(
    {
        "exchange.file_kind": lazy(
            "The file must be CSV or JSON lines. In a spreadsheet choose Save as, then CSV UTF-8."
        ),
        "exchange.file_content": lazy(
            "The file's content is no text list. Open it in a spreadsheet, choose Save as, then CSV UTF-8."
        ),
        "exchange.file_empty": lazy("The file is empty. Choose another file."),
        "exchange.not_tried": lazy("This list no longer waits for a decision. Nothing was changed."),
        "exchange.other_file": lazy("This is not the file that was tried. Nothing was changed. Upload it again."),
        "exchange.not_applied": lazy("This import cannot be taken back now, or was already. Nothing was changed."),
    }
)


@blueprint.get("")
@access(read=IMPORTERS)
def index() -> ResponseReturnValue:
    """Lists to decide about, and the imports so far."""
    actor = current_actor()
    page = page_of(queries.batches(actor), page_number(request.args.get("page")), presenters.SIZE)
    return render_template(
        "exchange/index.html",
        waiting=queries.open_trials(actor),
        page=page,
        names=queries.names_of(page.items),
        words=presenters,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@access(read=IMPORTERS, write=IMPORTERS)
def new() -> ResponseReturnValue:
    """Upload a list and have it tried; what was chosen stays when the file is refused."""
    form = ImportForm().offer(presenters.KINDS)
    if form.is_sent():
        try:
            trial_id = trials.receive(current_actor(), form.upload())
        except Repeated as repeated:
            return redirect(url_for(".trial", trial_id=repeated.result_id))
        except Refused as refusal:
            form.file.errors = [refusals.words(refusal)]
        else:
            return redirect(url_for(".trial", trial_id=trial_id))
    return render_template("exchange/new.html", form=form), 422 if form.errors else 200


@blueprint.get("/trials/<trial_id>")
@access(read=IMPORTERS)
def trial(trial_id: str) -> ResponseReturnValue:
    """What would become of every row; the page to come back to while it is worked on."""
    found = queries.trial(current_actor(), trial_id)
    return render_template(
        "exchange/trial.html",
        trial=found,
        moves=found.state in MOVING,
        report=_shown(kept_report(found.report_hash)),
        words=presenters,
    )


def _shown(report: Report | None) -> presenters.ReportPage | None:
    if report is None:
        return None
    return presenters.report_page(report, request.args.get("outcome"), page_number(request.args.get("page")))


@blueprint.post("/trials/<trial_id>/confirm")
@access(write=IMPORTERS)
def confirm(trial_id: str) -> ResponseReturnValue:
    """Bring in the very file that was tried."""
    actor = current_actor()
    try:
        trials.confirm(actor, trial_id, request.form.get("sha256", ""))
    except Refused as refusal:
        flash(refusals.words(refusal), "caution")
        return redirect(url_for(".trial", trial_id=trial_id))
    found = queries.trial(actor, trial_id)
    if found.state == "imported" and found.batch_id:
        flash(_("The list is in. It can be taken back as a whole."), "positive")
        return redirect(url_for(".show", batch_id=found.batch_id))
    flash(_("The list is being brought in. You can leave this page and come back."), "positive")
    return redirect(url_for(".trial", trial_id=trial_id))


@blueprint.post("/trials/<trial_id>/drop")
@access(write=IMPORTERS)
def drop(trial_id: str) -> ResponseReturnValue:
    """Leave a tried list out."""
    try:
        trials.drop(current_actor(), trial_id)
    except Refused as refusal:
        flash(refusals.words(refusal), "caution")
        return redirect(url_for(".trial", trial_id=trial_id))
    flash(_("The list is dropped. Nothing of it was brought in."), "positive")
    return redirect(url_for(".index"))


@blueprint.get("/trials/<trial_id>/report.csv")
@access(read=IMPORTERS)
def trial_report(trial_id: str) -> ResponseReturnValue:
    """The report of a trial as a file."""
    found = queries.trial(current_actor(), trial_id)
    return _file(found.id, kept_report(found.report_hash))


@blueprint.get("/<batch_id>")
@access(read=IMPORTERS)
def show(batch_id: str) -> ResponseReturnValue:
    """One import: what became of every row, and what came of taking it back."""
    found = queries.batch(current_actor(), batch_id)
    return render_template(
        "exchange/show.html",
        batch=found,
        moves=found.state in MOVING,
        can_undo=found.state in undoing.UNDOABLE,
        name=queries.names_of([found]).get(found.person_id or ""),
        report=_shown(kept_report(found.report_hash)),
        undone=undoing.undone_from_json(found.taken_back),
        words=presenters,
    )


@blueprint.get("/<batch_id>/report.csv")
@access(read=IMPORTERS)
def report(batch_id: str) -> ResponseReturnValue:
    """The report of an import as a file."""
    found = queries.batch(current_actor(), batch_id)
    return _file(found.id, kept_report(found.report_hash))


def _file(of_id: str, found: Report | None) -> Response:
    if found is None:
        raise NotFound
    trials.note_download(current_actor(), of_id, len(found.rows))
    answer = Response(presenters.report_file(found, HEADER), content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"import-{of_id}.csv")
    return answer


@blueprint.route("/<batch_id>/undo", methods=["GET", "POST"])
@access(read=IMPORTERS, write=IMPORTERS)
def undo(batch_id: str) -> ResponseReturnValue:
    """See what would be taken back and what would stay, then take it back."""
    actor = current_actor()
    found = queries.batch(actor, batch_id)
    if request.method == "GET":
        if found.state not in undoing.UNDOABLE:
            return redirect(url_for(".show", batch_id=batch_id))
        preview = undoing.preview(actor, batch_id)
        return render_template("exchange/undo.html", batch=found, preview=preview, words=presenters)
    if undoing.order_undo(actor, batch_id):
        flash(_("The import is taken back."), "positive")
    else:
        flash(_("The import is being taken back. You can leave this page and come back."), "positive")
    return redirect(url_for(".show", batch_id=batch_id))
