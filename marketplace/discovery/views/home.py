"""The first page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.deals.queries.counting import places, recent_tier_counts
from marketplace.deals.rules.parameters import PLACES
from marketplace.discovery.presenters import home as words
from marketplace.discovery.presenters.browsing import ways
from marketplace.discovery.presenters.cards import card
from marketplace.discovery.presenters.feeds import feed_links
from marketplace.discovery.queries.browsing import counted, newest, newest_parties
from marketplace.discovery.rules import Kind
from marketplace.discovery.views.base import blueprint
from marketplace.foundation.access import Who, access
from marketplace.foundation.cache import remembered
from marketplace.foundation.head import PageHead
from marketplace.foundation.i18n import _
from marketplace.foundation.kept_pages import kept_for_visitors
from marketplace.publishing.queries import last_move

NEWEST_SHOWN = 4
CHOICES_SHOWN = 6
WAYS_SHOWN = ("technology", "sector", "market", "province")
FILLED = "discovery.filled"
RECENT_SECONDS = 30
KEPT_SECONDS = 10  # the index follows what was published after a moment


def _stamp() -> str:
    """What was published last, and the numbers."""
    return f"{last_move()}:{recent_tier_counts()}:{counted().totals}"


@blueprint.get("/")
@access(read=Who.ANYONE)
def root() -> ResponseReturnValue:
    """To the first page in the language of the person, the cookie or the browser."""
    response = redirect(url_for("discovery.home"))
    response.headers.add("Vary", "Accept-Language")
    return response


@blueprint.get("/<lang:lang>/")
@access(read=Who.ANYONE)
@kept_for_visitors(_stamp, KEPT_SECONDS)
def home() -> ResponseReturnValue:
    """What this is, one search box, how far the deals have come, three ways in, what is new, ways to walk through."""
    counts, tiers = counted(), recent_tier_counts()
    description = _(
        "Find companies, products and investors, meet with both sides' consent, "
        "and close deals that are checked and counted."
    )
    return render_template(
        "discovery/home.html",
        tiers=words.tiers(tiers),
        counted=tiers["counted"],
        goal=PLACES,
        search_address=url_for("discovery.everything"),
        totals=words.totals(counts),
        products=[card(found) for found in newest(Kind.PRODUCT, NEWEST_SHOWN)],
        events=words.events(newest_parties(words.OF_EACH_KIND), _filled()),
        ways=ways(counts, CHOICES_SHOWN, WAYS_SHOWN),
        head=PageHead(description=description, structured=words.structured(description), feeds=feed_links()),
    )


def _filled() -> Sequence[datetime]:
    """When each place was filled, in order: kept for half a minute, for everybody opens this page."""
    plain = remembered(FILLED, RECENT_SECONDS, lambda: [place.filled_at.isoformat() for place, _deal in places()])
    return [datetime.fromisoformat(moment) for moment in plain]
