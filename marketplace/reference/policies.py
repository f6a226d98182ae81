"""Who may change what everybody shares."""

from marketplace.foundation.actor import Actor, Power


def can_load(actor: Actor) -> bool:
    """The officers of reference data, and the operator's commands."""
    return actor.has(Power.REFERENCE)


def can_read(actor: Actor) -> bool:
    """All staff: what is decided here concerns everybody's work."""
    return actor.is_staff
