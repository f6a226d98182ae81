"""What the pages of this feature share."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template
from flask.wrappers import Response
from wtforms import Field

from marketplace.foundation.actor import Actor, NotAllowed, Refused, Role, current_actor
from marketplace.foundation.forms import Form, option
from marketplace.foundation.refusals import words
from marketplace.organisations.forms import FoundForm, InviteForm, RoleForm
from marketplace.organisations.models import Membership
from marketplace.organisations.presenters import KINDS, ROLE_MEANINGS, kind_name, power_name, role_name
from marketplace.organisations.rules import SELF_SERVICE_KINDS

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


def found_form() -> FoundForm:
    """The kinds that anybody may found."""
    form = FoundForm()
    form.kind.choices = [option(kind.value, KINDS[kind]) for kind in SELF_SERVICE_KINDS]
    return form


def invite_form() -> InviteForm:
    """Every role, the weakest first."""
    form = InviteForm()
    form.role.choices = _roles()
    return form


def role_form(membership: Membership) -> RoleForm:
    """Every role, the present one chosen."""
    form = RoleForm(obj=membership)
    form.role.choices = _roles()
    return form


def _roles() -> list[object]:
    return [option(role.value, ROLE_MEANINGS[role.value]) for role in (Role.VIEWER, Role.EDITOR, Role.ADMIN)]


def blame(field: Field, refusal: Refused) -> None:
    """Say at a field why it was refused."""
    field.errors = [*field.errors, words(refusal)]


def member() -> tuple[Actor, str]:
    """The actor and the organisation acted for."""
    actor = current_actor()
    if actor.organisation_id is None:
        raise NotAllowed
    return actor, actor.organisation_id
