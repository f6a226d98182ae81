"""The public page of the national target, and the lists behind its numbers."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from marketplace.deals.policies import is_officer
from marketplace.deals.presenters.deals import deal_lines
from marketplace.deals.presenters.words import TIERS
from marketplace.deals.queries import counting
from marketplace.deals.rules.stages import SEEN_BY_OFFICERS, Stage, Tier
from marketplace.foundation.access import Who, access, staff_with
from marketplace.foundation.actor import Power, current_actor
from marketplace.reporting import presenters
from marketplace.reporting.views.base import blueprint, public_blueprint

OFFICERS = staff_with(Power.PROPOSE, Power.CONFIRM, Power.AUDIT)


@public_blueprint.get("/kpi")
@access(read=Who.ANYONE)
def kpi() -> ResponseReturnValue:
    """How far the country is on its way to 25 deals."""
    page = presenters.kpi_page()
    return render_template("reporting/kpi.html", page=page, opens_lists=is_officer(current_actor()))


@blueprint.get("/staff/tiers/<any(introduced, signed, closed, verified, counted):named>")
@access(read=OFFICERS)
def tier(named: str) -> ResponseReturnValue:
    """The records behind one public number; names only of what was submitted for verification."""
    actor, chosen = current_actor(), Tier(named)
    if chosen is Tier.INTRODUCED:
        met = counting.introductions_behind_the_number(actor)
        return render_template("reporting/introduced.html", rows=met, label=TIERS[chosen])
    rows = counting.deals_in_tier(actor, chosen)
    named_ids = {row.id for row in rows if Stage(row.stage) in SEEN_BY_OFFICERS}
    return render_template("reporting/tier.html", lines=deal_lines(rows), named=named_ids, label=TIERS[chosen])
