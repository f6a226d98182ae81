"""The form of a list: what it is, where its keys belong, and the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField
from wtforms.validators import InputRequired

from marketplace.exchange.services.plans import Choices
from marketplace.exchange.services.trials import Upload
from marketplace.foundation.fields import CodeField
from marketplace.foundation.forms import Form, TextField, option
from marketplace.foundation.i18n import language, lazy
from marketplace.mandates.content import Privacy
from marketplace.reference.queries import choices as offered

LONGEST_SOURCE = 80
PRIVACY = {
    Privacy.PUBLIC.value: lazy("Public: it is a public list"),
    Privacy.SHARED.value: lazy("Shared: they may steer the other side"),
    Privacy.PRIVATE.value: lazy("Private to the investor"),
}


class ImportForm(Form):
    """A list to be tried."""

    kind = RadioField(
        lazy("What the list holds"),
        [InputRequired()],
        choices=[],
    )
    file = FileField(
        lazy("The file"),
        [FileRequired(lazy("Choose the file to try."))],
        description=lazy(
            "CSV or JSON lines, UTF-8, at most 25 MB. From a spreadsheet: Save as, then CSV UTF-8. "
            "Nothing is changed before you have read the report."
        ),
    )
    source = TextField(
        lazy("Name of the source"),
        longest=LONGEST_SOURCE,
        description=lazy(
            "What the keys of the rows belong to. Use the same name each time for the same source, "
            "so that its rows are found again. Left empty, the usual name of this kind of list."
        ),
    )
    country = CodeField(lazy("Country of the companies"), lambda: offered("country", language()), default="VN")
    criteria = RadioField(
        lazy("Who may know the criteria of investors"),
        choices=[option(value, label) for value, label in PRIVACY.items()],
        default=Privacy.PUBLIC.value,
    )

    def offer(self, kinds: Mapping[str, Any]) -> ImportForm:
        """The kinds of lists, with their words."""
        self.kind.choices = [option(name, label) for name, label in kinds.items()]
        return self

    def upload(self) -> Upload:
        """What was sent."""
        kind = str(self.kind.data)
        source = str(self.source.data or "") or f"{kind}-list"
        chosen = Choices(source, str(self.country.data or "VN"), Privacy(self.criteria.data))
        return Upload(self.file.data.filename, self.file.data.stream, kind, chosen, self.once_key)
