"""What fields say when they cannot read what was typed: the library's remarks in our words, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marketplace.foundation.i18n import lazy

WORDS: Mapping[str, Any] = {
    "This field is required.": lazy("Fill in this field"),
    "Not a valid choice.": lazy("Choose one of the options"),
    "Invalid Choice: could not coerce.": lazy("Choose one of the options"),
    "Invalid choice(s): one or more data inputs could not be coerced.": lazy("Choose only from the options shown"),
    "Not a valid date value.": lazy("Enter a date that exists, for example 21/11/2026"),
    "Not a valid datetime value.": lazy("Enter a date and time that exist"),
    "Not a valid integer value.": lazy("Enter a whole number in digits"),
    "Not a valid decimal value.": lazy("Enter a number in digits"),
    "Not a valid float value.": lazy("Enter a number in digits"),
    "Invalid email address.": lazy("Enter an e-mail address such as name@example.com"),
    "Invalid URL.": lazy("Enter a web address such as https://example.com"),
    "Invalid input.": lazy("Check what you typed here"),
    "Field must be equal to %(other_name)s.": lazy("The two entries differ: type the same in both"),
    "Number must be at least %(min)s.": lazy("Enter %(min)s or more"),
    "Number must be at most %(max)s.": lazy("Enter %(max)s or less"),
    "Number must be between %(min)s and %(max)s.": lazy("Enter a number from %(min)s to %(max)s"),
    "Field cannot be longer than %(max)d characters.": lazy("Shorten this to at most %(max)d characters"),
    "Field must be at least %(min)d characters long.": lazy("Write at least %(min)d characters"),
    "Field must be between %(min)d and %(max)d characters long.": lazy("Write %(min)d to %(max)d characters"),
    "Field must be exactly %(max)d characters long.": lazy("This has exactly %(max)d characters"),
}


class FieldWords:
    """The two functions that WTForms asks for its texts; placeholders stay for it to fill."""

    def gettext(self, text: str) -> str:
        """Our words for one of the library's remarks; its own where we have none."""
        ours = WORDS.get(text)
        return text if ours is None else str(ours)

    def ngettext(self, singular: str, plural: str, number: int) -> str:  # noqa: ARG002 - the library's signature
        """Our words fit every number."""
        return self.gettext(plural)
