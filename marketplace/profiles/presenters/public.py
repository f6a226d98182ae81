"""What only a public page shows: claims with who stands behind them, small charts, the page as schema.org data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.foundation.charts import Chart, Series, bars, short_money
from marketplace.foundation.clock import today
from marketplace.foundation.head import PageHead
from marketplace.foundation.i18n import _, day, language, lazy
from marketplace.foundation.i18n import money as written_money
from marketplace.foundation.money import Money
from marketplace.foundation.text import Localised
from marketplace.profiles.content import Certificate, FigureStatus, PartyProfile, YearFigure
from marketplace.profiles.presenters.party import STATUS_WORDS
from marketplace.profiles.rules import SELF_DECLARED_FACETS
from marketplace.reference.presenters import term

LEAST_YEARS = 2
MOST_YEARS = 6
AMOUNTS: Mapping[str, Any] = {
    "revenue_usd": lazy("Total revenue, US dollars"),
    "export_usd": lazy("Exports from Vietnam, US dollars"),
    "overseas_usd": lazy("Sales of subsidiaries abroad, US dollars"),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One badge: what is claimed, who stands behind it and until when, and where on the page it is shown."""

    label: str
    behind: str
    is_checked: bool
    anchor: str


@dataclass(frozen=True, slots=True)
class PublicParts:
    """The claims and charts of one party, and the only language its texts are in, if that is not the page's."""

    claims: tuple[Claim, ...]
    charts: tuple[Chart, ...]
    only_in: str | None


def public_parts(profile: PartyProfile) -> PublicParts:
    """What the public page adds to the party's own texts."""
    return PublicParts(
        claims=tuple(_claims(profile)),
        charts=tuple(_charts(profile.figures)),
        only_in=only_language(profile.summary, profile.description),
    )


def only_language(*texts: Localised) -> str | None:
    """The language that all of these are in, where none has a text in the page's."""
    given = [text for text in texts if not text.is_empty]
    others = {text.language_of_best(language()) for text in given}
    return others.pop() if given and language() not in others and len(others) == 1 else None


def _claims(profile: PartyProfile) -> Iterator[Claim]:
    for facet in profile.facets:
        if facet not in SELF_DECLARED_FACETS:
            yield Claim(term(facet, "facet"), _("Recorded by the authorities"), True, "facts")
    yield from map(_of_figure, _checked(profile.figures))
    for certificate in profile.certificates:
        if certificate.valid_until is None or certificate.valid_until >= today():
            yield _of_certificate(certificate)


def _checked(figures: Sequence[YearFigure]) -> list[YearFigure]:
    """The newest figures that somebody else checked, one of each year and kind of check."""
    found: dict[tuple[int, FigureStatus], YearFigure] = {}
    for figure in sorted(figures, key=lambda figure: figure.year, reverse=True):
        if figure.status != FigureStatus.DECLARED:
            found.setdefault((figure.year, figure.status), figure)
    return list(found.values())[:1]


def _of_figure(figure: YearFigure) -> Claim:
    return Claim(_("Figures of %(year)s", year=figure.year), str(STATUS_WORDS[figure.status]), True, "figures")


def _of_certificate(certificate: Certificate) -> Claim:
    said = [
        certificate.body,
        _("until %(day)s", day=day(certificate.valid_until)) if certificate.valid_until else None,
        _("stated by the enterprise"),
    ]
    return Claim(term(certificate.standard, "standard"), ", ".join(filter(None, said)), False, "certificates")


def _charts(figures: Sequence[YearFigure]) -> Iterator[Chart]:
    """One for each amount that is known for at least two years over all markets."""
    whole = sorted((figure for figure in figures if figure.market is None), key=lambda figure: figure.year)
    for name, title in AMOUNTS.items():
        known = {figure.year: getattr(figure, name) for figure in whole if getattr(figure, name) is not None}
        if len(known) >= LEAST_YEARS:
            yield _chart(str(title), known)


def _chart(title: str, known: Mapping[int, int]) -> Chart:
    years = range(max(known) - min(max(known) - min(known), MOST_YEARS - 1), max(known) + 1)
    amounts = Series(
        name=title,
        labels=[str(year) for year in years],
        values=[known.get(year) for year in years],
        write=lambda cents: written_money(Money(int(cents), "USD")),
        short=lambda cents: short_money(Money(int(cents), "USD")),
    )
    return bars(title, _("Year"), amounts, _about(amounts))


def _about(amounts: Series) -> str:
    (first, start), (last, end) = amounts.known[0], amounts.known[-1]
    return str(
        _(
            "From %(start)s in %(first)s to %(end)s in %(last)s.",
            start=amounts.written(start),
            first=first,
            end=amounts.written(end),
            last=last,
        )
    )


def party_head(profile: PartyProfile, address: str) -> PageHead:
    """The page of a party to search machines: an organisation of schema.org."""
    name, summary = profile.name.best(language()), profile.summary.best(language())
    return PageHead(description=summary or name, kind="profile", structured=organisation_data(profile, address))


def organisation_data(profile: PartyProfile, address: str) -> Mapping[str, object]:
    """What schema.org calls an Organization; only what the party itself published."""
    shown = profile.name.best(language())
    return {
        "@type": "Organization",
        "@id": address,
        "url": address,
        "name": shown,
        "alternateName": [text for _language, text in profile.name.items() if text != shown],
        "legalName": profile.legal_name,
        "description": profile.summary.best(language()),
        "sameAs": whole_address(profile.website),
        "taxID": profile.enterprise_code,
        "foundingDate": None if profile.founded_year is None else str(profile.founded_year),
        "numberOfEmployees": (
            None if profile.employees is None else {"@type": "QuantitativeValue", "value": profile.employees}
        ),
        "address": {
            "@type": "PostalAddress",
            "addressLocality": profile.city,
            "addressRegion": term(profile.province, "province"),
            "addressCountry": profile.country,
        },
        "knowsAbout": [term(code, "technology") for code in profile.technologies],
        "areaServed": [term(code, "market") for code in profile.markets],
    }


def whole_address(website: str | None) -> str | None:
    """The party's own address, as a link needs it."""
    return website if website is None or "://" in website else f"https://{website}"
