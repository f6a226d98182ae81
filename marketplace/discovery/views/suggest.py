"""What a search box offers while somebody types."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from marketplace.discovery.presenters.suggesting import suggestions
from marketplace.discovery.queries.suggesting import suggested
from marketplace.discovery.rules import words_asked
from marketplace.discovery.views.base import blueprint
from marketplace.foundation.access import Who, access
from marketplace.foundation.limits import hit, network_address

KEPT = "private, max-age=15"


@blueprint.get("/<lang:lang>/suggest")
@access(read=Who.ANYONE)
def suggest() -> ResponseReturnValue:
    """Names and topics as JSON, for the script of the search box."""
    hit("suggest.address", network_address())
    text = words_asked(request.args.to_dict(flat=False))
    answer = jsonify(suggestions(suggested(text), text))
    answer.headers["Cache-Control"] = KEPT
    return answer
