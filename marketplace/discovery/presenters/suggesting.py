"""Suggestions as a page's script reads them: groups of names, each with its address and a word about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from marketplace.discovery.presenters.cards import own_page, place
from marketplace.discovery.presenters.labels import FACET_TITLES, label, term_href
from marketplace.discovery.presenters.words import KIND_TITLES
from marketplace.discovery.queries.reading import Found, FoundProduct
from marketplace.discovery.queries.suggesting import Suggested
from marketplace.foundation.i18n import _, language, ngettext, number
from search_index.highlighting import Piece, begun


class Option(TypedDict):
    """One suggestion. `pieces`: its name, cut where the words typed stand."""

    href: str
    pieces: list[tuple[str, bool]]
    lang: str
    detail: str


class Group(TypedDict):
    """Suggestions of one kind."""

    title: str
    options: list[Option]


class Suggestions(TypedDict):
    """All of them, and how many there are, as it is said to those who do not see the list."""

    groups: list[Group]
    said: str


def suggestions(found: Suggested, typed: str) -> Suggestions:
    """Groups without the empty ones."""
    groups = [group for group in _groups(found, typed) if group["options"]]
    count = sum(len(group["options"]) for group in groups)
    said = ngettext("%(num)s suggestion", "%(num)s suggestions", count) if count else _("No suggestions")
    return {"groups": groups, "said": str(said)}


def _groups(found: Suggested, typed: str) -> Iterator[Group]:
    for kind, rows in found.found.items():
        yield {"title": str(KIND_TITLES[kind]), "options": [_named(row, typed) for row in rows]}
    terms: list[Option] = [
        {
            "href": term_href(term.taxonomy, term.code),
            "pieces": _plain(begun(label(term.taxonomy, term.code), typed)),
            "lang": language(),
            "detail": _about(str(FACET_TITLES[term.taxonomy]), term.count),
        }
        for term in found.terms
    ]
    yield {"title": str(_("Topics and places")), "options": terms}


def _about(kind: str, count: int | None) -> str:
    return kind if count is None else f"{kind} · {number(count)}"


def _named(found: Found, typed: str) -> Option:
    name = found.row.name
    detail = found.owner.name.best(language()) if isinstance(found, FoundProduct) else place(found)
    return {
        "href": own_page(found),
        "pieces": _plain(begun(name.best(language()), typed)),
        "lang": name.language_of_best(language()),
        "detail": detail,
    }


def _plain(pieces: list[Piece]) -> list[tuple[str, bool]]:
    return [(piece.text, piece.found) for piece in pieces]
