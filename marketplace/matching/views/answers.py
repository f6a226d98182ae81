"""What one's own organisation says about others: saying it, undoing it, and all that was said."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import current_actor
from marketplace.foundation.i18n import _
from marketplace.foundation.limits import hit
from marketplace.foundation.pages import page_number
from marketplace.matching import queries, services
from marketplace.matching.presenters import answers as presenters
from marketplace.matching.queries.words import read_text
from marketplace.matching.rules.answers import MONTHS, Answer
from marketplace.matching.views.base import blueprint
from marketplace.organisations.queries import organisations_by_id

OWN_PAGE = "answers"
ONE_PAIR = "pair"
STAYS = (Answer.MUST, Answer.YES, Answer.OPEN)  # after these the party is still on the list


@blueprint.get("/answers")
@access(read=Who.MEMBER)
def answers() -> ResponseReturnValue:
    """What the own organisation has said about others, to be taken back, and which pairs rest."""
    actor = current_actor()
    said, states = queries.own_answers(actor), queries.pair_states(actor)
    names = organisations_by_id({*(row.about_organisation_id for row in said), *states})
    only = next((kind.value for kind in Answer if kind.value == request.args.get("only")), None)
    return render_template(
        "matching/answers.html",
        lines=presenters.lines(said, names, only),
        choices=presenters.choices(said, only),
        resting=presenters.resting(states, said, names),
        can_answer=actor.can_edit,
    )


@blueprint.post("/answers/<organisation_id>/<any(must, yes, later, no, open):answer>")
@access(write=Who.MEMBER)
def say(organisation_id: str, answer: str) -> ResponseReturnValue:
    """Say what the own organisation thinks of meeting another, and go back to where it was said."""
    actor = current_actor()
    hit("answer.organisation", str(actor.organisation_id))
    services.set_preference(actor, organisation_id, answer, _months())
    if request.form.get("page") == OWN_PAGE:
        flash(_("Your answer was taken back.") if answer == Answer.OPEN else _("Your answer was noted."), "positive")
        return redirect(url_for(".answers"))
    here: dict[str, Any] = {"view": request.form.get("view") or None, "q": read_text(request.form.get("q")) or None}
    if request.form.get("page") == ONE_PAIR and answer in STAYS:
        return redirect(url_for(".show", profile_id=organisation_id, answered=organisation_id, **here))
    number = page_number(request.form.get("number"))
    anchor = f"party-{organisation_id}" if answer in STAYS else None
    page = number if number > 1 else None
    return redirect(url_for(".index", **here, page=page, answered=organisation_id, _anchor=anchor))


def _months() -> int | None:
    """The months that were chosen; another number than those offered counts as not said."""
    typed = request.form.get("months", "")
    return int(typed) if typed in {str(months) for months in MONTHS} else None
