"""Matches in the workspace: the lists, one pair in detail, and answers."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import current_actor
from marketplace.foundation.i18n import _
from marketplace.foundation.pages import page_number
from marketplace.matching import policies, queries, services
from marketplace.matching.presenters import cards
from marketplace.matching.queries.books import NotReady
from marketplace.matching.queries.matches import Match, View, listing, match, view_of, views_of
from marketplace.matching.queries.words import read_text
from marketplace.matching.rules.answers import Answer
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
        return render_template("matching/nothing.html")
    view = view_of(actor, request.args.get("view"))
    text = read_text(request.args.get("q"))
    found = listing(actor, view, text, page_number(request.args.get("page")))
    services.note_shown(actor, view, found.page.items)
    shown = _cards(found.page.items, view)
    return render_template(
        "matching/index.html",
        page=found.page,
        plain=found.plain,
        cards=shown,
        any_core=any(card.wants_core for card in shown),
        tabs=cards.tabs(views, view),
        view=view,
        text=text,
        can_answer=actor.can_edit,
        title=cards.title(view),
    )


@blueprint.get("/answers")
@access(read=Who.MEMBER)
def answers() -> ResponseReturnValue:
    """What the own organisation has said about others, to be taken back."""
    actor = current_actor()
    said = queries.own_answers(actor)
    names = organisations_by_id(row.about_organisation_id for row in said)
    return render_template("matching/answers.html", lines=cards.lines(said, names), can_answer=actor.can_edit)


@blueprint.get("/<profile_id>")
@access(read=Who.MEMBER)
def show(profile_id: str) -> ResponseReturnValue:
    """One pair: both sides beside each other, and every part of the score."""
    actor = current_actor()
    view = view_of(actor, request.args.get("view"))
    text = read_text(request.args.get("q"))
    found = match(actor, view, profile_id, text)
    services.note_shown(actor, view, [found])
    rows = live_rows([profile_id, found.ours.profile])
    return render_template(
        "matching/show.html",
        card=_cards([found], view)[0],
        ours=rows[found.ours.profile],
        match=found,
        markets=[cards.told_markets(found.ours), cards.told_markets(found.theirs)],
        bars=cards.bars(found),
        sum_line=cards.sum_line(found),
        view=view,
        text=text,
        title=cards.title(view),
        can_answer=policies.can_answer(actor, found.organisation_id),
    )


@blueprint.post("/answers/<organisation_id>/<any(must, yes, later, no, open):answer>")
@access(write=Who.MEMBER)
def say(organisation_id: str, answer: str) -> ResponseReturnValue:
    """Say what the own organisation thinks of meeting another."""
    services.set_preference(current_actor(), organisation_id, answer)
    flash(_said(Answer(answer)), "positive")
    if answer == Answer.OPEN:
        return redirect(url_for(".answers"))
    return redirect(url_for(".index", view=request.form.get("view") or None, q=request.form.get("q") or None))


@blueprint.errorhandler(NotReady)
def not_ready(_error: NotReady) -> ResponseReturnValue:
    """After a start: the page asks again by itself, with and without script."""
    return render_template("matching/preparing.html"), 200, {"Refresh": "3", "Cache-Control": "no-store"}


def _said(answer: Answer) -> str:
    return str(
        {
            Answer.MUST: _("Noted: you want to meet this party very much."),
            Answer.YES: _("Noted: you would like to meet this party."),
            Answer.LATER: _("Put off for 90 days. You can take this back under your answers."),
            Answer.NO: _("You and this party are not shown to each other as matches any more. It is not told why."),
            Answer.OPEN: _("Your answer was taken back."),
        }[answer]
    )


def _cards(found: Sequence[Match], view: View) -> list[cards.Card]:
    rows = live_rows([each.profile_id for each in found])
    return [cards.card(each, rows[each.profile_id], view) for each in found if each.profile_id in rows]
