"""Loading reference data: repeatable, versioned, and nothing is deleted."""

from marketplace.reference.services.load import load_reference
from marketplace.reference.services.load_industries import IndustriesRead, RefusedEntry, load_industries
from marketplace.reference.services.load_rates import RatesRead, RefusedRate, load_illustrative_rates, load_rates

__all__ = [
    "IndustriesRead",
    "RatesRead",
    "RefusedEntry",
    "RefusedRate",
    "load_illustrative_rates",
    "load_industries",
    "load_rates",
    "load_reference",
]
