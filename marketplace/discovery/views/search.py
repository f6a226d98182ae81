"""The search pages for companies, products and investors."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from marketplace.discovery.presenters.results import result_page
from marketplace.discovery.queries.search import answer, is_known
from marketplace.discovery.rules import Kind, read
from marketplace.discovery.views.base import blueprint
from marketplace.foundation.access import Who, access
from marketplace.foundation.limits import hit, network_address


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
    if asked.text or asked.chosen:
        hit("search.address", network_address())
    page = result_page(asked, answer(asked))
    return render_template("discovery/search.html", result=page)
