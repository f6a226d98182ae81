"""Reading for matching: seats made from published content, the book of all of them, answers, matches."""

from marketplace.matching.queries.outcomes import pair_states, resting
from marketplace.matching.queries.preferences import (
    Said,
    blocked,
    last_number,
    own_answers,
    postponed,
    vetoes_around,
)

__all__ = [
    "Said",
    "blocked",
    "last_number",
    "own_answers",
    "pair_states",
    "postponed",
    "resting",
    "vetoes_around",
]
