"""What the pages of this feature share."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from flask.wrappers import Response
from wtforms import Field

from marketplace.foundation.actor import Refused
from marketplace.foundation.forms import Form
from marketplace.foundation.refusals import words

blueprint = Blueprint("accounts", __name__)
FAULTY = 422


def page(template: str, form: Form | None = None, **values: object) -> Response:
    """A page that no cache keeps and whose address no other site is told; 422 if the form has faults.

    Our own site is told: over https the forms' protection asks where a form came from.
    """
    status = FAULTY if form is not None and form.errors else 200
    response = make_response(render_template(f"accounts/{template}.html", form=form, **values), status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def blame(field: Field, refusal: Refused) -> None:
    """Say at a field why it was refused."""
    field.errors = [*field.errors, words(refusal)]


def browser_text() -> str:
    """What the browser calls itself, for the list of the person's sessions."""
    return request.user_agent.string
