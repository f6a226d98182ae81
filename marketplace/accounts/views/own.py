"""The own account: details, password, where one is signed in."""

from __future__ import annotations

from flask import flash, jsonify, make_response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from marketplace.accounts import queries, services
from marketplace.accounts.forms import ChangePasswordForm, DetailsForm
from marketplace.accounts.presenters import browser_name
from marketplace.accounts.views import browser
from marketplace.accounts.views.pages import blame, blueprint, browser_text, page
from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import Refused, current_actor
from marketplace.foundation.i18n import _


@blueprint.get("/workspace/account")
@access(read=Who.SIGNED_IN)
def show() -> ResponseReturnValue:
    """Who one is here, and where one is signed in."""
    actor = current_actor()
    return page(
        "show",
        person=queries.own_account(actor),
        sessions=queries.sessions_of(actor),
        this_session=current_user.session_id,
        browser_name=browser_name,
    )


@blueprint.route("/workspace/account/details", methods=["GET", "POST"])
@access(read=Who.SIGNED_IN, write=Who.SIGNED_IN)
def details() -> ResponseReturnValue:
    """Change name and language."""
    actor = current_actor()
    form = DetailsForm(obj=queries.own_account(actor))
    if form.is_sent():
        services.change_details(actor, str(form.name.data), form.language.data, form.version_number)
        flash(_("Your details are saved."), "success")
        answer = make_response(redirect(url_for(".show"), 303))
        browser.in_own_language(answer)
        return answer
    return page("details", form)


@blueprint.route("/workspace/account/password", methods=["GET", "POST"])
@access(read=Who.SIGNED_IN, write=Who.SIGNED_IN)
def password() -> ResponseReturnValue:
    """Change the password; every other session ends."""
    form = ChangePasswordForm()
    if form.is_sent():
        try:
            new = services.change_password(current_actor(), str(form.old.data), str(form.password.data), browser_text())
        except Refused as refusal:
            blame(form.old if refusal.code == "accounts.wrong_password" else form.password, refusal)
        else:
            response = browser.begin(make_response(redirect(url_for(".show"), 303)), new)
            flash(_("Your password is changed. Every other place where you were signed in is signed out."), "success")
            return response
    return page("password", form, person=queries.own_account(current_actor()))


@blueprint.post("/workspace/account/sessions/<session_id>/end")
@access(write=Who.SIGNED_IN)
def end_session(session_id: str) -> ResponseReturnValue:
    """Sign out elsewhere."""
    services.end_session(current_actor(), session_id)
    flash(_("That place is signed out."), "success")
    return redirect(url_for(".show"), 303)


@blueprint.post("/workspace/account/extend")
@access(write=Who.SIGNED_IN)
def extend() -> ResponseReturnValue:
    """The person is still there: asking counts as use, as for any page. How long the session lives now, in seconds."""
    ends = browser.session_ends()
    return jsonify(seconds=ends.seconds if ends else 0)


@blueprint.post("/workspace/sign-out")
@access(write=Who.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """Sign out here."""
    services.sign_out(current_actor(), current_user.session_id)
    response = browser.end(make_response(redirect(url_for(".sign_in"), 303)))
    flash(_("You are signed out."), "success")
    return response
