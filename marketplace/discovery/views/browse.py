"""Walking through what everybody may see: by technology, sector, market, province and segment."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.discovery.presenters.browsing import taxonomy_page, ways
from marketplace.discovery.presenters.feeds import feed_links
from marketplace.discovery.presenters.terms import breadcrumbs, term_page
from marketplace.discovery.queries.browsing import bearers, counted
from marketplace.discovery.queries.terms import browsed_term, successor
from marketplace.discovery.views.base import blueprint
from marketplace.foundation.access import Who, access
from marketplace.foundation.head import PageHead
from marketplace.foundation.i18n import _
from marketplace.foundation.kept_pages import kept_for_visitors
from marketplace.publishing.queries import last_move

SHOWN = 10
KEPT_SECONDS = 10
ONE = "/<lang:lang>/browse/<any(technology, sector, market, province, segment):taxonomy>"


def _stamp() -> str:
    """What was published last, and the counts: the index follows a moment later."""
    return f"{last_move()}:{counted()}"


@blueprint.get("/<lang:lang>/browse")
@access(read=Who.ANYONE)
@kept_for_visitors(_stamp, KEPT_SECONDS)
def browse() -> ResponseReturnValue:
    """Every way in, each with its most used codes."""
    counts = counted()
    head = PageHead(
        description=_("Vietnamese digital technology by technology, sector, market, province and industry segment."),
        page_type="CollectionPage",
        feeds=feed_links(),
    )
    return render_template("discovery/browse.html", ways=ways(counts, SHOWN), known=counts.known, head=head)


@blueprint.get(ONE)
@access(read=Who.ANYONE)
@kept_for_visitors(lambda taxonomy: f"{taxonomy}:{_stamp()}", KEPT_SECONDS)
def taxonomy(taxonomy: str) -> ResponseReturnValue:
    """Every code of one taxonomy with its numbers; provinces on a map of tiles."""
    page = taxonomy_page(taxonomy, counted())
    here = url_for("discovery.taxonomy", taxonomy=taxonomy)
    structured = [
        {"@type": "DefinedTermSet", "@id": here, "url": here, "name": page.title, "description": page.lead},
        breadcrumbs([(_("Browse"), url_for("discovery.browse")), (page.title, here)]),
    ]
    head = PageHead(description=page.lead, structured=structured)
    return render_template("discovery/browse_taxonomy.html", page=page, head=head)


@blueprint.get(f"{ONE}/<code>")
@access(read=Who.ANYONE)
def term(taxonomy: str, code: str) -> ResponseReturnValue:
    """One code: its names, who bears it, and where it leads. The code of a former province leads to its successor."""
    now_called = successor(taxonomy, code)
    if now_called is not None:
        return redirect(url_for("discovery.term", taxonomy=taxonomy, code=now_called), 301)
    found = browsed_term(taxonomy, code)
    page = term_page(found, bearers(taxonomy, code), counted())
    head = PageHead(description=page.description, structured=page.structured, indexed=not page.is_empty)
    return render_template("discovery/term.html", page=page, head=head)
