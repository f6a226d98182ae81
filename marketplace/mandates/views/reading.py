"""Lists and single mandates: one's own whole, others' as far as their owners let them be known."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import current_actor
from marketplace.mandates import policies, queries
from marketplace.mandates.content import from_json, public_part, visible_to_other_side
from marketplace.mandates.forms import KIND_LABELS
from marketplace.mandates.rules import kinds_for
from marketplace.mandates.views.pages import blueprint, organisation_of, shown
from marketplace.organisations.queries import organisations_by_id
from marketplace.publishing.rules import RevisionState


@blueprint.get("/")
@access(read=Who.MEMBER)
def index() -> ResponseReturnValue:
    """Every mandate of one's own organisation."""
    actor = current_actor()
    organisation_id = organisation_of(actor)
    return render_template(
        "mandates/index.html",
        mandates=queries.own_mandates(actor, organisation_id),
        kinds=KIND_LABELS,
        can_edit=policies.can_edit_mandates(actor, organisation_id) and bool(kinds_for(actor.organisation_kind)),
    )


@blueprint.get("/<mandate_id>")
@access(read=Who.MEMBER)
def show(mandate_id: str) -> ResponseReturnValue:
    """An own mandate with what others see of it, or what another party lets members know."""
    actor = current_actor()
    if mandate_id in {held.mandate_id for held in queries.own_mandates(actor, organisation_of(actor))}:
        return _own_page(mandate_id)
    row, mandate = queries.live_mandate(actor, mandate_id)
    owner = organisations_by_id([row.organisation_id])[row.organisation_id]
    return render_template(
        "mandates/show.html",
        mandate_id=row.id,
        mandate=mandate,
        kind=KIND_LABELS[mandate.kind],
        owner=owner,
        rows=shown(mandate),
        published_at=row.published_at,
    )


def _own_page(mandate_id: str) -> str:
    actor = current_actor()
    own = queries.own_mandate(actor, mandate_id)
    revisions = queries.own_revisions(actor, mandate_id)
    newest = own.newest or from_json(revisions[0].content)
    return render_template(
        "mandates/own.html",
        own=own,
        mandate=newest,
        kind=KIND_LABELS[newest.kind],
        rows=shown(newest),
        to_counterparts=shown(visible_to_other_side(newest)),
        to_everybody=shown(public_part(newest)),
        revisions=revisions,
        restorable={RevisionState.SUPERSEDED, RevisionState.WITHDRAWN},
        can_edit=policies.can_edit_mandates(actor, own.organisation_id),
    )
