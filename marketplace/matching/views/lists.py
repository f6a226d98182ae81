"""Matches in the workspace: the lists, and one pair in detail."""

from collections.abc import Mapping, Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import current_actor
from marketplace.foundation.limits import hit, network_address
from marketplace.foundation.pages import page_number
from marketplace.matching import policies, services
from marketplace.matching.presenters import cards, pair
from marketplace.matching.presenters.answers import Undo, undo
from marketplace.matching.queries import Said
from marketplace.matching.queries.books import NotReady
from marketplace.matching.queries.matches import Match, View, gains, listing, match, view_of, views_of
from marketplace.matching.queries.weights import measured
from marketplace.matching.queries.words import read_text
from marketplace.matching.rules.answers import MONTHS, USUAL_MONTHS
from marketplace.matching.views.base import blueprint
from marketplace.organisations.queries import organisations_by_id
from marketplace.profiles.queries import live_rows


@blueprint.get("")
@access(read=Who.MEMBER)
def index() -> ResponseReturnValue:
    """The reader's lists, one of them open."""
    actor = current_actor()
    views = views_of(actor)
    if not views:
        has_profile = str(actor.organisation_id) in live_rows([str(actor.organisation_id)])
        return render_template("matching/nothing.html", is_staff=actor.is_staff, has_profile=has_profile)
    view = view_of(actor, request.args.get("view"))
    text = _words_asked()
    found = listing(actor, view, text, page_number(request.args.get("page")))
    services.note_shown(actor, view, found.page.items)
    shown = _cards(found.page.items, view)
    return render_template(
        "matching/index.html",
        page=found.page,
        plain=found.plain,
        cards=shown,
        own_missing=cards.own_missing(found.page.items),
        any_core=any(card.wants_core for card in shown),
        policies=pair.policies(found.policies),
        tabs=cards.tabs(views, view),
        view=view,
        text=text,
        can_answer=actor.can_edit,
        title=cards.title(view),
        undo=_undo(found.said, shown),
        months=MONTHS,
        usual_months=USUAL_MONTHS,
    )


@blueprint.get("/<profile_id>")
@access(read=Who.MEMBER)
def show(profile_id: str) -> ResponseReturnValue:
    """One pair: both sides beside each other, and every part of the score."""
    actor = current_actor()
    view = view_of(actor, request.args.get("view"))
    text = _words_asked()
    found = match(actor, view, profile_id, text)
    services.note_shown(actor, view, [found])
    rows = live_rows([profile_id, found.ours.profile])
    shown = [cards.card(found, rows[profile_id], view)]
    return render_template(
        "matching/show.html",
        card=shown[0],
        ours=rows[found.ours.profile],
        beside=pair.beside(found),
        summed=pair.summed(found, view),
        measured=measured(found.score, view.role, found.version),
        match=found,
        unsaid=pair.unsaid(gains(found, view)),
        policies=pair.policies(found.policies),
        view=view,
        text=text,
        title=cards.title(view),
        can_answer=policies.can_answer(actor, found.organisation_id),
        undo=_undo({found.organisation_id: found.said} if found.said else {}, shown),
        months=MONTHS,
        usual_months=USUAL_MONTHS,
    )


@blueprint.errorhandler(NotReady)
def not_ready(_error: NotReady) -> ResponseReturnValue:
    """After a start: the page asks again by itself, with and without script."""
    return render_template("matching/preparing.html"), 200, {"Refresh": "3", "Cache-Control": "no-store"}


def _words_asked() -> str:
    """The reader's own words; looking for them counts like every other search."""
    text = read_text(request.args.get("q"))
    if text:
        hit("search.address", network_address())
    return text


def _cards(found: Sequence[Match], view: View) -> list[cards.Card]:
    rows = live_rows([each.profile_id for each in found])
    return [cards.card(each, rows[each.profile_id], view) for each in found if each.profile_id in rows]


def _undo(said: Mapping[str, Said], shown: Sequence[cards.Card]) -> Undo | None:
    """What the own organisation said on the page before this one, so that it can be undone here."""
    about = said.get(request.args.get("answered", ""))
    if about is None:
        return None
    names = organisations_by_id([about.about_organisation_id])
    return undo(about, names, {card.organisation_id for card in shown})
