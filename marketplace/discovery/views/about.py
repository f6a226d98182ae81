"""What this is, how to use it, and what it keeps: pages of words."""

from __future__ import annotations

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from marketplace.config import Settings
from marketplace.deals.rules.parameters import PLACES
from marketplace.discovery.views.base import blueprint
from marketplace.foundation.access import Who, access
from marketplace.foundation.head import PageHead
from marketplace.foundation.i18n import _
from marketplace.foundation.kept_pages import kept_for_visitors
from marketplace.matching.presenters.pair import policies
from marketplace.matching.queries.weights import current

KEPT_SECONDS = 60
as_written = kept_for_visitors(lambda: "", KEPT_SECONDS)  # nothing on these pages changes while the site runs


@blueprint.get("/<lang:lang>/about")
@access(read=Who.ANYONE)
@as_written
def about() -> ResponseReturnValue:
    """What the marketplace is for, and how a deal comes to be counted."""
    return _words("about", _("What the marketplace is for, and how a deal comes to be counted."), goal=PLACES)


@blueprint.get("/<lang:lang>/help")
@access(read=Who.ANYONE)
@as_written
def help() -> ResponseReturnValue:  # noqa: A001 - the address says it
    """How each kind of user does the main job."""
    return _words("help", _("How enterprises, investors and partners use the marketplace, step by step."))


@blueprint.get("/<lang:lang>/about/ranking")
@access(read=Who.ANYONE)
@kept_for_visitors(lambda: str(current().version), KEPT_SECONDS)
def ranking() -> ResponseReturnValue:
    """How results and matches are ranked."""
    rules = policies(code for code, on in current().policies.items() if on)
    return _words("ranking", _("How search results and matches are ranked here. No place can be bought."), rules=rules)


@blueprint.get("/<lang:lang>/accessibility")
@access(read=Who.ANYONE)
@as_written
def accessibility() -> ResponseReturnValue:
    """What was tested for people with disabilities, and how to tell of a barrier."""
    told = _("How accessible these pages are, how that was tested, and how to tell of a barrier.")
    return _words("accessibility", told)


@blueprint.get("/<lang:lang>/privacy")
@access(read=Who.ANYONE)
@as_written
def privacy() -> ResponseReturnValue:
    """What is kept about people, for how long, and who sees it."""
    return _words("privacy", _("What is kept about people here, for how long, who sees it, and the cookies."))


def _words(named: str, description: str, **values: object) -> ResponseReturnValue:
    settings: Settings = current_app.extensions["settings"]
    head = PageHead(description=description, kind="article", page_type="AboutPage" if named == "about" else "WebPage")
    return render_template(f"about/{named}.html", head=head, contact=settings.contact_email, **values)
