"""The first page, and the search pages for companies, products and investors."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.deals.queries.counting import recent_tier_counts
from marketplace.deals.rules.parameters import PLACES
from marketplace.discovery import presenters, queries
from marketplace.discovery.rules import Kind, read
from marketplace.foundation.access import Who, access
from marketplace.foundation.limits import hit, network_address

blueprint = Blueprint("discovery", __name__)
NEWEST_SHOWN = 6


@blueprint.get("/")
@access(read=Who.ANYONE)
def root() -> ResponseReturnValue:
    """To the first page in the language of the person, the cookie or the browser."""
    response = redirect(url_for("discovery.home"))
    response.headers.add("Vary", "Accept-Language")
    return response


@blueprint.get("/<lang:lang>/")
@access(read=Who.ANYONE)
def home() -> ResponseReturnValue:
    """What this is, one search box, how far the deals have come, three ways in, the newest products."""
    counts = recent_tier_counts()
    products = [presenters.card(found) for found in queries.newest(Kind.PRODUCT, NEWEST_SHOWN)]
    return render_template(
        "discovery/home.html",
        tiers=presenters.tiers(counts),
        counted=counts["counted"],
        goal=PLACES,
        products=products,
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
    asked = read(kind, request.args.to_dict(flat=False), queries.is_known)
    if asked.text or asked.chosen:
        hit("search.address", network_address())
    page = presenters.result_page(asked, queries.answer(asked))
    return render_template("discovery/search.html", result=page)
