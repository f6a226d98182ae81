"""The list of one's messages, how one wishes to be told, and the way out of mails."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import Power, current_actor
from marketplace.foundation.clock import now
from marketplace.foundation.i18n import _
from marketplace.foundation.pages import page_number, page_of
from marketplace.foundation.versions import Conflict
from marketplace.notifications import presenters, queries, services
from marketplace.notifications.forms import SettingsForm, Words, settings_form
from marketplace.notifications.services.links import opened

blueprint = Blueprint("notifications", __name__)
OFFICERS = (Power.PROPOSE, Power.CONFIRM, Power.AUDIT)


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


@blueprint.route("/workspace/notifications/settings", methods=["GET", "POST"])
@access(read=Who.SIGNED_IN, write=Who.SIGNED_IN)
def settings() -> ResponseReturnValue:
    """Choose for each topic whether, how and when mails come."""
    form = _form()
    if not form.is_sent():
        return _settings_page(form, 422 if form.errors else 200)
    try:
        services.choose(current_actor(), form.wishes, form.version_number)
    except Conflict as conflict:
        form.version.data = str(conflict.current)
        return _settings_page(form, 409)
    flash(_("Saved. What still waits to be sent follows your choice."), "success")
    return redirect(url_for(".settings"), 303)


def _form() -> SettingsForm:
    actor = current_actor()
    wishes, version = queries.own_wishes(actor)
    words = Words(presenters.TOPICS, presenters.MEANINGS, presenters.CHANNELS_OF)
    return settings_form(wishes, version, now(), words, verifies=any(actor.has(power) for power in OFFICERS))


def _settings_page(form: SettingsForm, status: int) -> ResponseReturnValue:
    held, _version = queries.own_wishes(current_actor())
    page = render_template(
        "notifications/settings.html", form=form, conflict=status == 409, held=presenters.in_words(held)
    )
    return page, status


@blueprint.route("/<lang:lang>/unsubscribe", methods=["GET", "POST"])
@access(read=Who.ANYONE, write=Who.ANYONE)
def unsubscribe() -> ResponseReturnValue:
    """Reading asks; only pressing, here or in the mail program, stops the mails."""
    given = opened(request.args.get("key", ""))
    if given is None or queries.reader_language(given.person_id) is None:
        abort(404)
    if request.method == "POST":
        services.stop(given)
    answer = render_template(
        "notifications/unsubscribe.html",
        topics=[presenters.TOPICS[topic] for topic in given.topics],
        address=url_for(".unsubscribe", key=request.args["key"]),
        done=request.method == "POST",
    )
    return answer, 200, {"Referrer-Policy": "no-referrer"}
