"""The first page: how far the deals have come, and what happened lately."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from marketplace.deals.presenters.words import TIER_MEANINGS, TIERS
from marketplace.discovery.presenters.cards import own_page, place
from marketplace.discovery.presenters.words import SEARCHES, counted_words
from marketplace.discovery.queries.browsing import Counted
from marketplace.discovery.queries.reading import FoundParty, kind_of
from marketplace.discovery.rules import Kind
from marketplace.foundation.head import absolute
from marketplace.foundation.i18n import _, language
from marketplace.foundation.text import Localised

OF_EACH_KIND = 3
PLACES_TOLD = 2


@dataclass(frozen=True, slots=True)
class Tier:
    """One step on the way to a counted deal, and how many stand on it."""

    code: str
    label: str
    meaning: str
    count: int


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened lately: of whom, what, when; a filled place has no name."""

    when: datetime
    told: str
    name: Localised | None
    href: str
    is_demo: bool = False


def tiers(counts: Mapping[str, int]) -> list[Tier]:
    """The steps in order."""
    return [
        Tier(tier.value, str(label), str(TIER_MEANINGS[tier]), counts.get(tier.value, 0))
        for tier, label in TIERS.items()
    ]


def totals(counted: Counted) -> list[tuple[str, str]]:
    """How much there is to find: words and address; kinds of which there is nothing yet are left out."""
    said = [
        (kind, counted_words(kind, counted.totals.get(kind.value, 0)))
        for kind in Kind
        if counted.totals.get(kind.value, 0)
    ]
    return [(words, url_for(SEARCHES[kind])) for kind, words in said]


def events(parties: Sequence[FoundParty], filled: Sequence[datetime]) -> list[Event]:
    """What happened lately, newest first: profiles published, and the last places filled, however long ago."""
    happened = [_published(party) for party in parties]
    numbered = list(enumerate(filled, start=1))[-PLACES_TOLD:]
    happened += [
        Event(moment, _("Place %(number)s of 25 was filled", number=position), None, url_for("reporting_public.kpi"))
        for position, moment in numbered
    ]
    return sorted(happened, key=lambda event: event.when, reverse=True)


def _published(party: FoundParty) -> Event:
    kind = _("Investor") if kind_of(party) is Kind.INVESTOR else _("Company")
    told = ", ".join(part for part in (kind, place(party)) if part)
    return Event(party.row.published_at, told, party.row.name, own_page(party), party.row.is_demo)


def structured(description: str) -> list[Mapping[str, Any]]:
    """The site itself, and the way to search it."""
    find = absolute(url_for("discovery.everything"))
    home = url_for("discovery.home")
    return [
        {
            "@type": "WebSite",
            "@id": home,
            "url": home,
            "name": "Vươn",
            "description": description,
            "inLanguage": language(),
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": f"{find}?q={{words}}"},
                "query-input": "required name=words",
            },
        }
    ]
