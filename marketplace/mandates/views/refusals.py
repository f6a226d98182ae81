"""The words of what mandates refuse."""

from marketplace.foundation import refusals
from marketplace.foundation.i18n import lazy
from marketplace.mandates.forms.words import PROBLEM_WORDS

refusals.texts(
    {
        **{f"mandates.{problem}": words for problem, words in PROBLEM_WORDS.items()},
        "mandates.no_draft": lazy("There is no draft to publish. Open the mandate again to see how it stands."),
        "mandates.unknown_code": lazy("An entry is no longer offered. Open the form again and choose another."),
    }
)
