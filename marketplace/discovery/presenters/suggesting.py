"""Suggestions as a page's script reads them: groups of names, each with its address and a word about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from marketplace.discovery.presenters.cards import own_page, place
from marketplace.discovery.presenters.labels import FACET_TITLES, label, term_href
from marketplace.discovery.presenters.words import KIND_TITLES
from marketplace.discovery.queries.fitting import FittingTerm
from marketplace.discovery.queries.naming import Closeness
from marketplace.discovery.queries.reading import Found, FoundProduct
from marketplace.discovery.queries.suggesting import Suggested
from marketplace.foundation.i18n import LANGUAGES, _, language, ngettext, number
from marketplace.reference import queries as reference
from search_index.analysis import words
from search_index.highlighting import Piece, begun

Name = tuple[str, str]  # as it is written, and in which language ("": in none)


class Option(TypedDict):
    """One suggestion. `pieces`: its name, cut where the words typed stand. `other`: the name that holds them better."""

    href: str
    pieces: list[tuple[str, bool]]
    lang: str
    other: list[tuple[str, bool]]
    other_lang: str
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


def _groups(found: Suggested, typed: str) -> list[Group]:
    """The group with the nearest answer first; of equally near ones, topics first if the text is just a name of one."""
    ranked = [
        ((found.nearest[kind], True), _group(str(KIND_TITLES[kind]), [_named(row, typed) for row in rows]))
        for kind, rows in found.found.items()
    ]
    if found.terms:
        near = min(term.closeness for term in found.terms)
        topics = _group(str(_("Topics and places")), [_term(term, typed) for term in found.terms])
        ranked.append(((near, near is not Closeness.SAME), topics))
    return [group for _near, group in sorted(ranked, key=lambda pair: pair[0])]


def _group(title: str, options: list[Option]) -> Group:
    return {"title": title, "options": options}


def _term(term: FittingTerm, typed: str) -> Option:
    shown, mine = label(term.taxonomy, term.code), language()
    labels = {reference.label(term.taxonomy, term.code, each): each for each in LANGUAGES}
    others = [(name, labels.get(name, "")) for name in term.names]
    href, about = term_href(term.taxonomy, term.code), _about(str(FACET_TITLES[term.taxonomy]), term.count)
    return _option(href, (shown, mine), others, typed, about)


def _about(kind: str, count: int | None) -> str:
    return kind if count is None else f"{kind} · {number(count)}"


def _named(found: Found, typed: str) -> Option:
    name, mine = found.row.name, language()
    detail = found.owner.name.best(mine) if isinstance(found, FoundProduct) else place(found)
    others = [(text, written) for written, text in name.items()]
    return _option(own_page(found), (name.best(mine), name.language_of_best(mine)), others, typed, detail)


def _option(href: str, shown: Name, others: Sequence[Name], typed: str, detail: str) -> Option:
    pieces = begun(shown[0], typed)
    other, other_lang = _better(pieces, others, typed)
    return {
        "href": href,
        "pieces": _plain(pieces),
        "lang": shown[1],
        "other": _plain(other),
        "other_lang": other_lang,
        "detail": detail,
    }


def _better(shown: list[Piece], others: Sequence[Name], typed: str) -> tuple[list[Piece], str]:
    """Another name, where it holds what is typed and the one shown does not; nothing where there is none."""
    here = _marked(shown)
    if here >= sum(len(word.folded) for word in words(typed)):
        return [], ""
    tried = [(begun(name, typed), written) for name, written in others]
    best = max(tried, key=lambda pair: _marked(pair[0]), default=([], ""))
    return best if _marked(best[0]) > here else ([], "")


def _marked(pieces: list[Piece]) -> int:
    """How many letters of a name are what was typed."""
    return sum(sum(len(word.folded) for word in words(piece.text)) for piece in pieces if piece.found)


def _plain(pieces: list[Piece]) -> list[tuple[str, bool]]:
    return [(piece.text, piece.found) for piece in pieces]
