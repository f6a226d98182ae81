"""Lists of addresses for those who read the whole site (sitemaps.org), written line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from flask import current_app, url_for
from markupsafe import escape

from marketplace.discovery.presenters.cards import OWN_PAGES
from marketplace.discovery.queries.addresses import Part
from marketplace.discovery.rules import Kind
from marketplace.discovery.rules.browsing import BROWSED
from marketplace.discovery.rules.feeds import FEEDS
from marketplace.foundation.head import absolute
from marketplace.foundation.i18n import LANGUAGES, languages

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
SPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
LINKS = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
NAMES: Mapping[Kind, str] = {kind: named for named, kind in FEEDS.items()}
PLACE = "0id0"
PLAIN_PAGES = (
    "discovery.home",
    "discovery.browse",
    "discovery.companies",
    "discovery.products",
    "discovery.investors",
    "discovery.everything",
    "reporting_public.kpi",
    "discovery.about",
    "discovery.help",
    "discovery.ranking",
    "discovery.accessibility",
    "discovery.privacy",
)


def whole(parts: Sequence[Part]) -> str:
    """The list of lists."""
    lists: list[tuple[str, datetime | None]] = [(url_for("discovery.sitemap_pages"), None)]
    lists += [
        (url_for("discovery.sitemap_part", named=NAMES[part.kind], number=part.number), part.changed) for part in parts
    ]
    lines = [f"<sitemap><loc>{escape(absolute(href))}</loc>{_changed(changed)}</sitemap>" for href, changed in lists]
    return "\n".join([f"{HEAD}<sitemapindex {SPACES}>", *lines, "</sitemapindex>\n"])


def pages(bearing: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """The pages that belong to no one: by taxonomy, `bearing` names the codes that something bears."""
    yield f"{HEAD}<urlset {SPACES} {LINKS}>\n"
    for endpoint in PLAIN_PAGES:
        if endpoint in current_app.view_functions:
            chooses = "discovery.root" if endpoint == "discovery.home" else None
            yield _in_each_language(_addresses(endpoint), None, chooses)
    for taxonomy in BROWSED:
        yield _in_each_language(_addresses("discovery.taxonomy", taxonomy=taxonomy), None)
        for code in sorted(bearing.get(taxonomy, ())):
            yield _in_each_language(_addresses("discovery.term", taxonomy=taxonomy, code=code), None)
    yield "</urlset>\n"


def things(part: Part, rows: Iterable[tuple[str, datetime]]) -> Iterator[str]:
    """The own pages of things: addresses are made once and filled in, for there are very many."""
    endpoint, name = OWN_PAGES[part.kind]
    patterns = _addresses(endpoint, **{name: PLACE})
    yield f"{HEAD}<urlset {SPACES} {LINKS}>\n"
    for id_, changed in rows:
        yield _in_each_language({lang: address.replace(PLACE, id_) for lang, address in patterns.items()}, changed)
    yield "</urlset>\n"


def _addresses(endpoint: str, **values: str) -> dict[str, str]:
    given = dict(values)
    return {lang: absolute(url_for(endpoint, **{**given, "lang": lang})) for lang in languages()}  # type: ignore[arg-type]


def _in_each_language(addresses: Mapping[str, str], changed: datetime | None, chooses: str | None = None) -> str:
    """`chooses`: the page that sends readers of other languages on, where it is not the Vietnamese one."""
    default = absolute(url_for(chooses)) if chooses else addresses[LANGUAGES[0]]
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{lang}" href="{escape(address)}"/>'
        for lang, address in (*addresses.items(), ("x-default", default))
    )
    when = _changed(changed)
    return "".join(f"<url><loc>{escape(address)}</loc>{when}{links}</url>\n" for address in addresses.values())


def _changed(moment: datetime | None) -> str:
    return f"<lastmod>{moment.isoformat(timespec='seconds')}</lastmod>" if moment else ""
