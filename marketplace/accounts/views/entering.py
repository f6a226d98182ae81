"""Sign up, sign in, and the way back for a forgotten password; no answer tells whether an address is known."""

from __future__ import annotations

from flask import abort, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts import queries, services
from marketplace.accounts.forms import ChoosePasswordForm, FinishForm, ResetForm, SignInForm, SignUpForm
from marketplace.accounts.rules import Purpose
from marketplace.accounts.views import browser
from marketplace.accounts.views.pages import blame, blueprint, browser_text, page
from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import Refused, current_actor
from marketplace.foundation.i18n import _, language
from marketplace.foundation.kept import after_sign_in
from marketplace.foundation.limits import network_address
from marketplace.foundation.site import safe_target


def _one_address_only() -> None:
    """A form that names several addresses was not sent by our page."""
    if len(request.form.getlist("email")) > 1 or "email" in request.args:
        abort(400)


def _key() -> str:
    """The secret of a mailed link: behind the question mark, because logs leave that part out."""
    return request.args.get("key", "")[:100]


@blueprint.route("/<lang:lang>/sign-up", methods=["GET", "POST"])
@access(read=Who.ANYONE, write=Who.ANYONE)
def sign_up() -> ResponseReturnValue:
    """Ask for the address first; everything else comes after its owner has read the mail."""
    _one_address_only()
    form = SignUpForm()
    if form.is_sent():
        services.ask_for_link(Purpose.SIGN_UP, str(form.email.data), language(), network_address())
        return redirect(url_for(".sign_up_sent"), 303)
    return page("sign_up", form)


@blueprint.get("/<lang:lang>/sign-up/sent")
@access(read=Who.ANYONE)
def sign_up_sent() -> ResponseReturnValue:
    """The same page for everybody."""
    return page("sign_up_sent")


@blueprint.route("/<lang:lang>/sign-up/finish", methods=["GET", "POST"])
@access(read=Who.ANYONE, write=Who.ANYONE)
def finish_sign_up() -> ResponseReturnValue:
    """Name and password; then the person is in."""
    secret = _key()
    link = queries.open_link(secret, Purpose.SIGN_UP)
    if link is None:
        return page("link_over", again=url_for(".sign_up")), 410
    form = FinishForm()
    if form.is_sent():
        try:
            new = services.finish_sign_up(secret, str(form.name.data), str(form.password.data), browser_text())
        except Refused as refusal:
            blame(form.password, refusal)
        else:
            return _entered(new, None)
    return page("finish_sign_up", form, email=link.email, key=secret)


@blueprint.route("/<lang:lang>/sign-in", methods=["GET", "POST"])
@access(read=Who.ANYONE, write=Who.ANYONE)
def sign_in() -> ResponseReturnValue:
    """Address and password; then on to where the person wanted to go."""
    _one_address_only()
    form = SignInForm(next=request.args.get("next"))
    if request.method == "GET" and current_actor().is_signed_in:
        return redirect(safe_target(form.next.data) or url_for("organisations.start"))
    if form.is_sent():
        attempt = services.Attempt(
            email=str(form.email.data),
            password=str(form.password.data),
            network_address=network_address(),
            browser=browser_text(),
            browser_secret=browser.browser_secret(),
        )
        try:
            new = services.sign_in(attempt)
        except Refused as refusal:
            blame(form.password, refusal)
        else:
            return _entered(new, form.next.data, str(form.kept.data or ""))
    return page("sign_in", form)


def _entered(new: services.NewSession, target: str | None, kept: str = "") -> ResponseReturnValue:
    before, last = browser.current_session(), browser.last_person()
    if before is not None:
        services.end_replaced(before.id)
    response = browser.begin(make_response(redirect(safe_target(target) or url_for("organisations.start"), 303)), new)
    page = after_sign_in(kept, new.person_id, last)  # after `begin`: its form belongs to the new session
    if page is not None:
        response.status_code = 200
        response.headers.pop("Location")
        response.set_data(page)
    return response


@blueprint.route("/<lang:lang>/reset", methods=["GET", "POST"])
@access(read=Who.ANYONE, write=Who.ANYONE)
def reset() -> ResponseReturnValue:
    """Ask for a link to choose a new password."""
    _one_address_only()
    form = ResetForm()
    if form.is_sent():
        services.ask_for_link(Purpose.RESET, str(form.email.data), language(), network_address())
        return redirect(url_for(".reset_sent"), 303)
    return page("reset", form)


@blueprint.get("/<lang:lang>/reset/sent")
@access(read=Who.ANYONE)
def reset_sent() -> ResponseReturnValue:
    """The same page for everybody."""
    return page("reset_sent")


@blueprint.route("/<lang:lang>/reset/choose", methods=["GET", "POST"])
@access(read=Who.ANYONE, write=Who.ANYONE)
def choose_password() -> ResponseReturnValue:
    """A new password for whoever reads the mail; then the person signs in with it."""
    secret = _key()
    if queries.open_link(secret, Purpose.RESET) is None:
        return page("link_over", again=url_for(".reset")), 410
    form = ChoosePasswordForm()
    if form.is_sent():
        try:
            services.reset_password(secret, str(form.password.data))
        except Refused as refusal:
            blame(form.password, refusal)
        else:
            flash(_("Your password is changed. Sign in with the new one."), "success")
            return redirect(url_for(".sign_in"), 303)
    return page("choose_password", form, key=secret)
