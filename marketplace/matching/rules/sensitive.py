"""Where care is due: core or strategic technology of a company in Viet Nam that a side abroad would acquire."""

from marketplace.matching.rules.encoding import HOME
from marketplace.matching.rules.seats import Seat


def is_sensitive(seeker: Seat, offer: Seat) -> bool:
    """Whether approval rules may apply: a flag for both sides and for staff, never part of a score."""
    return bool(offer.acquires_core) and offer.country == HOME and seeker.country not in (None, HOME)
