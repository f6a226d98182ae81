"""What there is, which version is in use, what a load would change, and exchange rates."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.foundation import refusals
from marketplace.foundation.access import access
from marketplace.foundation.actor import Power, Refused, current_actor
from marketplace.foundation.i18n import _, language
from marketplace.foundation.pages import page_number, page_of
from marketplace.reference import presenters, queries, services
from marketplace.reference.forms import RateForm
from marketplace.reference.queries import deciding, shipped
from marketplace.reference.views.base import DECIDERS, READERS, blueprint

SIZE = 50


@blueprint.get("")
@access(read=READERS)
def index() -> ResponseReturnValue:
    """Every table of reference data, and whether it is as shipped."""
    actor = current_actor()
    counts = deciding.term_counts(actor)
    return render_template(
        "reference/index.html",
        taxonomies=[(name, presenters.TAXONOMIES[name], *counts[name]) for name in counts],
        provinces=len(queries.provinces()),
        years=deciding.market_years(actor),
        release=deciding.last_release(actor),
        shipped_version=shipped.version(),
        changes=services.preview_load(actor),
    )


@blueprint.route("/load", methods=["GET", "POST"])
@access(read=READERS, write=DECIDERS)
def load() -> ResponseReturnValue:
    """What loading the shipped data would change; then load just that."""
    actor = current_actor()
    if request.method == "POST":
        try:
            changes = services.load_reference(actor, request.form.get("fingerprint", ""))
        except Refused as refusal:
            flash(refusals.words(refusal), "caution")
            return redirect(url_for(".load"))
        told = {"added": changes.added, "changed": changes.changed, "retired": changes.retired}
        flash(_("Loaded: %(added)s new, %(changed)s changed, %(retired)s ended.", **told), "positive")
        return redirect(url_for(".index"))
    return render_template(
        "reference/load.html",
        changes=services.preview_load(actor),
        version=shipped.version(),
        words=presenters,
        can_write=actor.has(Power.REFERENCE),
    )


@blueprint.route("/rates", methods=["GET", "POST"])
@access(read=READERS, write=DECIDERS)
def rates() -> ResponseReturnValue:
    """Exchange rates with day and source; one more can be added, none changed."""
    actor, form = current_actor(), RateForm()
    if form.is_sent():
        read = services.load_rates(actor, [form.row()])
        if read.refused:
            form.usd_per_unit.errors = [str(presenters.REFUSED_RATES[read.refused[0].code])]
        else:
            flash(_("The rate is recorded.") if read.added else _("This rate was recorded already."), "positive")
            return redirect(url_for(".rates"))
    offered = queries.choices("currency", language())
    currency = next((code for code, _label in offered if code == request.args.get("currency")), None)
    page = page_of(deciding.rate_rows(actor, currency), page_number(request.args.get("page")), SIZE)
    answer = render_template(
        "reference/rates.html",
        form=form,
        page=page,
        offered=offered,
        currency=currency,
        can_write=actor.has(Power.REFERENCE),
    )
    return answer, 422 if form.errors else 200
