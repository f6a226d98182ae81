"""The list of one's messages."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import current_actor
from marketplace.foundation.pages import page_number, page_of
from marketplace.notifications import presenters, queries, services

blueprint = Blueprint("notifications", __name__)


@blueprint.get("/workspace/notifications")
@access(read=Who.SIGNED_IN)
def index() -> ResponseReturnValue:
    """Newest first."""
    actor = current_actor()
    page = page_of(queries.own_messages(actor), page_number(request.args.get("page")))
    return render_template(
        "notifications/index.html",
        page=page,
        messages=[presenters.shown(row) for row in page.items],
        unread=queries.unread_count(actor),
    )


@blueprint.post("/workspace/notifications/read")
@access(write=Who.SIGNED_IN)
def mark_read() -> ResponseReturnValue:
    """Everything is read."""
    services.mark_all_read(current_actor())
    return redirect(url_for(".index"), 303)
