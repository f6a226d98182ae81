"""What machines read: feeds of what was published last, lists of all addresses, and what they may not follow."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from flask import Response, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from marketplace.discovery.presenters import feeds, sitemap
from marketplace.discovery.queries import addresses
from marketplace.discovery.queries.browsing import counted, newest
from marketplace.discovery.rules.browsing import BROWSED
from marketplace.discovery.rules.feeds import ENTRIES, FEEDS
from marketplace.discovery.views.base import blueprint
from marketplace.foundation.access import Who, access
from marketplace.foundation.head import absolute
from marketplace.foundation.i18n import languages

KEPT_SECONDS = 300
NOT_FOLLOWED = ("/workspace", "/staff", "/language/", "/health/", "/dev/", "/*/suggest", "/*?*q=", "/*?*sort=")
NAMED = "any(companies, products, investors):named"


@blueprint.get(f"/<lang:lang>/feeds/<{NAMED}>.xml")
@access(read=Who.ANYONE)
def feed(named: str) -> ResponseReturnValue:
    """What was published last of one kind, as Atom."""
    page = feeds.feed(named, newest(FEEDS[named], ENTRIES))
    text = render_template("discovery/feed.xml", feed=page)
    return _kept(Response(text, mimetype="application/atom+xml"), text, page.updated)


@blueprint.get("/sitemap.xml")
@access(read=Who.ANYONE)
def sitemap_index() -> ResponseReturnValue:
    """The list of all lists of addresses."""
    parts = addresses.parts()
    text = sitemap.whole(parts)
    changed = max((part.changed for part in parts), default=None)
    return _kept(Response(text, mimetype="application/xml"), text, changed)


@blueprint.get("/sitemap/pages.xml")
@access(read=Who.ANYONE)
def sitemap_pages() -> ResponseReturnValue:
    """The pages that belong to no one: home, help, and every way to walk through."""
    counts = counted()
    text = "".join(sitemap.pages({taxonomy: counts.bearing(taxonomy) for taxonomy in BROWSED}))
    return _kept(Response(text, mimetype="application/xml"), text, None)


@blueprint.get(f"/sitemap/<{NAMED}>-<int:number>.xml")
@access(read=Who.ANYONE)
def sitemap_part(named: str, number: int) -> ResponseReturnValue:
    """Some of the companies, products or investors, sent while they are read."""
    part = addresses.part(FEEDS[named], number)
    lines = stream_with_context(sitemap.things(part, addresses.things(part)))
    response = Response(lines, mimetype="application/xml")
    return _kept(response, f"{part} {list(languages())} {absolute('/')}", part.changed)


@blueprint.get("/robots.txt")
@access(read=Who.ANYONE)
def robots() -> ResponseReturnValue:
    """What those who read by themselves may not follow, and where all addresses stand."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOLLOWED), ""]
    text = "\n".join([*lines, f"Sitemap: {absolute(url_for('discovery.sitemap_index'))}", ""])
    return _kept(Response(text, mimetype="text/plain"), text, None)


def _kept(response: Response, told: str | Iterable[str], changed: datetime | None) -> Response:
    """May be kept for some minutes by anybody; who has it already is told so in one line. `told`: what names it."""
    response.set_etag(sha256(str(told).encode()).hexdigest()[:32])
    response.last_modified = changed
    response.cache_control.public = True
    response.cache_control.max_age = KEPT_SECONDS
    return response.make_conditional(request)  # type: ignore[return-value]
