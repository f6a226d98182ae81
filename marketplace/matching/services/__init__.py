"""What can be done with matches: answer them, keep how far pairs have come, and keep what was shown."""

from marketplace.matching.services.answers import set_preference
from marketplace.matching.services.outcomes import Introduction, record_outcome
from marketplace.matching.services.shown import note_shown, note_told

__all__ = ["Introduction", "note_shown", "note_told", "record_outcome", "set_preference"]
