"""What waits for the person who signed in."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from marketplace.deals.policies import is_officer
from marketplace.deals.presenters.deals import deal_lines
from marketplace.deals.queries.verification import queue
from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import current_actor
from marketplace.foundation.duties import duties_of
from marketplace.reporting import presenters
from marketplace.reporting.views.base import blueprint


@blueprint.get("/workspace")
@access(read=Who.MEMBER)
def overview() -> ResponseReturnValue:
    """What needs this person now."""
    actor = current_actor()
    return render_template("reporting/overview.html", page=presenters.overview(actor), can_edit=actor.can_edit)


@blueprint.get("/staff")
@access(read=Who.STAFF)
def staff_overview() -> ResponseReturnValue:
    """What needs an officer now: the queue and the public numbers."""
    actor = current_actor()
    waiting = queue(actor) if is_officer(actor) else ()
    return render_template(
        "reporting/staff_overview.html",
        page=presenters.kpi_page(),
        duties=duties_of(actor),
        lines=deal_lines(row for row, _made in waiting),
        opens_lists=is_officer(actor),
    )
