"""What the public index may hold of a party's mandates: public criteria alone."""

from collections.abc import Sequence

from marketplace.mandates import queries
from marketplace.mandates.content import Mandate

FILTER_OF = {
    "stages": "stage",
    "instruments": "instrument",
    "sectors": "sector",
    "technologies": "technology",
    "markets": "market",
}


def public_filters(organisation_ids: Sequence[str]) -> dict[str, dict[str, tuple[str, ...]]]:
    """By organisation, the filters that its public mandates add to its document."""
    found = queries.public_mandates_of(organisation_ids)
    return {owner: _filters([mandate for _, mandate in mandates]) for owner, mandates in found.items()}


def public_words(organisation_ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """By organisation and language, the titles and texts of its public mandates."""
    found = queries.public_mandates_of(organisation_ids)
    return {owner: _words([mandate for _, mandate in mandates]) for owner, mandates in found.items()}


def _filters(mandates: Sequence[Mandate]) -> dict[str, tuple[str, ...]]:
    found = {
        name: tuple(dict.fromkeys(code for mandate in mandates for code in getattr(mandate, criterion)))
        for criterion, name in FILTER_OF.items()
    }
    return {name: codes for name, codes in found.items() if codes}


def _words(mandates: Sequence[Mandate]) -> dict[str, str]:
    texts = [text for mandate in mandates for text in (mandate.title, mandate.thesis, mandate.use_of_funds)]
    found = {lang: " ".join(text.text(lang) for text in texts if text.text(lang)) for lang in ("vi", "en")}
    return {lang: words for lang, words in found.items() if words}
