"""What the pages of reference data share."""

from __future__ import annotations

from flask import Blueprint

from marketplace.foundation import duties, refusals
from marketplace.foundation.access import Who, staff_with
from marketplace.foundation.actor import Power
from marketplace.foundation.forms import Form
from marketplace.foundation.i18n import _, lazy
from marketplace.foundation.versions import Conflict
from marketplace.reference.services import changes_to_load

blueprint = Blueprint("reference", __name__, url_prefix="/staff/reference")
READERS, DECIDERS = Who.STAFF, staff_with(Power.REFERENCE)

duties.register(
    duties.Duty(Power.REFERENCE, lazy("Changes of the shipped reference data"), "reference.load", changes_to_load)
)
refusals.texts(
    {
        "reference.closed": lazy(
            "The program itself acts on the codes of this taxonomy: none can be added or ended here. Words can change."
        ),
        "reference.not_a_code": lazy("Write the code with small letters, digits and _, a letter first."),
        "reference.code_taken": lazy("This code is taken already, perhaps by one that has ended. Choose another."),
        "reference.no_such_parent": lazy("A term cannot lie under itself or under one that is not there."),
        "reference.no_such_successor": lazy("Choose a successor that exists from the next day on, and another one."),
        "reference.ended": lazy("This has ended already. Nothing was changed."),
        "reference.not_ended": lazy("This term is offered already. Nothing was changed."),
        "reference.not_a_province_code": lazy("Write the official code of the province: two digits."),
        "reference.ends_before_it_begins": lazy("The last day lies before the first day. Check both."),
        "reference.no_such_year": lazy("Markets are classed from 2020 to five years ahead. Nothing was changed."),
        "reference.no_such_class": lazy("Choose one of the classes."),
        "reference.other_changes": lazy(
            "Something has changed since this report was made. Nothing was loaded: read the new report."
        ),
    }
)


def tell_conflict(form: Form, conflict: Conflict) -> None:
    """Nothing is lost: what was typed stays, what stands now is shown, and saving again decides."""
    form.version.data = str(conflict.current)
    form.version.raw_data = [str(conflict.current)]
    form.form_errors.append(
        _("Somebody else has changed this meanwhile. What stands now is shown below; saving again replaces it.")
    )
