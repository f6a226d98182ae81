"""One thing that was found: what it is, where, what it does in one line, what was checked, and why it is here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flask import url_for

from marketplace.discovery.presenters.labels import FACET_TITLES, label
from marketplace.discovery.queries.reading import Found, FoundParty, kind_of
from marketplace.discovery.rules import Kind
from marketplace.foundation.clock import today
from marketplace.foundation.i18n import LANGUAGES, _, day, language, lazy
from marketplace.foundation.text import Localised
from marketplace.profiles.content import Certificate, FigureStatus, PartyProfile
from marketplace.profiles.rules import SELF_DECLARED_FACETS
from marketplace.reference import queries as reference
from search_index.highlighting import Piece, highlighted

MOST_CHIPS = 5
MOST_BADGES = 3
MOST_REASONS = 3
SUMMARY_LETTERS = 220
BEFORE_FOUND = 60
OWN_PAGES = {
    Kind.COMPANY: ("products_public.company", "profile_id"),
    Kind.PRODUCT: ("products_public.product", "product_id"),
    Kind.INVESTOR: ("profiles_public.investor", "profile_id"),
}
CHECKED = {
    FigureStatus.PROVINCE_CHECKED: (lazy("Figures of %(year)s checked by the province"), "positive"),
    FigureStatus.VERIFIED: (lazy("Figures of %(year)s verified"), "verified"),
    FigureStatus.OFFICIAL: (lazy("Official figures of %(year)s"), "verified"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """One result. `badges`: words and tone; `why`: where the words were found that nothing above shows."""

    href: str
    name: Sequence[Piece]
    name_language: str
    summary: Sequence[Piece]
    summary_language: str
    facts: Sequence[str]
    owner: Localised | None
    chips: Sequence[str]
    is_demo: bool
    badges: Sequence[tuple[str, str]] = ()
    why: Sequence[tuple[str, Sequence[Piece]]] = ()


def card(found: Found, text: str = "") -> Card:
    """One result; the words of the text are marked where they stand."""
    content = found.profile if isinstance(found, FoundParty) else found.product
    lang = language()
    said = _said(content.summary, content.description, text)
    name, summary = highlighted(found.row.name.best(lang), text), _excerpt(said.best(lang), text)
    place_of = found.row if isinstance(found, FoundParty) else found.owner
    is_shown = any(piece.found for piece in (*name, *summary))
    return Card(
        href=own_page(found),
        name=name,
        name_language=found.row.name.language_of_best(lang),
        summary=summary,
        summary_language=said.language_of_best(lang),
        facts=[fact for fact in (_place(place_of.province, place_of.city, place_of.country), _stock(found)) if fact],
        owner=None if isinstance(found, FoundParty) else found.owner.name,
        chips=_chips(content.technologies, content.sectors),
        is_demo=place_of.is_demo,
        badges=list(_badges(found))[:MOST_BADGES],
        why=[] if is_shown or not text else _reasons(found, text)[:MOST_REASONS],
    )


def own_page(found: Found) -> str:
    """The address of the thing itself."""
    endpoint, name = OWN_PAGES[kind_of(found)]
    return url_for(endpoint, **{name: found.row.id})  # type: ignore[arg-type]  # never one of its own options


def place(found: Found) -> str:
    """Where it is at home, in a few words."""
    row = found.row if isinstance(found, FoundParty) else found.owner
    return _place(row.province, row.city, row.country)


def _badges(found: Found) -> Iterator[tuple[str, str]]:
    """What others said of it, before what it says of itself."""
    if isinstance(found, FoundParty):
        yield from _figures_checked(found.profile)
        awarded = (code for code in found.profile.facets if code not in SELF_DECLARED_FACETS)
        yield from ((label("facet", code), "positive") for code in awarded)
        certificates = found.profile.certificates
    else:
        certificates = found.product.certificates
    yield from ((_certified(one), "neutral") for one in certificates if _holds(one))


def _figures_checked(profile: PartyProfile) -> Iterator[tuple[str, str]]:
    checked = [figure for figure in profile.figures if figure.status in CHECKED]
    if checked:
        newest = max(checked, key=lambda figure: figure.year)
        words, tone = CHECKED[newest.status]
        yield str(words) % {"year": newest.year}, tone


def _holds(certificate: Certificate) -> bool:
    return certificate.valid_until is None or certificate.valid_until >= today()


def _certified(certificate: Certificate) -> str:
    standard = label("standard", certificate.standard)
    if certificate.valid_until is None:
        return standard
    return str(_("%(standard)s until %(day)s", standard=standard, day=day(certificate.valid_until)))


def _reasons(found: Found, text: str) -> list[tuple[str, Sequence[Piece]]]:
    """The codes whose words hold what was asked, in either language; those named whole alone, if there are any."""
    whole: list[tuple[str, Sequence[Piece]]] = []
    partly: list[tuple[str, Sequence[Piece]]] = []
    for field, codes in _coded(found):
        for code in codes:
            pieces = highlighted(label(field, code), text)
            if _is_whole(pieces):
                whole.append((str(FACET_TITLES[field]), pieces))
            elif _is_named_elsewhere(field, code, text):
                whole.append((str(FACET_TITLES[field]), [Piece(label(field, code), found=True)]))
            elif any(piece.found for piece in pieces):
                partly.append((str(FACET_TITLES[field]), pieces))
    return whole or partly


def _is_whole(pieces: Sequence[Piece]) -> bool:
    """Whether every word is one that was asked for."""
    return not any(piece.text.strip(" ,-/()") for piece in pieces if not piece.found)


def _is_named_elsewhere(field: str, code: str, text: str) -> bool:
    """Whether the label in another language is what was asked."""
    labels = (reference.label(field, code, lang) for lang in LANGUAGES if lang != language())
    return any(_is_whole(highlighted(said, text)) for said in labels)


def _coded(found: Found) -> Iterator[tuple[str, Iterable[str]]]:
    content = found.profile if isinstance(found, FoundParty) else found.product
    row = found.row if isinstance(found, FoundParty) else found.owner
    yield "technology", content.technologies
    yield "sector", content.sectors
    yield "segment", content.segments
    yield "market", content.markets
    yield "province", [row.province] if row.province else ()
    yield "country", [row.country] if row.country else ()


def _said(summary: Localised, description: Localised, text: str) -> Localised:
    """The summary, unless only the description holds what was asked for."""
    lang = language()
    if summary.is_empty:
        return description
    only_below = (
        _first_found(summary.best(lang), text) is None and _first_found(description.best(lang), text) is not None
    )
    return description if only_below else summary


def _excerpt(said: str, text: str) -> list[Piece]:
    """The beginning of a text, or the part in which the words asked for begin."""
    plain = " ".join(said.split())
    first = _first_found(plain, text) or 0
    start = 0 if first < SUMMARY_LETTERS - BEFORE_FOUND else plain.find(" ", first - BEFORE_FOUND) + 1
    part = plain[start : start + SUMMARY_LETTERS]
    if start + len(part) < len(plain):
        part = part.rsplit(" ", 1)[0] + " …"
    return highlighted(f"… {part}" if start else part, text)


def _first_found(said: str, text: str) -> int | None:
    if not text:
        return None
    at = 0
    for piece in highlighted(said, text):
        if piece.found:
            return at
        at += len(piece.text)
    return None


def _place(province: str | None, city: str | None, country: str | None) -> str:
    lang = language()
    inner = reference.label("province", province, lang) or (city or "")
    parts = (inner, reference.label("country", country, lang))
    return ", ".join(dict.fromkeys(part for part in parts if part))  # a city that is its own country is named once


def _stock(found: Found) -> str:
    if not isinstance(found, FoundParty) or not found.profile.stock_symbol:
        return ""
    return ": ".join(part for part in (found.profile.stock_exchange, found.profile.stock_symbol) if part)


def _chips(technologies: Iterable[str], sectors: Iterable[str]) -> list[str]:
    labels = [label("technology", code) for code in technologies] + [label("sector", code) for code in sectors]
    return list(dict.fromkeys(labels))[:MOST_CHIPS]
