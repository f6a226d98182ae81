"""The page of one code: what it is called, who bears it, and where it leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from marketplace.discovery.presenters.browsing import Choice, address, label, search_address
from marketplace.discovery.presenters.cards import Card, card
from marketplace.discovery.presenters.words import (
    BESIDE_TITLES,
    FLAGS,
    KIND_TITLES,
    NEWEST_TITLES,
    TITLES,
    counted_words,
)
from marketplace.discovery.queries.browsing import Bearers, Counted
from marketplace.discovery.queries.terms import BrowsedTerm
from marketplace.discovery.rules import Kind
from marketplace.discovery.rules.browsing import BESIDE, MOST_BESIDE, most
from marketplace.foundation.i18n import _, language
from marketplace.foundation.text import folded_key
from marketplace.reference import queries as reference


@dataclass(frozen=True, slots=True)
class Part:
    """Who of one kind bears the code; `whole` says how many in words."""

    kind: str
    whole: str
    title: str
    total: int
    cards: Sequence[Card]
    href: str


@dataclass(frozen=True, slots=True)
class TermPage:
    """Everything that the page of one code shows."""

    taxonomy: str
    taxonomy_title: str
    taxonomy_href: str
    label: str
    other_labels: Sequence[tuple[str, str]]
    names: Sequence[str]
    badges: Sequence[str]
    former: Sequence[str]
    is_retired: bool
    above: Choice | None
    below: Sequence[Choice]
    instead: Choice | None
    parts: Sequence[Part]
    beside: Sequence[tuple[str, Sequence[Choice]]]
    siblings: Sequence[Choice]
    description: str
    structured: Sequence[Mapping[str, object]]

    @property
    def is_empty(self) -> bool:
        """Whether nothing that everybody may see bears the code."""
        return not any(part.total for part in self.parts)


def term_page(term: BrowsedTerm, found: Sequence[Bearers], counted: Counted) -> TermPage:
    """The page of a code."""
    own, bearing = label(term.taxonomy, term.code), counted.bearing(term.taxonomy)
    parts = [_part(term, bearers) for bearers in found]
    return TermPage(
        taxonomy=term.taxonomy,
        taxonomy_title=str(TITLES[term.taxonomy]),
        taxonomy_href=url_for("discovery.taxonomy", taxonomy=term.taxonomy),
        label=own,
        other_labels=[(lang, text) for lang, text in term.labels if folded_key(text) != folded_key(own)],
        names=term.names,
        badges=_badges(term),
        former=[province.name.best(language()) for province in term.former],
        is_retired=term.is_retired,
        above=_other(term, term.parent, bearing),
        below=[_choice(term.taxonomy, code, bearing) for code in term.children],
        instead=_other(term, term.successor, bearing),
        parts=parts,
        beside=_beside(term, found),
        siblings=_siblings(term, bearing),
        description=_description(own, parts),
        structured=_structured(term, own),
    )


def _part(term: BrowsedTerm, bearers: Bearers) -> Part:
    return Part(
        kind=str(KIND_TITLES[bearers.kind]),
        whole=_("All %(what)s", what=counted_words(bearers.kind, bearers.total)),
        title=str(NEWEST_TITLES[bearers.kind]),
        total=bearers.total,
        cards=[card(found) for found in bearers.newest],
        href=search_address(bearers.kind, term.taxonomy, term.code),
    )


def _badges(term: BrowsedTerm) -> list[str]:
    said = [str(FLAGS[flag]) for flag in term.flags if flag in FLAGS]
    said += [label("market_class", term.market_class)] if term.market_class else []
    return said + ([_("Centrally-run city")] if term.is_city else [])


def _beside(term: BrowsedTerm, found: Sequence[Bearers]) -> list[tuple[str, Sequence[Choice]]]:
    """Of the companies that bear the code: what else they bear most often, each a search for both."""
    companies = next((bearers for bearers in found if bearers.kind is Kind.COMPANY), None)
    if companies is None:
        return []
    groups = [
        (str(BESIDE_TITLES[name]), _crossed(term, name, companies.beside.get(name, {})))
        for name in BESIDE[term.taxonomy]
    ]
    return [(title, choices) for title, choices in groups if choices]


def _crossed(term: BrowsedTerm, name: str, counts: Mapping[str, int]) -> list[Choice]:
    return [
        Choice(label(name, code), search_address(Kind.COMPANY, term.taxonomy, term.code, name, code), count)
        for code, count in most(counts, MOST_BESIDE)
    ]


def _siblings(term: BrowsedTerm, bearing: Mapping[str, int]) -> list[Choice]:
    """The other codes of the taxonomy; of markets those that somebody names."""
    codes = [code for code, _label in reference.choices(term.taxonomy, language())]
    shown = [code for code in codes if code != term.code and (term.taxonomy != "market" or code in bearing)]
    return [_choice(term.taxonomy, code, bearing) for code in shown]


def _other(term: BrowsedTerm, code: str | None, bearing: Mapping[str, int]) -> Choice | None:
    return _choice(term.taxonomy, code, bearing) if code else None


def _choice(taxonomy: str, code: str, bearing: Mapping[str, int]) -> Choice:
    return Choice(label(taxonomy, code), address(taxonomy, code), bearing.get(code))


def _description(own: str, parts: Sequence[Part]) -> str:
    told = ", ".join(f"{part.kind}: {part.total}" for part in parts if part.total)
    return f"{own}. {told}" if told else _("%(name)s on the national marketplace for digital technology.", name=own)


def _structured(term: BrowsedTerm, own: str) -> list[Mapping[str, object]]:
    here = address(term.taxonomy, term.code)
    whole = url_for("discovery.taxonomy", taxonomy=term.taxonomy)
    title = str(TITLES[term.taxonomy])
    return [
        {
            "@type": "DefinedTerm",
            "@id": here,
            "url": here,
            "name": own,
            "termCode": term.code,
            "alternateName": [*(text for _, text in term.labels if text != own), *term.names],
            "inDefinedTermSet": {"@type": "DefinedTermSet", "@id": whole, "url": whole, "name": title},
        },
        breadcrumbs([(_("Browse"), url_for("discovery.browse")), (title, whole), (own, here)]),
    ]


def breadcrumbs(steps: Sequence[tuple[str, str]]) -> Mapping[str, object]:
    """The way to a page as schema.org tells it: names and addresses from the outermost."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": href}
            for place, (name, href) in enumerate(steps, start=1)
        ],
    }
