"""What this is, how to use it, and what it keeps: pages of words."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from marketplace.deals.rules.parameters import PLACES
from marketplace.discovery.views.base import blueprint
from marketplace.foundation.access import Who, access
from marketplace.foundation.head import PageHead
from marketplace.foundation.i18n import _


@blueprint.get("/<lang:lang>/about")
@access(read=Who.ANYONE)
def about() -> ResponseReturnValue:
    """What the marketplace is for, how a deal comes to be counted, and what is published."""
    head = PageHead(description=_("What the marketplace is for, who runs it and how a deal comes to be counted."))
    return render_template("about/about.html", goal=PLACES, head=head)


@blueprint.get("/<lang:lang>/help")
@access(read=Who.ANYONE)
def help() -> ResponseReturnValue:  # noqa: A001 - the address says it
    """How each kind of user does the main job."""
    head = PageHead(description=_("How enterprises, investors and partners use the marketplace, step by step."))
    return render_template("about/help.html", head=head)


@blueprint.get("/<lang:lang>/about/ranking")
@access(read=Who.ANYONE)
def ranking() -> ResponseReturnValue:
    """How results and matches are ranked."""
    head = PageHead(description=_("How search results and matches are ranked here. No place can be bought."))
    return render_template("about/ranking.html", head=head)


@blueprint.get("/<lang:lang>/accessibility")
@access(read=Who.ANYONE)
def accessibility() -> ResponseReturnValue:
    """What was tested for people with disabilities, and how to tell of a barrier."""
    head = PageHead(description=_("How accessible these pages are, how that was tested, and how to tell of a barrier."))
    return render_template("about/accessibility.html", head=head)


@blueprint.get("/<lang:lang>/privacy")
@access(read=Who.ANYONE)
def privacy() -> ResponseReturnValue:
    """What is kept about people, for how long, and who sees it."""
    head = PageHead(
        description=_("What is kept about people here, for how long, who sees it, and which cookies are set.")
    )
    return render_template("about/privacy.html", head=head)
