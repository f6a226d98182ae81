"""The first page."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.deals.queries.counting import recent_tier_counts
from marketplace.deals.rules.parameters import PLACES
from marketplace.discovery.presenters.results import card, tiers
from marketplace.discovery.queries.search import newest
from marketplace.discovery.rules import Kind
from marketplace.discovery.views.base import blueprint
from marketplace.foundation.access import Who, access

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
    products = [card(found) for found in newest(Kind.PRODUCT, NEWEST_SHOWN)]
    return render_template(
        "discovery/home.html",
        tiers=tiers(counts),
        counted=counts["counted"],
        goal=PLACES,
        products=products,
    )
