"""Reference data in the words of the page."""

from marketplace.foundation.i18n import language
from marketplace.reference import queries


def term(code: str | None, taxonomy: str) -> str:
    """The template filter: `code|term("technology")`."""
    return queries.label(taxonomy, code, language())


def terms(codes: tuple[str, ...] | list[str], taxonomy: str) -> str:
    """The template filter for several codes: `codes|terms("sector")`."""
    return ", ".join(term(code, taxonomy) for code in codes)
