"""What a page says about itself to search machines and to those who share it: address, languages, picture, data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from babel.core import get_global
from flask import current_app, request, url_for
from markupsafe import Markup

from marketplace.config import Settings
from marketplace.foundation.access import Who, declared
from marketplace.foundation.i18n import LANGUAGES, language, languages

DESCRIPTION = 200
SITE_PICTURE, OWN_PICTURE = "discovery.site_picture", "discovery.picture"
PICTURED = {  # pages with a picture of their own: what it is named by, the argument that says which
    "products_public.company": ("companies", "profile_id"),
    "products_public.product": ("products", "product_id"),
    "profiles_public.investor": ("investors", "profile_id"),
}
ADDRESSES = frozenset({"@id", "url", "image", "logo", "item", "sameAs", "target", "urlTemplate", "contentUrl"})
BREAKS_OUT = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}
Kind = Literal["website", "profile", "product", "article"]
PageType = Literal["WebPage", "AboutPage", "CollectionPage"]


@dataclass(frozen=True, slots=True)
class PageHead:
    """What a view knows of its page beyond the title; every part may be left out.

    structured: schema.org data (one mapping, or several); its addresses may begin with "/". Without any, a page that is
    described says that it is a page of this type.
    picture, previous, next: addresses on this site. feeds: (title, address).
    kept: the names in the question that make another page of it; all others are left out of its one address.
    """

    description: str = ""
    kind: Kind = "website"
    structured: Mapping[str, object] | Sequence[Mapping[str, object]] | None = None
    page_type: PageType = "WebPage"
    picture: str | None = None
    indexed: bool = True
    kept: tuple[str, ...] = ("page",)
    previous: str | None = None
    next: str | None = None
    feeds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """The same, as the layout writes it: whole addresses, text cut, data that no text can break out of."""

    indexed: bool
    description: str = ""
    kind: str = "website"
    address: str | None = None
    languages: tuple[tuple[str, str], ...] = ()
    locale: str = ""
    other_locales: tuple[str, ...] = ()
    picture: str | None = None
    data: Markup | None = None
    previous: str | None = None
    next: str | None = None
    feeds: tuple[tuple[str, str], ...] = ()


def shown(head: PageHead | None = None) -> Shown:
    """What the layout writes for this request; a page that is not for everybody says only that it is none to find."""
    if not _is_public():
        return Shown(indexed=False)
    known = head or PageHead()
    mine = language()
    addresses = [(code, _own_address(code, known.kept)) for code in languages()]
    structured = known.structured or _page_data(known)
    return Shown(
        indexed=known.indexed and not _takes_input(),
        description=_cut(known.description),
        kind=known.kind,
        address=_own_address(mine, known.kept),
        languages=(*addresses, ("x-default", _default(known.kept))),
        locale=_locale(mine),
        other_locales=tuple(_locale(code) for code in languages() if code != mine),
        picture=_picture(known.picture),
        data=data_block(structured) if structured else None,
        previous=absolute(known.previous) if known.previous else None,
        next=absolute(known.next) if known.next else None,
        feeds=tuple((title, absolute(href)) for title, href in known.feeds),
    )


def absolute(address: str) -> str:
    """A whole address from one that begins with "/": by the site's configured name, never by what a request claims."""
    settings: Settings = current_app.extensions["settings"]
    return f"{settings.public_url.rstrip('/')}{address}" if address.startswith("/") else address


def data_block(data: Mapping[str, object] | Sequence[Mapping[str, object]]) -> Markup:
    """JSON-LD to stand inside a script element: no text in it can end the element or begin another."""
    things = {"@graph": list(data)} if not isinstance(data, Mapping) else data
    whole = {"@context": "https://schema.org", **_filled(things)}
    return Markup(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).translate(BREAKS_OUT))  # noqa: S704 - escaped for JSON


def _page_data(head: PageHead) -> Mapping[str, object] | None:
    """The least that a described page says of itself."""
    if not head.description:
        return None
    site = {"@type": "WebSite", "name": "Vươn", "url": f"/{language()}/"}
    return {
        "@type": head.page_type,
        "url": _own_address(language(), head.kept),
        "description": head.description,
        "inLanguage": language(),
        "isPartOf": site,
    }


def _filled(thing: Mapping[str, object]) -> dict[str, Any]:
    """Without what is not known, with whole addresses."""
    kept = {name: _value(name, value) for name, value in thing.items()}
    return {name: value for name, value in kept.items() if value not in (None, "", [], {})}


def _value(name: str, value: object) -> object:
    if isinstance(value, Mapping):
        return _filled(value)
    if isinstance(value, str):
        return absolute(value) if name in ADDRESSES and not value.startswith("//") else value
    if isinstance(value, Sequence):
        return [found for each in value if (found := _value(name, each)) not in (None, "", [], {})]
    return value if value is None or isinstance(value, int | float) else str(value)


def _is_public() -> bool:
    """An address with a language, that everybody may read."""
    endpoint = request.endpoint
    rights = declared(endpoint)
    return bool(
        endpoint
        and rights
        and rights.read is Who.ANYONE
        and current_app.url_map.is_endpoint_expecting(endpoint, "lang")
    )


def _takes_input() -> bool:
    """Pages that are forms (sign in, sign up, a password) are not looked for by their content."""
    rights = declared(request.endpoint)
    return rights is not None and rights.write is not None


def _own_address(code: str, kept: Sequence[str]) -> str:
    """The page's one address in a language, without what tracks or does not count."""
    address = url_for(str(request.endpoint), **{**(request.view_args or {}), "lang": code})
    question = urlencode(list(_kept(kept)))
    return absolute(f"{address}?{question}" if question else address)


def _kept(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        for value in request.args.getlist(name):
            if value and not (name == "page" and (not value.isascii() or not value.isdigit() or int(value[:6]) < 2)):
                yield name, value


def _default(kept: Sequence[str]) -> str:
    """For readers of any other language: the first page chooses by their browser, other pages are Vietnamese."""
    if request.endpoint == "discovery.home":
        return absolute(url_for("discovery.root"))
    return _own_address(LANGUAGES[0], kept)


def _locale(code: str) -> str:
    """The language with the country it is mostly spoken in: vi_VN."""
    likely: str = get_global("likely_subtags").get(code, code)
    return f"{code}_{likely.rsplit('_', 1)[-1]}" if "_" in likely else code


def _picture(own: str | None) -> str | None:
    if own:
        return absolute(own)
    pictured = PICTURED.get(str(request.endpoint))
    if pictured and OWN_PICTURE in current_app.view_functions:
        named, argument = pictured
        return absolute(url_for(OWN_PICTURE, named=named, thing_id=(request.view_args or {})[argument]))
    return absolute(url_for(SITE_PICTURE)) if SITE_PICTURE in current_app.view_functions else None


def _cut(text: str) -> str:
    """As much as is shown in a list of findings, ending between two words."""
    line = " ".join(text.split())
    if len(line) <= DESCRIPTION:
        return line
    return f"{line[:DESCRIPTION].rsplit(' ', 1)[0].rstrip('.,;: ')}…"
