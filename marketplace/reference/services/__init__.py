"""Loading reference data: repeatable, versioned, and nothing is deleted."""

from marketplace.reference.services.load import Changes, changes_to_load, load_reference, preview_load
from marketplace.reference.services.load_industries import IndustriesRead, RefusedEntry, load_industries
from marketplace.reference.services.load_rates import RatesRead, RefusedRate, load_illustrative_rates, load_rates
from marketplace.reference.services.places import add_province, class_market, end_province, rename_province
from marketplace.reference.services.terms import add_term, change_term, end_term, reopen_term

__all__ = [
    "Changes",
    "IndustriesRead",
    "RatesRead",
    "RefusedEntry",
    "RefusedRate",
    "add_province",
    "add_term",
    "change_term",
    "changes_to_load",
    "class_market",
    "end_province",
    "end_term",
    "load_illustrative_rates",
    "load_industries",
    "load_rates",
    "load_reference",
    "preview_load",
    "rename_province",
    "reopen_term",
]
