"""The form that a message is written in."""

from wtforms import HiddenField
from wtforms.validators import DataRequired

from marketplace.foundation.forms import AreaField, Form
from marketplace.foundation.i18n import lazy
from marketplace.messaging.rules import LONGEST


class MessageForm(Form):
    """Plain text, and the place up to which the page showed the conversation."""

    text = AreaField(
        lazy("Your message"),
        [DataRequired(lazy("Write a message before you send it"))],
        longest=LONGEST,
        description=lazy("Everybody of both sides who works on this can read it."),
    )
    seen = HiddenField(default="0")

    @property
    def seen_up_to(self) -> int:
        """The place that came back; 0 where it is unreadable."""
        text = str(self.seen.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
