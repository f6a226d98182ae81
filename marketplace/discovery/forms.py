"""The forms of kept searches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import RadioField
from wtforms.validators import DataRequired, InputRequired

from marketplace.alerts.rules.frequency import Frequency
from marketplace.discovery.rules import LONGEST_NAME
from marketplace.foundation.forms import Form, TextField, option
from marketplace.foundation.i18n import lazy


class SearchNameForm(Form):
    """How a search is called in one's own list."""

    name = TextField(
        lazy("Name of the search"),
        [DataRequired(lazy("Enter a name for this search"))],
        longest=LONGEST_NAME,
    )


class SaveSearchForm(SearchNameForm):
    """The same, and how often to be told what is new."""

    told: Any = RadioField(
        lazy("Tell me by e-mail what is new"), [InputRequired(lazy("Choose how often"))], default=Frequency.OFF
    )

    @property
    def frequency(self) -> Frequency:
        """What was chosen."""
        return Frequency(self.told.data)


def save_form(name: str, choices: Mapping[Frequency, Any]) -> SaveSearchForm:
    """The form with a name to begin with; `choices` in words."""
    form = SaveSearchForm(name=name)
    form.told.choices = [option(choice.value, said) for choice, said in choices.items()]
    return form
