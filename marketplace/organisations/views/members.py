"""Members of the organisation acted for: invite, change roles, remove, leave."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import NotFound, Refused, Role, allow, current_actor
from marketplace.foundation.i18n import _, language
from marketplace.foundation.limits import hit
from marketplace.organisations import policies, queries, services
from marketplace.organisations.queries import Member
from marketplace.organisations.views.pages import blame, blueprint, invite_form, member, page, role_form


@blueprint.route("/workspace/organisation/invite", methods=["GET", "POST"])
@access(read=Who.MEMBER, write=Who.MEMBER)
def invite() -> ResponseReturnValue:
    """Offer somebody a place."""
    actor, organisation_id = member()
    allow(policies.can_manage_members(actor, queries.organisation(actor, organisation_id)))
    form = invite_form()
    if form.is_sent():
        hit("invite.organisation", organisation_id)
        try:
            services.invite(actor, organisation_id, str(form.email.data), Role(form.role.data), language())
        except Refused as refusal:
            blame(form.email, refusal)
        else:
            flash(_("The invitation is on its way."), "success")
            return redirect(url_for(".show"), 303)
    return page("invite", form)


@blueprint.post("/workspace/invitations/<invitation_id>/withdraw")
@access(write=Who.MEMBER)
def withdraw(invitation_id: str) -> ResponseReturnValue:
    """Take an open invitation back."""
    services.withdraw(current_actor(), invitation_id)
    flash(_("The invitation is withdrawn."), "success")
    return redirect(url_for(".show"), 303)


@blueprint.route("/workspace/members/<membership_id>/role", methods=["GET", "POST"])
@access(read=Who.MEMBER, write=Who.MEMBER)
def change_role(membership_id: str) -> ResponseReturnValue:
    """Give a member another role."""
    shown = _member(membership_id)
    form = role_form(shown.membership)
    if form.is_sent():
        try:
            services.change_role(current_actor(), membership_id, Role(form.role.data), form.version_number)
        except Refused as refusal:
            blame(form.role, refusal)
        else:
            flash(_("The role is changed. The person signs in again to use it."), "success")
            return redirect(url_for(".start"), 303)
    return page("role", form, member=shown)


@blueprint.route("/workspace/members/<membership_id>/remove", methods=["GET", "POST"])
@access(read=Who.MEMBER, write=Who.MEMBER)
def remove(membership_id: str) -> ResponseReturnValue:
    """Remove a member, or leave; asked once before it is done."""
    shown = _member(membership_id)
    if request.method == "POST":
        services.remove_member(current_actor(), membership_id)
        flash(_("The member is removed."), "success")
        return redirect(url_for(".start"), 303)
    return page("remove", member=shown, leaving=shown.membership.person_id == current_actor().person_id)


def _member(membership_id: str) -> Member:
    """A member of the organisation acted for; NotFound for any other."""
    actor, organisation_id = member()
    for one in queries.members_of(actor, organisation_id):
        if one.membership.id == membership_id:
            return one
    raise NotFound
