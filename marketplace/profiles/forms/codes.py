"""The codes that the form offers, in the page's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from marketplace.foundation.i18n import language
from marketplace.reference.queries import choices, country_name


def offered(taxonomy: str, only: Sequence[str] | None = None) -> Callable[[], list[tuple[str, str]]]:
    """What a field offers: every code of a taxonomy, or only some."""
    return lambda: [choice for choice in choices(taxonomy, language()) if only is None or choice[0] in only]


def country_names(codes: Sequence[str]) -> str:
    """Countries as a line of names."""
    return ", ".join(country_name(code, language()) for code in codes)
