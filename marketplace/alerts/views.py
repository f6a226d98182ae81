"""One's alerts, what was told, and the way out of one search or list from within a mail."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.alerts import services
from marketplace.alerts.presenters.digest import read_digest, sentence
from marketplace.alerts.presenters.mine import FREQUENCIES, mine
from marketplace.alerts.presenters.tellers import Link
from marketplace.alerts.queries.digests import last_digests, own_digest
from marketplace.alerts.queries.sources import source_of_link
from marketplace.alerts.rules.frequency import Frequency, Kind
from marketplace.alerts.services.links import opened
from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import current_actor
from marketplace.foundation.i18n import _, time_zone
from marketplace.matching.queries.books import NotReady
from marketplace.notifications.queries import own_wishes
from marketplace.notifications.rules import Channel, Topic

blueprint = Blueprint("alerts", __name__)
CHOICES = (Frequency.DAILY, Frequency.WEEKLY, Frequency.OFF)


@blueprint.get("/workspace/alerts")
@access(read=Who.MEMBER)
def index() -> ResponseReturnValue:
    """What one follows and could follow, and the last digests."""
    actor = current_actor()
    wishes, _version = own_wishes(actor)
    return render_template(
        "alerts/index.html",
        mine=mine(actor),
        digests=[(row.id, row.written_at, sentence(row.things)) for row in last_digests(actor)],
        choices=[(choice, FREQUENCIES[choice]) for choice in CHOICES],
        frequencies=FREQUENCIES,
        wishes=wishes,
        by_mail=wishes.channel(Topic.ALERTS) is not Channel.NONE,
        zone=time_zone(wishes.zone),
        href=_href,
    )


@blueprint.get("/workspace/alerts/<digest_id>")
@access(read=Who.MEMBER)
def show(digest_id: str) -> ResponseReturnValue:
    """One digest, as it may be read now."""
    digest = own_digest(current_actor(), digest_id)
    return render_template(
        "alerts/show.html",
        title=sentence(digest.things),
        written_at=digest.written_at,
        reading=read_digest(digest),
        href=_href,
    )


@blueprint.post("/workspace/alerts/<any(search, mandate, list):kind>/<key>/<any(daily, weekly, off):frequency>")
@access(write=Who.MEMBER)
def choose(kind: str, key: str, frequency: str) -> ResponseReturnValue:
    """Say how often to be told of one search or list."""
    services.choose(current_actor(), Kind(kind), key, Frequency(frequency))
    flash(_saved(Frequency(frequency)), "positive")
    return redirect(url_for(".index"), 303)


@blueprint.post("/workspace/alerts/<source_id>/<any(pause, resume, stop):move>")
@access(write=Who.MEMBER)
def change(source_id: str, move: str) -> ResponseReturnValue:
    """Pause, resume or stop what one follows."""
    {"pause": services.pause, "resume": services.resume, "stop": services.stop}[move](current_actor(), source_id)
    said = {
        "pause": _("Paused. What is found meanwhile waits for you."),
        "resume": _("Resumed. The next e-mail also tells what was found meanwhile."),
        "stop": _saved(Frequency.OFF),
    }
    flash(str(said[move]), "positive")
    return redirect(url_for(".index"), 303)


@blueprint.route("/<lang:lang>/alerts/stop", methods=["GET", "POST"])
@access(read=Who.ANYONE, write=Who.ANYONE)
def unfollow() -> ResponseReturnValue:
    """Reading asks; only pressing stops it. What has stopped or is gone is simply said to have stopped."""
    way = opened(request.args.get("key", ""))
    if way is None:
        abort(404)
    if request.method == "POST":
        services.stop_by_link(way)
    row = source_of_link(way.source_id, way.person_id)
    answer = render_template(
        "alerts/stop.html",
        done=row is None or row.frequency == Frequency.OFF,
        kind=None if row is None else row.kind,
        address=url_for(".unfollow", key=request.args["key"]),
    )
    return answer, 200, {"Referrer-Policy": "no-referrer"}


@blueprint.errorhandler(NotReady)
def not_ready(_error: NotReady) -> ResponseReturnValue:
    """After a start: the page asks again by itself, with and without script."""
    return render_template("matching/preparing.html"), 200, {"Refresh": "3", "Cache-Control": "no-store"}


def _saved(frequency: Frequency) -> str:
    if frequency is Frequency.OFF:
        return str(_("Stopped. You are not told about this any more."))
    return str(_("Saved. You are told what is new from now on."))


def _href(link: Link) -> str:
    return url_for(link.endpoint, **link.arguments)  # type: ignore[arg-type]  # never one of its own options
