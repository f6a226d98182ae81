"""Terms of a taxonomy: listed, added, worded, ended, offered again."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.foundation import refusals
from marketplace.foundation.access import access
from marketplace.foundation.actor import Power, Refused, current_actor
from marketplace.foundation.i18n import _
from marketplace.foundation.once import Repeated
from marketplace.foundation.versions import Conflict
from marketplace.reference import presenters, services
from marketplace.reference.forms import EndTermForm, NewTermForm, TermForm
from marketplace.reference.models import ReferenceTerm
from marketplace.reference.queries import deciding
from marketplace.reference.services.terms import CLOSED
from marketplace.reference.views.base import DECIDERS, READERS, blueprint, tell_conflict


@blueprint.get("/terms/<taxonomy>")
@access(read=READERS)
def terms(taxonomy: str) -> ResponseReturnValue:
    """Every term with both labels, what it lies under, its time, its successor and how often it is used."""
    actor = current_actor()
    rows = deciding.term_rows(actor, taxonomy)
    return render_template(
        "reference/terms.html",
        taxonomy=taxonomy,
        title=presenters.TAXONOMIES[taxonomy],
        lines=presenters.term_lines(rows, deciding.uses(taxonomy)),
        can_write=actor.has(Power.REFERENCE),
        is_closed=taxonomy in CLOSED,
    )


@blueprint.route("/terms/<taxonomy>/new", methods=["GET", "POST"])
@access(read=DECIDERS, write=DECIDERS)
def new_term(taxonomy: str) -> ResponseReturnValue:
    """Add a term."""
    rows = list(deciding.term_rows(current_actor(), taxonomy))
    form = NewTermForm()
    form.offer(rows)
    if form.is_sent():
        try:
            services.add_term(current_actor(), taxonomy, str(form.code.data), form.text(), form.once_key)
        except Repeated:
            return redirect(url_for(".terms", taxonomy=taxonomy))
        except Refused as refusal:
            form.code.errors = [refusals.words(refusal)]
        else:
            flash(_("The term is added and offered from now on."), "positive")
            return redirect(url_for(".terms", taxonomy=taxonomy))
    title = presenters.TAXONOMIES[taxonomy]
    page = render_template("reference/term.html", form=form, taxonomy=taxonomy, title=title, row=None)
    return page, 422 if form.errors else 200


@blueprint.route("/terms/<taxonomy>/<code>", methods=["GET", "POST"])
@access(read=DECIDERS, write=DECIDERS)
def term(taxonomy: str, code: str) -> ResponseReturnValue:
    """Change the words of a term, its other names and what it lies under."""
    actor = current_actor()
    rows = list(deciding.term_rows(actor, taxonomy))
    row = deciding.term_row(actor, taxonomy, code)
    form = TermForm(data=_typed(row))
    form.offer(rows, code)
    if form.is_sent():
        try:
            services.change_term(actor, taxonomy, code, form.text(), form.version_number)
        except Conflict as conflict:
            tell_conflict(form, conflict)
        except Refused as refusal:
            form.parent.errors = [refusals.words(refusal)]
        else:
            flash(_("Saved. Search follows within minutes."), "positive")
            return redirect(url_for(".terms", taxonomy=taxonomy))
    title = presenters.TAXONOMIES[taxonomy]
    page = render_template("reference/term.html", form=form, taxonomy=taxonomy, title=title, row=row)
    return page, 422 if form.errors else 200


def _typed(row: ReferenceTerm) -> dict[str, object]:
    return {
        "vi": row.label.vi,
        "en": row.label.en,
        "other_names": "\n".join(row.other_names),
        "parent": row.parent or "",
        "version": str(row.changes),
    }


@blueprint.route("/terms/<taxonomy>/<code>/end", methods=["GET", "POST"])
@access(read=DECIDERS, write=DECIDERS)
def end_term(taxonomy: str, code: str) -> ResponseReturnValue:
    """End a term; its code and its label stay for ever."""
    actor = current_actor()
    rows = list(deciding.term_rows(actor, taxonomy))
    row = deciding.term_row(actor, taxonomy, code)
    form = EndTermForm(data={"version": str(row.changes)})
    form.offer(rows, code)
    if form.is_sent():
        try:
            services.end_term(actor, taxonomy, code, form.successor.data or None, form.version_number)
        except Conflict as conflict:
            tell_conflict(form, conflict)
        except Refused as refusal:
            form.successor.errors = [refusals.words(refusal)]
        else:
            flash(_("The term is no longer offered. What bears it keeps it."), "positive")
            return redirect(url_for(".terms", taxonomy=taxonomy))
    uses = (deciding.uses(taxonomy) or {}).get(code, 0)
    page = render_template("reference/end_term.html", form=form, taxonomy=taxonomy, row=row, uses=uses)
    return page, 422 if form.errors else 200


@blueprint.post("/terms/<taxonomy>/<code>/reopen")
@access(write=DECIDERS)
def reopen_term(taxonomy: str, code: str) -> ResponseReturnValue:
    """Offer an ended term again."""
    version = request.form.get("version", "")
    try:
        services.reopen_term(current_actor(), taxonomy, code, int(version) if version.isdecimal() else None)
    except Refused as refusal:
        flash(refusals.words(refusal), "caution")
    else:
        flash(_("The term is offered again."), "positive")
    return redirect(url_for(".terms", taxonomy=taxonomy))
