"""The search pages: one for everything, and one each for companies, products and investors."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.discovery.presenters.everything import everything_page
from marketplace.discovery.presenters.feeds import feed_links
from marketplace.discovery.presenters.labels import SEARCH_PAGES
from marketplace.discovery.presenters.results import result_page
from marketplace.discovery.queries.everything import everything as ask_everything
from marketplace.discovery.queries.outcomes import outcome
from marketplace.discovery.queries.saved import is_kept
from marketplace.discovery.queries.search import is_known
from marketplace.discovery.rules import EVERYTHING, FACETS, Kept, Kind, is_canonical, kept, read, words_asked
from marketplace.discovery.views.base import blueprint
from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import current_actor
from marketplace.foundation.head import PageHead
from marketplace.foundation.i18n import _, lazy
from marketplace.foundation.limits import hit, network_address

Arguments = Mapping[str, str | list[str]]
DESCRIPTIONS = {
    Kind.COMPANY: lazy("Vietnamese digital technology companies by technology, sector, province and market."),
    Kind.PRODUCT: lazy("Digital products made in Vietnam, with the companies that make them."),
    Kind.INVESTOR: lazy("Investors who look for Vietnamese technology, by stage, size of investment and sector."),
}


@blueprint.get("/<lang:lang>/search")
@access(read=Who.ANYONE)
def everything() -> ResponseReturnValue:
    """One box for everything."""
    given = request.args.to_dict(flat=False)
    text, exact = words_asked(given), given.get("exact") == ["1"]
    address: Arguments = ({"q": text} if text else {}) | ({"exact": "1"} if text and exact else {})
    if not _is_canonical(address):
        return _to(EVERYTHING, address)
    if text:
        hit("search.address", network_address())
    found = ask_everything(text, exact=exact) if text else None
    return render_template(
        "discovery/everything.html",
        result=everything_page(found),
        text=text,
        saving=_saving(kept(EVERYTHING, {"q": [found.text]} if found else {}, is_known)),
        head=PageHead(
            description=_("Search companies, products, investors, technologies and places at once."),
            indexed=not text,
            kept=("q",),
        ),
    )


@blueprint.get("/<lang:lang>/companies")
@access(read=Who.ANYONE)
def companies() -> ResponseReturnValue:
    """Find companies."""
    return _search(Kind.COMPANY)


@blueprint.get("/<lang:lang>/products")
@access(read=Who.ANYONE)
def products() -> ResponseReturnValue:
    """Find products."""
    return _search(Kind.PRODUCT)


@blueprint.get("/<lang:lang>/investors")
@access(read=Who.ANYONE)
def investors() -> ResponseReturnValue:
    """Find investors."""
    return _search(Kind.INVESTOR)


def _search(kind: Kind) -> ResponseReturnValue:
    asked = read(kind, request.args.to_dict(flat=False), is_known)
    if not asked.set_aside and not _is_canonical(asked.address()):
        return _to(SEARCH_PAGES[kind], asked.address())
    if asked.is_narrow:
        hit("search.address", network_address())
    found = outcome(asked)
    page = result_page(asked, found)
    names = ("q", *(facet.field for facet in FACETS[kind]), "sort", "page")
    return render_template(
        "discovery/search.html",
        result=page,
        saving=_saving(Kept(kind.value, found.asked.arguments())) if found.asked.is_narrow else None,
        head=PageHead(
            description=str(DESCRIPTIONS[kind]),
            indexed=not (asked.is_narrow or asked.set_aside or asked.order),
            page_type="CollectionPage",
            kept=names,
            feeds=feed_links(kind),
            previous=page.previous,
            next=page.next,
        ),
    )


def _is_canonical(address: Arguments) -> bool:
    return is_canonical(list(request.args.items(multi=True)), address)


def _to(page: str, address: Arguments) -> ResponseReturnValue:
    """To the one address of this search: so that it can be shared, counted and kept as one."""
    return redirect(url_for(f"discovery.{page}", **address))  # type: ignore[arg-type]  # names are those of rules


def _saving(found: Kept | None) -> tuple[Kept, bool] | None:
    """What could be kept of this search, and whether the person asking keeps it already."""
    if found is None:
        return None
    actor = current_actor()
    return found, actor.is_member and is_kept(actor, found.key)
