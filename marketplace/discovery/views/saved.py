"""The searches that a person keeps: list, keep, rename, delete."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.discovery import services
from marketplace.discovery.forms import SearchNameForm, save_form
from marketplace.discovery.presenters.saved import (
    TOLD,
    asked_for,
    offered_name,
    run_href,
    saved_line,
    told_in_words,
    where,
)
from marketplace.discovery.queries.saved import own_search, own_searches
from marketplace.discovery.queries.search import is_known
from marketplace.discovery.rules import MOST_SAVED, Kept, kept
from marketplace.discovery.views.base import blueprint
from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import Refused, current_actor
from marketplace.foundation.i18n import _, lazy
from marketplace.foundation.once import Repeated
from marketplace.foundation.refusals import texts, words

texts(
    {
        "discovery.already_saved": lazy("You keep this search already, under the name “%(name)s”."),
        "discovery.too_many_saved": lazy(
            "You keep %(most)s searches, and there is no room for more. Delete one that you no longer need."
        ),
    }
)


@blueprint.get("/workspace/searches")
@access(read=Who.MEMBER)
def saved() -> ResponseReturnValue:
    """The own list."""
    actor = current_actor()
    lines = [saved_line(row) for row in own_searches(actor)]
    return render_template("discovery/saved.html", lines=lines, told=told_in_words(actor), most=MOST_SAVED)


@blueprint.route("/workspace/searches/new", methods=["GET", "POST"])
@access(read=Who.MEMBER, write=Who.MEMBER)
def save() -> ResponseReturnValue:
    """Keep the search that the address carries. A visitor signs in first and comes back to this page."""
    asked = _asked()
    form = save_form(offered_name(asked), TOLD)
    if form.is_sent():
        try:
            services.save_search(current_actor(), asked, str(form.name.data), form.once_key, form.frequency)
        except Repeated:
            return redirect(run_href(asked), 303)
        except Refused as refusal:
            flash(words(refusal), "caution")
            return redirect(url_for(".saved"), 303)
        flash(_("The search is saved. You find it under “Saved searches” in your workspace."), "success")
        return redirect(run_href(asked), 303)
    page = render_template(
        "discovery/save.html",
        form=form,
        where=where(asked.kind),
        asked=asked_for(asked),
        action=url_for(".save", **{"kind": asked.kind, **asked.arguments}),  # type: ignore[arg-type]  # as rules name them
        back=run_href(asked),
    )
    return page, 422 if form.errors else 200


def _asked() -> Kept:
    given = request.args.to_dict(flat=False)
    found = kept(request.args.get("kind", ""), given, is_known)
    if found is None:
        abort(404)
    return found


@blueprint.route("/workspace/searches/<search_id>", methods=["GET", "POST"])
@access(read=Who.MEMBER, write=Who.MEMBER)
def rename(search_id: str) -> ResponseReturnValue:
    """Give a kept search another name."""
    row = own_search(current_actor(), search_id)
    form = SearchNameForm(obj=row)
    if form.is_sent():
        services.rename_search(current_actor(), search_id, str(form.name.data), form.version_number)
        flash(_("The search has its new name."), "success")
        return redirect(url_for(".saved"), 303)
    page = render_template("discovery/rename.html", form=form, line=saved_line(row))
    return page, 422 if form.errors else 200


@blueprint.post("/workspace/searches/<search_id>/delete")
@access(write=Who.MEMBER)
def delete(search_id: str) -> ResponseReturnValue:
    """Keep it no more."""
    services.delete_search(current_actor(), search_id)
    flash(_("The search is deleted."), "success")
    return redirect(url_for(".saved"), 303)
