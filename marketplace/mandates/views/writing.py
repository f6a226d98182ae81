"""Writing a mandate: draft, publish, withdraw, restore."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import Actor, allow, current_actor
from marketplace.foundation.i18n import _
from marketplace.foundation.once import Repeated
from marketplace.foundation.versions import Conflict
from marketplace.mandates import policies, queries, services
from marketplace.mandates.content import Mandate, from_json, problems
from marketplace.mandates.forms import (
    CRITERION_LABELS,
    KIND_LABELS,
    MandateForm,
    add_problems,
    form_for,
    inputs_of,
    typed,
)
from marketplace.mandates.forms.words import KIND_HINTS
from marketplace.mandates.queries import OwnMandate
from marketplace.mandates.rules import MandateKind, criteria_of, kinds_for
from marketplace.mandates.services import NewMandate
from marketplace.mandates.views.pages import blueprint, differences, organisation_of

UNREADABLE, CONFLICT = 422, 409


@blueprint.get("/new")
@access(read=Who.MEMBER)
def choose() -> ResponseReturnValue:
    """Which kind of mandate it will be."""
    actor = current_actor()
    allow(policies.can_edit_mandates(actor, organisation_of(actor)))
    kinds = [(kind, KIND_LABELS[kind], KIND_HINTS[kind]) for kind in kinds_for(actor.organisation_kind)]
    return render_template("mandates/choose.html", kinds=kinds)


@blueprint.route("/new/<kind>", methods=["GET", "POST"])
@access(read=Who.MEMBER, write=Who.MEMBER)
def new(kind: str) -> ResponseReturnValue:
    """A mandate that is not there yet."""
    if kind not in set(MandateKind):
        abort(404)
    actor, chosen = current_actor(), MandateKind(kind)
    allow(policies.can_write_kind(actor, organisation_of(actor), chosen))
    form = form_for(chosen)
    if not _is_ready(form, chosen):
        return _form_page("mandates/new.html", form, chosen)
    place = NewMandate(organisation_of(actor), form.once_key)
    try:
        mandate_id = _save(actor, place, typed(form, chosen), None)
    except Repeated as repeated:
        mandate_id = repeated.result_id
    return _saved(mandate_id)


@blueprint.route("/<mandate_id>/edit", methods=["GET", "POST"])
@access(read=Who.MEMBER, write=Who.MEMBER)
def edit(mandate_id: str) -> ResponseReturnValue:
    """An own mandate; what is live stays until the new text is published."""
    actor = current_actor()
    own = queries.own_mandate(actor, mandate_id)
    allow(policies.can_edit_mandates(actor, own.organisation_id))
    held = _newest(actor, own)
    form = form_for(held.kind, held, own.version)
    if not _is_ready(form, held.kind):
        return _form_page("mandates/edit.html", form, held.kind, own)
    try:
        _save(actor, mandate_id, typed(form, held.kind), form.version_number)
    except Conflict:
        return _conflict_page(form, queries.own_mandate(actor, mandate_id))
    return _saved(mandate_id)


@blueprint.post("/<mandate_id>/publish")
@access(write=Who.MEMBER)
def publish(mandate_id: str) -> ResponseReturnValue:
    """Make the draft live."""
    services.publish_draft(current_actor(), mandate_id, _version())
    flash(_("The mandate is published."))
    return redirect(url_for(".show", mandate_id=mandate_id))


@blueprint.post("/<mandate_id>/discard")
@access(write=Who.MEMBER)
def discard(mandate_id: str) -> ResponseReturnValue:
    """Throw the draft away."""
    services.discard_draft(current_actor(), mandate_id, _version())
    flash(_("The draft is discarded."))
    return redirect(url_for(".show", mandate_id=mandate_id))


@blueprint.post("/<mandate_id>/withdraw")
@access(write=Who.MEMBER)
def withdraw(mandate_id: str) -> ResponseReturnValue:
    """The mandate holds no more."""
    services.withdraw_mandate(current_actor(), mandate_id, _version())
    flash(_("The mandate is withdrawn. Nobody is matched with it any more."))
    return redirect(url_for(".show", mandate_id=mandate_id))


@blueprint.post("/<mandate_id>/restore/<revision_id>")
@access(write=Who.MEMBER)
def restore(mandate_id: str, revision_id: str) -> ResponseReturnValue:
    """An earlier text is live again."""
    services.restore_revision(current_actor(), mandate_id, revision_id, _version())
    flash(_("The earlier text is published again."))
    return redirect(url_for(".show", mandate_id=mandate_id))


def _version() -> int | None:
    return request.form.get("version", type=int)


def _wants_draft() -> bool:
    return request.form.get("action") == "draft"


def _is_ready(form: MandateForm, kind: MandateKind) -> bool:
    """Sent, readable, and, to be published, complete; what is wrong stands beside its field."""
    if not form.is_sent():
        return False
    found = problems(typed(form, kind))
    if _wants_draft() or not found:
        return True
    add_problems(form, found)
    return False


def _save(actor: Actor, place: str | NewMandate, mandate: Mandate, version: int | None) -> str:
    if _wants_draft():
        return services.save_draft(actor, place, mandate, version).subject_id
    return services.publish_mandate(actor, place, mandate, expected_version=version)


def _saved(mandate_id: str) -> ResponseReturnValue:
    flash(_("The draft is saved.") if _wants_draft() else _("The mandate is published."))
    return redirect(url_for(".show", mandate_id=mandate_id))


def _newest(actor: Actor, own: OwnMandate) -> Mandate:
    return own.newest or from_json(queries.own_revisions(actor, own.mandate_id)[0].content)


def _form_page(
    template: str, form: MandateForm, kind: MandateKind, own: OwnMandate | None = None
) -> ResponseReturnValue:
    page = render_template(template, own=own, label=KIND_LABELS[kind], **_fields(form, kind))
    return (page, UNREADABLE) if form.errors else page


def _fields(form: MandateForm, kind: MandateKind) -> dict[str, object]:
    """What the fields' template asks for."""
    return {
        "form": form,
        "kind": kind,
        "criteria": criteria_of(kind),
        "labels": CRITERION_LABELS,
        "inputs_of": inputs_of,
    }


def _conflict_page(form: MandateForm, own: OwnMandate) -> ResponseReturnValue:
    """Nothing is saved: both texts, and the typed one in a form that knows the new version."""
    saved = _newest(current_actor(), own)
    mine = typed(form, saved.kind)
    form.version.data = str(own.version)
    page = render_template(
        "mandates/conflict.html", own=own, differences=differences(saved, mine), **_fields(form, saved.kind)
    )
    return page, CONFLICT
