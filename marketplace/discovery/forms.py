"""The forms of kept searches."""

from __future__ import annotations

from wtforms.validators import DataRequired

from marketplace.discovery.rules import LONGEST_NAME
from marketplace.foundation.forms import Form, TextField
from marketplace.foundation.i18n import lazy


class SearchNameForm(Form):
    """How a search is called in one's own list."""

    name = TextField(
        lazy("Name of the search"),
        [DataRequired(lazy("Enter a name for this search"))],
        longest=LONGEST_NAME,
    )
