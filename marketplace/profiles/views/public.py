"""The public page of an investor. (A company's page stands with its products, one rung higher.)"""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import current_actor
from marketplace.foundation.kept_pages import kept_for_visitors
from marketplace.profiles import queries
from marketplace.profiles.presenters import party_head, party_page, public_parts

KEPT_SECONDS = 30  # what is newly found to be like it comes that much later to the foot of the page
public = Blueprint("profiles_public", __name__, url_prefix="/<lang:lang>")


@public.get("/investors/<profile_id>")
@access(read=Who.ANYONE)
@kept_for_visitors(lambda profile_id: queries.public_stamp(current_actor(), profile_id, "investor"), KEPT_SECONDS)
def investor(profile_id: str) -> ResponseReturnValue:
    """What an investor shows to everybody."""
    row, profile = queries.public_profile(current_actor(), profile_id, "investor")
    return render_template(
        "profiles/investor.html",
        row=row,
        page=party_page(profile),
        parts=public_parts(profile),
        head=party_head(profile, url_for("profiles_public.investor", profile_id=row.id)),
    )
