"""A message as a mail: one sentence and where to read on; a digest: several of them; nothing confidential."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from marketplace.accounts.models import Person
from marketplace.foundation.ids import hash_secret
from marketplace.foundation.letters import address, written
from marketplace.foundation.mail import Mail
from marketplace.notifications.rules import topic_of
from marketplace.notifications.services.stopping import stoppable, way_out

SETTINGS = "notifications.settings"


@dataclass(frozen=True, slots=True)
class Item:
    """One notice in a digest: what happened, where to read on, and under which choice it came."""

    sentence: str
    link: str
    why: str


def message(person: Person, kind: str, sentence: str, endpoint: str, arguments: Mapping[str, object]) -> Mail:
    """In the language of its reader."""
    mail = written(
        person.email,
        person.language,
        "notifications/message",
        sentence=sentence,
        link=address(endpoint, **arguments),
        settings_link=address(SETTINGS),
        stop_link=way_out(person.id, topic_of(kind), person.language),
    )
    return stoppable(mail, person.id, kind, person.language)


def digest(person: Person, items: Sequence[Item], ids: Sequence[str]) -> Mail:
    """Everything that was kept back for one person; `ids` make it the same mail when it is sent again."""
    mail = written(
        person.email,
        person.language,
        "notifications/digest",
        items=items,
        settings_link=address(SETTINGS),
        stop_link=way_out(person.id, None, person.language),
    )
    key = hash_secret(" ".join(ids))[:26]
    return replace(stoppable(mail, person.id, None, person.language), key=key)
