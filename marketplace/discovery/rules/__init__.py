"""What can be asked of the search pages, and what of it may be kept."""

from marketplace.discovery.rules.asking import (
    FACETS,
    LAST_PAGE,
    LONGEST_TEXT,
    MOST_VALUES,
    PAGE_SIZE,
    Asked,
    Facet,
    Kind,
    Known,
    Order,
    is_canonical,
    read,
    words_asked,
)
from marketplace.discovery.rules.saving import EVERYTHING, LONGEST_NAME, MOST_SAVED, Kept, kept
from marketplace.discovery.rules.tickets import TICKET_BAND, TICKET_BANDS, ticket_bands

__all__ = [
    "EVERYTHING",
    "FACETS",
    "LAST_PAGE",
    "LONGEST_NAME",
    "LONGEST_TEXT",
    "MOST_SAVED",
    "MOST_VALUES",
    "PAGE_SIZE",
    "TICKET_BAND",
    "TICKET_BANDS",
    "Asked",
    "Facet",
    "Kept",
    "Kind",
    "Known",
    "Order",
    "is_canonical",
    "kept",
    "read",
    "ticket_bands",
    "words_asked",
]
