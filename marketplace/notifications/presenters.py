"""Messages in words: each feature registers a sentence and a page for its kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace.accounts.models import Person
from marketplace.foundation.i18n import _, lazy, time_zone
from marketplace.foundation.mail import Mail
from marketplace.notifications.models import Delivery
from marketplace.notifications.rules import CHOSEN, DIGESTS, Channel, Topic, Wishes, topic_of

Values = Mapping[str, Any]
Letter = Callable[[Values, Person], Mail | None]


@dataclass(frozen=True, slots=True)
class Wording:
    """How one kind of message reads, and which page it leads to."""

    sentence: Callable[[Values], object]
    endpoint: str
    arguments: Callable[[Values], Mapping[str, object]] = lambda _values: {}


@dataclass(frozen=True, slots=True)
class Shown:
    """One message in the list."""

    sentence: str
    endpoint: str | None
    arguments: Mapping[str, object]
    created_at: datetime
    unread: bool


_WORDINGS: dict[str, Wording] = {}
_LETTERS: dict[str, Letter] = {}
UNKNOWN = lazy("Something happened that concerns you. Open your workspace to see it.")


TOPICS: Mapping[Topic, Any] = {
    Topic.INTRODUCTIONS: lazy("Introductions"),
    Topic.MESSAGES: lazy("Messages in conversations"),
    Topic.DEALS: lazy("Your deals"),
    Topic.VERIFICATION: lazy("Deals to verify"),
    Topic.ORGANISATION: lazy("People of your organisation"),
    Topic.ALERTS: lazy("New results in what you follow"),
    Topic.ACCESS: lazy("Your own access"),
}
MEANINGS: Mapping[Topic, Any] = {
    Topic.INTRODUCTIONS: lazy("Somebody asks to be introduced, both sides said yes, or a request ended."),
    Topic.MESSAGES: lazy("Somebody you were introduced to has written to your organisation."),
    Topic.DEALS: lazy("A deal of yours moved on, or was judged by the count rule."),
    Topic.VERIFICATION: lazy("A deal waits to be verified, or a proposal waits for a decision."),
    Topic.ORGANISATION: lazy("Somebody asks to join your organisation."),
    Topic.ALERTS: lazy("One e-mail for all searches and match lists that you follow, at most once a day."),
}
CHANNELS: Mapping[Channel, Any] = {
    Channel.NOW: lazy("By e-mail at once"),
    Channel.DIGEST: lazy("In one e-mail a day"),
    Channel.NONE: lazy("Not by e-mail"),
}
_OF_A_DIGEST: Mapping[Channel, Any] = {Channel.NOW: lazy("By e-mail"), Channel.NONE: CHANNELS[Channel.NONE]}
CHANNELS_OF: Mapping[Topic, Mapping[Channel, Any]] = {
    topic: _OF_A_DIGEST if topic in DIGESTS else CHANNELS for topic in CHOSEN
}


def why(row: Delivery) -> str:
    """Under which choice a message came."""
    return str(TOPICS[topic_of(row.kind)])


def words_for(wordings: Mapping[str, Wording]) -> None:
    """Register how kinds of messages read."""
    _WORDINGS.update(wordings)


def letters_for(letters: Mapping[str, Letter]) -> None:
    """Register mails of a feature's own, in place of one sentence; one that gives None has nothing left to say."""
    _LETTERS.update(letters)


def letter_of(kind: str) -> Letter | None:
    """What writes the mails of a kind; None where a sentence is enough."""
    return _LETTERS.get(kind)


def registered() -> frozenset[str]:
    """Every kind that has words."""
    return frozenset(_WORDINGS)


def shown(row: Delivery) -> Shown:
    """A message in the language of the page, or of the mail."""
    wording = _WORDINGS.get(row.kind)
    if wording is None:
        return Shown(str(UNKNOWN), None, {}, row.created_at, row.read_at is None)
    arguments = wording.arguments(row.values)
    return Shown(str(wording.sentence(row.values)), wording.endpoint, arguments, row.created_at, row.read_at is None)


def in_words(wishes: Wishes) -> list[tuple[str, str]]:
    """What holds now, for somebody whose form was overtaken."""
    chosen = [(str(TOPICS[topic]), str(CHANNELS_OF[topic][wishes.channel(topic)])) for topic in CHOSEN]
    clock = [(str(_("The daily e-mail comes at")), f"{wishes.digest_hour:02}:00, {time_zone(wishes.zone)}")]
    if not wishes.has_quiet_hours:
        return [*chosen, *clock]
    return [*chosen, *clock, (str(_("Quiet hours")), f"{wishes.quiet_from:02}:00 – {wishes.quiet_until:02}:00")]
