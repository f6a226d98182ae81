"""The public page of the national target, and the lists behind its numbers."""

from __future__ import annotations

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.deals.policies import is_officer
from marketplace.deals.presenters.deals import deal_lines
from marketplace.deals.presenters.words import TIERS
from marketplace.deals.queries import counting
from marketplace.deals.rules.stages import SEEN_BY_OFFICERS, Stage, Tier
from marketplace.foundation.access import Who, access, staff_with
from marketplace.foundation.actor import Power, current_actor
from marketplace.foundation.head import PageHead
from marketplace.foundation.i18n import _, lazy
from marketplace.foundation.kept_pages import kept_for_visitors
from marketplace.reporting import presenters
from marketplace.reporting.views.base import blueprint, public_blueprint

OFFICERS = staff_with(Power.PROPOSE, Power.CONFIRM, Power.AUDIT)
KEPT_SECONDS = 30
CELLS = ("quarter", "sector", "country")
GOAL = lazy(
    "At least 25 mergers, joint ventures or strategic co-operations of Vietnamese digital technology enterprises with "
    "international partners, each worth at least one million US dollars."
)


@public_blueprint.get("/kpi")
@access(read=Who.ANYONE)
@kept_for_visitors(counting.numbers_stamp, KEPT_SECONDS)
def kpi() -> ResponseReturnValue:
    """How far the country is on its way to 25 deals."""
    in_full = is_officer(current_actor())
    page = presenters.kpi_page(in_full)
    head = PageHead(
        description=_(
            "%(counted)s of %(goal)s deals are counted. How they are counted, step by step, as of now.",
            counted=page.counted,
            goal=page.goal,
        ),
        structured={
            "@type": "Dataset",
            "name": _("25 deals by 2030"),
            "description": GOAL,
            "url": url_for("reporting_public.kpi"),
            "dateModified": page.as_of.isoformat(timespec="seconds"),
            "isAccessibleForFree": True,
            "distribution": [
                {
                    "@type": "DataDownload",
                    "encodingFormat": "text/csv",
                    "contentUrl": url_for("reporting_public.kpi_table", kind=kind),
                }
                for kind in ("steps", *CELLS)
            ],
        },
    )
    return render_template(
        "reporting/kpi.html", page=page, goal=GOAL, opens_lists=in_full, kept_seconds=KEPT_SECONDS, head=head
    )


@public_blueprint.get("/kpi/<any(steps, quarter, sector, country):kind>.csv")
@access(read=Who.ANYONE)
def kpi_table(kind: str) -> ResponseReturnValue:
    """A table of the page, as this reader sees it, for a spreadsheet."""
    written = presenters.table_file(presenters.kpi_page(is_officer(current_actor())), kind)
    headers = {"Content-Disposition": f'attachment; filename="vuon-kpi-{kind}.csv"'}
    return Response(written, mimetype="text/csv", headers=headers)


@blueprint.get("/staff/tiers/<any(introduced, signed, closed, verified, counted):named>")
@access(read=OFFICERS)
def tier(named: str) -> ResponseReturnValue:
    """The records behind one public number; names only of what was submitted for verification."""
    actor, chosen = current_actor(), Tier(named)
    if chosen is Tier.INTRODUCED:
        met = counting.introductions_behind_the_number(actor)
        return render_template("reporting/introduced.html", rows=met, label=TIERS[chosen])
    rows, cell = counting.deals_in_tier(actor, chosen), _cell_asked()
    if chosen is Tier.COUNTED and cell is not None:
        inside = presenters.deals_in_cell(*cell)
        rows = [row for row in rows if row.id in inside]
    label = f"{TIERS[chosen]}, {presenters.cell_label(*cell)}" if cell else TIERS[chosen]
    named_ids = {row.id for row in rows if Stage(row.stage) in SEEN_BY_OFFICERS}
    return render_template("reporting/tier.html", lines=deal_lines(rows), named=named_ids, label=label)


def _cell_asked() -> tuple[str, str] | None:
    """The line of a breakdown that was opened, if one was."""
    return next(((kind, request.args[kind][:40]) for kind in CELLS if request.args.get(kind)), None)
