"""Feeds of what was published last, as Atom tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, url_for

from marketplace.config import Settings
from marketplace.discovery.presenters.cards import own_page
from marketplace.discovery.presenters.words import NEWEST_TITLES, SEARCHES
from marketplace.discovery.queries.reading import Found, FoundParty
from marketplace.discovery.rules import Kind
from marketplace.discovery.rules.feeds import FEEDS, readable
from marketplace.foundation.head import absolute
from marketplace.foundation.i18n import language
from marketplace.reference import queries as reference

BEGAN = datetime(2026, 6, 4, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was published."""

    id: str
    title: str
    href: str
    updated: datetime
    author: str
    summary: str
    subjects: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Feed:
    """What was published last of one kind."""

    id: str
    title: str
    href: str
    own_href: str
    updated: datetime
    entries: Sequence[Entry]


def feed(named: str, found: Sequence[Found]) -> Feed:
    """The feed of a kind, with whole addresses."""
    kind = FEEDS[named]
    entries = [_entry(kind, each) for each in found]
    return Feed(
        id=_tag(f"{language()}:{named}"),
        title=str(NEWEST_TITLES[kind]),
        href=absolute(url_for(SEARCHES[kind], sort="newest")),
        own_href=absolute(url_for("discovery.feed", named=named)),
        updated=max((entry.updated for entry in entries), default=BEGAN),
        entries=entries,
    )


def feed_links(only: Kind | None = None) -> tuple[tuple[str, str], ...]:
    """Title and address of every feed, or of one kind's, in the page's language, for its head."""
    return tuple(
        (f"Vươn: {NEWEST_TITLES[kind]}", url_for("discovery.feed", named=named))
        for named, kind in FEEDS.items()
        if only in (None, kind)
    )


def _entry(kind: Kind, found: Found) -> Entry:
    content: Any = found.profile if isinstance(found, FoundParty) else found.product
    owner = found.row if isinstance(found, FoundParty) else found.owner
    return Entry(
        id=_tag(f"{kind.value}:{found.row.id}"),
        title=readable(found.row.name.best(language())),
        href=absolute(own_page(found)),
        updated=found.row.published_at,
        author=readable(owner.name.best(language())),
        summary=readable(found.row.summary.best(language())),
        subjects=[
            (code, reference.label(taxonomy, code, language()))
            for taxonomy, codes in (("technology", content.technologies), ("sector", content.sectors))
            for code in codes
        ],
    )


def _tag(what: str) -> str:
    """A name for ever (RFC 4151), whatever the address becomes."""
    settings: Settings = current_app.extensions["settings"]
    return f"tag:{urlsplit(settings.public_url).hostname},{BEGAN:%Y-%m-%d}:{what}"
