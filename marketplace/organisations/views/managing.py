"""The page of the organisation acted for, and requests that wait for an answer."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.foundation.access import Who, access, staff_with
from marketplace.foundation.actor import Power, current_actor
from marketplace.foundation.i18n import _
from marketplace.foundation.site import safe_target
from marketplace.organisations import policies, queries, services
from marketplace.organisations.views.pages import blueprint, member, page


@blueprint.get("/workspace/organisation")
@access(read=Who.MEMBER)
def show() -> ResponseReturnValue:
    """Its name, members, units, invitations and requests."""
    actor, organisation_id = member()
    organisation = queries.organisation(actor, organisation_id)
    manages = policies.can_manage_members(actor, organisation)
    return page(
        "show",
        organisation=organisation,
        members=queries.members_of(actor, organisation_id),
        units=queries.units_of(actor, organisation_id),
        invitations=queries.open_invitations(actor, organisation_id) if manages else [],
        joins=queries.joins_to_decide(actor) if manages else [],
        manages=manages,
        actor=actor,
    )


@blueprint.get("/staff/join-requests")
@access(read=staff_with(Power.REVIEW))
def join_requests() -> ResponseReturnValue:
    """Requests to organisations that nobody runs yet."""
    return page("join_requests", joins=queries.joins_to_decide(current_actor()))


@blueprint.post("/workspace/join-requests/<request_id>/accept")
@access(write=Who.MEMBER)
def accept_join(request_id: str) -> ResponseReturnValue:
    """Give the place."""
    services.decide_join(current_actor(), request_id, accept=True)
    flash(_("The person is now a member."), "success")
    return redirect(safe_target(request.form.get("back")) or url_for(".show"), 303)


@blueprint.post("/workspace/join-requests/<request_id>/decline")
@access(write=Who.MEMBER)
def decline_join(request_id: str) -> ResponseReturnValue:
    """Refuse the place."""
    services.decide_join(current_actor(), request_id, accept=False)
    flash(_("The request is declined."), "success")
    return redirect(safe_target(request.form.get("back")) or url_for(".show"), 303)
