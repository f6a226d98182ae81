"""A mandate's matches are followed by themselves by those who run it, until they say otherwise."""

from __future__ import annotations

from marketplace.alerts.queries.sources import followers_missing
from marketplace.alerts.rules.frequency import BY_ITSELF, Kind
from marketplace.alerts.services.rows import note
from marketplace.foundation.database import transaction

MOST_A_ROUND = 500


def settle() -> int:
    """Note whoever is missing, some at a time: the next round goes on with the others. Gives how many were noted."""
    with transaction():
        missing = followers_missing(MOST_A_ROUND)
        return sum(note(person, place, Kind.MANDATE, mandate, BY_ITSELF) for person, place, mandate in missing)
