"""When this happens, do that: every effect across features, in one table of fact name to tasks."""

from collections.abc import Mapping

REACTIONS: Mapping[str, tuple[str, ...]] = {
    "messaging.message_posted": ("messaging.tell_the_other_side",),
}
