"""Who may do what in a conversation that a query already let them see."""

from marketplace.foundation.actor import SYSTEM, Actor


def can_open(actor: Actor, *, inside: bool) -> bool:
    """Whoever is inside the circle and may edit for its organisation."""
    return actor is SYSTEM or (inside and actor.can_edit)


def can_post(actor: Actor) -> bool:
    """Those who may speak for their organisation; who only looks on may read."""
    return actor.is_signed_in and actor.is_member and actor.can_edit
