"""What is like a thing, for the foot of its page."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.discovery.presenters.cards import Card, card
from marketplace.discovery.queries.related import related
from marketplace.discovery.rules import Kind


def related_to(kind: str, thing_id: str) -> Sequence[Card]:
    """Cards of others that share most with a company, product or investor: known to templates by this name."""
    return [card(found) for found in related(Kind(kind), thing_id)]
