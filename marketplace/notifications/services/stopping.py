"""The way out of mails: one press, without signing in, for the topic of the mail in which it stands (RFC 8058)."""

from __future__ import annotations

from dataclasses import replace

from marketplace.foundation.database import transaction
from marketplace.foundation.journal import record
from marketplace.foundation.letters import address
from marketplace.foundation.mail import Mail
from marketplace.foundation.versions import touch
from marketplace.notifications.facts import MailsStopped
from marketplace.notifications.rules import ALWAYS, Channel, Topic, topic_of
from marketplace.notifications.services.links import WayOut, signed
from marketplace.notifications.services.wishing import follow, locked_setting


def way_out(person_id: str, topic: Topic | None, language: str) -> str | None:
    """The address that stops mails about a topic (none: all that can be stopped); None where mails always go."""
    if topic in ALWAYS:
        return None
    return address("notifications.unsubscribe", lang=language, key=signed(WayOut(person_id, topic)))


def stoppable(mail: Mail, person_id: str, kind: str | None, language: str) -> Mail:
    """The mail with the way out in its head, where mail programs look for it. No kind: a digest."""
    link = way_out(person_id, None if kind is None else topic_of(kind), language)
    if link is None:
        return mail
    return replace(
        mail, headers={"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    )


def stop(given: WayOut) -> None:
    """No more mails about this; the notices stay in the list on the site. Doing it twice changes nothing."""
    with transaction():
        row = locked_setting(given.person_id)
        stopped = {str(topic): str(Channel.NONE) for topic in given.topics}
        if row.channels == {**row.channels, **stopped}:
            return
        row.channels = {**row.channels, **stopped}
        touch(row)
        follow(row)
        record(MailsStopped(row.person_id, given.topic or "all"))
