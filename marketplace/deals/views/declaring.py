"""Declaring a deal that was made elsewhere."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.deals import policies
from marketplace.deals.content import DeclaredParty
from marketplace.deals.forms.deals import DeclareForm
from marketplace.deals.queries.parties import public_party_with_code
from marketplace.deals.services import recording
from marketplace.deals.services.parties import standing_of
from marketplace.deals.views.base import blueprint, say
from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import Actor, Refused, allow, current_actor
from marketplace.foundation.i18n import _
from marketplace.foundation.once import Repeated


@blueprint.route("/workspace/deals/declare", methods=["GET", "POST"])
@access(read=Who.MEMBER, write=Who.MEMBER)
def declare() -> ResponseReturnValue:
    """Declare a deal at signed or completed; it is verified and counted like any other."""
    actor = current_actor()
    allow(policies.can_declare(actor))
    own = actor.organisation_kind == "enterprise"
    form = DeclareForm(asks_home=not own)
    status = 200
    if form.is_sent():
        try:
            deal_id = recording.declare_deal(actor, form.declaration(_home(actor, form, own=own)), form.once_key)
        except Repeated as repeated:
            return redirect(url_for(".show", deal_id=repeated.result_id))
        except Refused as refusal:
            form.form_errors.append(say(refusal))
            status = 422
        else:
            flash(_("The deal is declared. Next: file the evidence."), "positive")
            return redirect(url_for(".show", deal_id=deal_id))
    return render_template("deals/declare.html", form=form, own=own), 422 if form.errors else status


def _home(actor: Actor, form: DeclareForm, *, own: bool) -> DeclaredParty:
    """The Vietnamese side: the declaring enterprise, the public one with this code, or as it was named."""
    if own and actor.organisation_id is not None:
        return DeclaredParty(standing_of(actor.organisation_id), actor.organisation_id)
    code = "".join(letter for letter in str(form.home_code.data or "") if letter.isalnum())
    found = public_party_with_code(code)
    return DeclaredParty(standing_of(found), found) if found else form.named_home()
