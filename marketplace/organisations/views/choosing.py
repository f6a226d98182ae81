"""For whom a person acts: the way in after signing in, switching, founding, joining."""

from __future__ import annotations

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import NotFound, Refused, current_actor
from marketplace.foundation.i18n import _, language
from marketplace.foundation.limits import hit
from marketplace.foundation.navigation import section_of
from marketplace.foundation.once import Repeated
from marketplace.foundation.text import Localised
from marketplace.organisations import queries, services
from marketplace.organisations.forms import FoundForm, JoinForm, SwitchForm
from marketplace.organisations.views.pages import blame, blueprint, found_form, page

HOME = "reporting.overview"


@blueprint.get("/workspace/start")
@access(read=Who.SIGNED_IN)
def start() -> ResponseReturnValue:
    """Where a person goes after signing in."""
    if current_actor().is_member:
        return redirect(url_for(HOME if HOME in current_app.view_functions else ".show"))
    return redirect(url_for(".choose"))


@blueprint.get("/workspace/organisation/choose")
@access(read=Who.SIGNED_IN)
def choose() -> ResponseReturnValue:
    """The organisations to act for, places offered and asked for, and the ways to another one."""
    actor = current_actor()
    return page(
        "choose",
        choices=queries.choices_of(actor),
        invitations=queries.own_invitations(actor),
        joins=queries.own_joins(actor),
        section=section_of(request.args.get("next", "")) or "",
    )


@blueprint.post("/workspace/organisation/switch")
@access(write=Who.SIGNED_IN)
def switch() -> ResponseReturnValue:
    """Act for another of one's organisations from now on."""
    form = SwitchForm()
    if not form.is_sent():
        raise NotFound
    services.act_for(current_actor(), current_user.session_id, str(form.organisation_id.data))
    flash(_("You act for another organisation now."), "success")
    return redirect(section_of(request.form.get("next", "")) or url_for(".start"), 303)


@blueprint.route("/workspace/organisation/new", methods=["GET", "POST"])
@access(read=Who.SIGNED_IN, write=Who.SIGNED_IN)
def found() -> ResponseReturnValue:
    """Found an organisation and become its administrator."""
    form = found_form()
    if form.is_sent():
        try:
            made = services.found_organisation(current_actor(), _new(form), form.once_key).id
        except Repeated as repeated:
            made = repeated.result_id
        except Refused as refusal:
            by_code = refusal.code in {"organisations.bad_code", "organisations.code_taken"}
            blame(form.enterprise_code if by_code else form.name, refusal)
            return page("found", form)
        services.act_for(current_actor(), current_user.session_id, made)
        flash(_("Your organisation is here. Next, write its profile."), "success")
        return redirect(url_for(".start"), 303)
    return page("found", form)


def _new(form: FoundForm) -> services.NewOrganisation:
    name, other_name = str(form.name.data), str(form.other_name.data or "")
    vi, en = (name, other_name) if language() == "vi" else (other_name, name)
    return services.NewOrganisation(
        kind=form.kind.data,
        name=Localised(vi=vi, en=en),
        country=form.country.data,
        enterprise_code=form.enterprise_code.data,
    )


@blueprint.route("/workspace/organisation/join", methods=["GET", "POST"])
@access(read=Who.SIGNED_IN, write=Who.SIGNED_IN)
def join() -> ResponseReturnValue:
    """Ask an organisation for a place; the answer does not tell whether it is here."""
    form = JoinForm()
    if form.is_sent():
        hit("join.person", str(current_actor().person_id))
        services.ask_to_join(current_actor(), services.clean_code(form.enterprise_code.data))
        flash(_("If an organisation with this code is here, those who run it have been asked."), "success")
        return redirect(url_for(".choose"), 303)
    return page("join", form)


@blueprint.post("/workspace/invitations/<invitation_id>/accept")
@access(write=Who.SIGNED_IN)
def accept(invitation_id: str) -> ResponseReturnValue:
    """Take an offered place and act for that organisation."""
    actor = current_actor()
    place = services.accept_invitation(actor, invitation_id)
    services.act_for(actor, current_user.session_id, place)
    flash(_("You are now a member."), "success")
    return redirect(url_for(".start"), 303)
