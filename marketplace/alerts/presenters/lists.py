"""Match lists in words: the score for the reader's mandate or profile, and its strongest reason."""

from __future__ import annotations

from collections.abc import Mapping

from marketplace.alerts.presenters.tellers import Followed, Link, Reason, Teller, tell_with
from marketplace.alerts.queries.lists import lists_of
from marketplace.alerts.rules.frequency import Kind
from marketplace.foundation.actor import Actor
from marketplace.foundation.i18n import _, language, number
from marketplace.mandates.content import Mandate, Privacy
from marketplace.matching.presenters.cards import title
from marketplace.matching.presenters.sentences import FOR_OFFERS, FOR_SEEKERS
from marketplace.matching.queries.matches import Match, View, listing

LOOKED_THROUGH = 30  # a little deeper than the places that count as "on the list": scores move while a mail waits


def _teller(kind: Kind) -> Teller:
    def own(actor: Actor) -> Mapping[str, Followed]:
        return {key: _followed(view) for (held, key), view in lists_of(actor).items() if held is kind}

    def tell(actor: Actor, key: str, things: Mapping[str, str], in_mail: bool) -> list[Reason]:
        view = lists_of(actor).get((kind, key))
        if view is None:
            return []
        shown = listing(actor, view, "", 1, LOOKED_THROUGH).page.items
        return [_reason(each, view, in_mail=in_mail) for each in shown if each.profile_id in things]

    return Teller(own, tell)


def _followed(view: View) -> Followed:
    link = Link("matching.index", {"view": view.key})
    return Followed(title(view), str(_("New among the first in this list")), link, _called(view))


def _called(view: View) -> str:
    """What a mail may call the list: a mandate that its owner keeps to itself is not named."""
    if view.mandate is not None and _is_confidential(view.mandate):
        return str(_("One of your mandates"))
    return title(view)


def _is_confidential(mandate: Mandate) -> bool:
    return not mandate.is_open or mandate.privacy_of("title") is Privacy.PRIVATE


def _reason(found: Match, view: View, *, in_mail: bool) -> Reason:
    score = str(number(round(found.score)))
    return Reason(
        found.organisation_id,
        ". ".join(part for part in (_scored(score, view, in_mail=in_mail), _strongest(found, view)) if part),
        strength=found.score,
    )


def _scored(score: str, view: View, *, in_mail: bool) -> str:
    if view.mandate is None:
        return str(_("%(score)s/100 in your list “%(name)s”", score=score, name=title(view)))
    if in_mail and _is_confidential(view.mandate):
        return str(_("%(score)s/100 for one of your mandates", score=score))
    name = view.mandate.title.best(language())
    return str(_("%(score)s/100 for your mandate “%(name)s”", score=score, name=name or title(view)))


def _strongest(found: Match, view: View) -> str:
    """The strongest reason that has a sentence of its own: what the own answers teach stays on the page."""
    sentences = FOR_SEEKERS if view.reader_is_seeker else FOR_OFFERS
    told = (sentences[reason.topic][0] for reason in found.explanation.reasons_for if reason.topic in sentences)
    return str(next(told, ""))


for _kind in (Kind.MANDATE, Kind.LIST):
    tell_with(_kind, _teller(_kind))
