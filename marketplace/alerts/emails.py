"""A digest as a mail: every party once, why it is there, and the ways out; nothing confidential."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from marketplace.accounts.models import Person
from marketplace.alerts.services.links import WayOut, signed
from marketplace.foundation.letters import address, written
from marketplace.foundation.mail import Mail
from marketplace.notifications.rules import Topic
from marketplace.notifications.services.stopping import way_out


class Link(Protocol):
    """A page, as its address can be made."""

    @property
    def endpoint(self) -> str:
        """Which page."""

    @property
    def arguments(self) -> Mapping[str, object]:
        """What its address holds."""


def digest(person: Person, digest_id: str, followed: Iterable[tuple[str, str]], **told: object) -> Mail:
    """In the language of its reader. `followed`: id and name of what it comes from; `told`: what the template names."""
    return written(
        person.email,
        person.language,
        "alerts/digest",
        **told,
        stops=[(name, _stop_link(person, source_id)) for source_id, name in followed],
        href=_href,
        page=address("alerts.show", digest_id=digest_id),
        settings_link=address("alerts.index"),
        stop_link=way_out(person.id, Topic.ALERTS, person.language),
    )


def _href(link: Link) -> str:
    return address(link.endpoint, **link.arguments)


def _stop_link(person: Person, source_id: str) -> str:
    return address("alerts.unfollow", lang=person.language, key=signed(WayOut(person.id, source_id)))
