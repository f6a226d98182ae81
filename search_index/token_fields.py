"""The texts of a document as token fields, the same in every engine."""

from collections.abc import Mapping

from search_index.analysis import tokens
from search_index.fields import TEXT_WEIGHTS
from search_index.planning import EXACT_FIELD, FOLDED_FIELD, PAIRS_FIELD, token_field

FORMS = (FOLDED_FIELD, EXACT_FIELD, PAIRS_FIELD)
NOTHING = "\u2205"  # no text gives this token: it makes a document count in the statistics of a field it lacks


def token_fields() -> tuple[str, ...]:
    """The name of every token field."""
    return tuple(token_field(name, form) for name in TEXT_WEIGHTS for form in FORMS)


def written_tokens(text: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return the tokens of every token field, parted by spaces; an empty field holds one filler."""
    made: dict[str, str] = {}
    for name in TEXT_WEIGHTS:
        by_language = text.get(name, {})
        found = tokens(by_language[language] for language in sorted(by_language))
        for form, row in zip(FORMS, (found.folded, found.exact, found.pairs), strict=True):
            made[token_field(name, form)] = " ".join(row) or NOTHING
    return made
