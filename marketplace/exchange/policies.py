"""Who may import, and take an import back."""

from marketplace.foundation.actor import Actor, Power


def can_import(actor: Actor) -> bool:
    """Staff with the power, and the operator at the command line."""
    return actor.has(Power.IMPORT)
