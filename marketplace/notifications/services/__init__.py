"""What is done with notices: telling people, reading, and choosing how to be told."""

from marketplace.notifications.services.stopping import stop, stoppable
from marketplace.notifications.services.telling import Plain, mark_all_read, notify, set_aside
from marketplace.notifications.services.wishing import choose

__all__ = ["Plain", "choose", "mark_all_read", "notify", "set_aside", "stop", "stoppable"]
