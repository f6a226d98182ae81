"""Who may follow what, and whose alerts they are."""

from marketplace.alerts.models import Source
from marketplace.foundation.actor import Actor


def can_follow(actor: Actor) -> bool:
    """Everybody who acts for an organisation, whatever the role there: it is for one's own use."""
    return actor.is_signed_in and actor.is_member


def can_change(actor: Actor, row: Source) -> bool:
    """The person who follows it, whichever organisation is acted for: one's own mail is one's own."""
    return actor.is_signed_in and row.person_id == actor.person_id
