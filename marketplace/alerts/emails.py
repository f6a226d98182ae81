"""A digest as a mail: every party once, why it is there, and the ways out; nothing confidential."""

from __future__ import annotations

from marketplace.accounts.models import Person
from marketplace.alerts.presenters import lists as _lists
from marketplace.alerts.presenters.digest import read_digest
from marketplace.alerts.presenters.tellers import Link
from marketplace.alerts.queries.digests import digest_for
from marketplace.alerts.rules.digest import MOST_IN_MAIL
from marketplace.alerts.services.gathering import TOLD
from marketplace.alerts.services.links import WayOut, signed
from marketplace.foundation.letters import address, written
from marketplace.foundation.mail import Mail
from marketplace.notifications.presenters import Values, letters_for
from marketplace.notifications.rules import Topic
from marketplace.notifications.services.stopping import way_out

REGISTERED = (_lists,)


def letter(values: Values, person: Person) -> Mail | None:
    """The mail of a digest, made of what its person may see this moment; None where nothing is left of it."""
    digest = digest_for(person.id, str(values["digest_id"]))
    reading = read_digest(digest, in_mail=True) if digest is not None else None
    if digest is None or reading is None or reading.is_empty:
        return None
    stops = [(followed.in_mails, _stop_link(person, source_id)) for source_id, followed in reading.followed]
    return written(
        person.email,
        person.language,
        "alerts/digest",
        entries=reading.entries[:MOST_IN_MAIL],
        beyond=max(0, len(reading.entries) - MOST_IN_MAIL),
        more=reading.more,
        stops=stops,
        href=_href,
        page=address("alerts.show", digest_id=digest.id),
        settings_link=address("alerts.index"),
        stop_link=way_out(person.id, Topic.ALERTS, person.language),
    )


def _href(link: Link) -> str:
    return address(link.endpoint, **link.arguments)


def _stop_link(person: Person, source_id: str) -> str:
    return address("alerts.unfollow", lang=person.language, key=signed(WayOut(person.id, source_id)))


letters_for({TOLD: letter})
