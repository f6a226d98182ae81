"""The page that looks everywhere: a section for each kind, and the topics and places that were named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from marketplace.discovery.presenters.cards import Card, card
from marketplace.discovery.presenters.labels import FACET_TITLES, href, label, term_href
from marketplace.discovery.presenters.results import Spelling
from marketplace.discovery.presenters.words import KIND_TITLES
from marketplace.discovery.queries.everything import Everything
from marketplace.discovery.rules import EVERYTHING, Asked, Kind


@dataclass(frozen=True, slots=True)
class Section:
    """The best of one kind, how many there are, and the address of all."""

    kind: Kind
    title: str
    cards: Sequence[Card]
    total: int
    href: str


@dataclass(frozen=True, slots=True)
class EverythingPage:
    """What the page shows; without a question, the ways in alone."""

    address: str
    text: str = ""
    sections: Sequence[Section] = ()
    empty: Sequence[tuple[str, str]] = ()
    terms: Sequence[tuple[str, str, int | None, str]] = ()
    total: int = 0
    plain: bool = False
    spelling: Spelling | None = None


def everything_page(found: Everything | None) -> EverythingPage:
    """Sections with the fullest first as they are asked; kinds without a result are named at the end."""
    address = url_for(f"discovery.{EVERYTHING}")
    if found is None:
        return EverythingPage(address)
    sections = [
        Section(
            kind,
            str(KIND_TITLES[kind]),
            [card(each, found.text) for each in found.found[kind]],
            found.totals[kind],
            href(Asked(kind, text=found.text)),
        )
        for kind in Kind
    ]
    return EverythingPage(
        address,
        found.text,
        [section for section in sections if section.total],
        [(section.title, href(Asked(section.kind))) for section in sections if not section.total],
        [
            (
                label(term.taxonomy, term.code),
                str(FACET_TITLES[term.taxonomy]),
                term.count,
                term_href(term.taxonomy, term.code),
            )
            for term in found.terms
        ],
        found.total,
        found.plain,
        _spelling(found),
    )


def _spelling(found: Everything) -> Spelling | None:
    if found.typed is not None:
        return Spelling(found.text, _href(found.text), found.typed, _href(found.typed, exact="1"))
    return Spelling(found.meant, _href(found.meant)) if found.meant else None


def _href(text: str, **more: str) -> str:
    return url_for(f"discovery.{EVERYTHING}", q=text, **more)  # type: ignore[arg-type]
