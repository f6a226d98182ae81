"""What the pages of this feature share."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template
from flask.wrappers import Response
from wtforms import Field

from marketplace.foundation.actor import Actor, NotAllowed, Refused, current_actor
from marketplace.foundation.forms import Form
from marketplace.foundation.refusals import words
from marketplace.organisations.presenters import kind_name, power_name, role_name

blueprint = Blueprint("organisations", __name__)
FAULTY = 422


def page(template: str, form: Form | None = None, **values: object) -> Response:
    """A page of organisations; 422 if its form has faults."""
    shown = render_template(
        f"organisations/{template}.html",
        form=form,
        kind_name=kind_name,
        role_name=role_name,
        power_name=power_name,
        **values,
    )
    return make_response(shown, FAULTY if form is not None and form.errors else 200)


def blame(field: Field, refusal: Refused) -> None:
    """Say at a field why it was refused."""
    field.errors = [*field.errors, words(refusal)]


def member() -> tuple[Actor, str]:
    """The actor and the organisation acted for."""
    actor = current_actor()
    if actor.organisation_id is None:
        raise NotAllowed
    return actor, actor.organisation_id
