"""Match lists in words: the score for the reader's mandate or profile, and its strongest reason.

The score is the one of the moment when the digest was written, for which its signal values are kept; where none was
kept none is told. Whether the list still shows the party, and why, is asked whenever it is read.
"""

from __future__ import annotations

from collections.abc import Mapping

from marketplace.alerts.presenters.tellers import Followed, Link, Reason, Teller, tell_with
from marketplace.alerts.queries.lists import among_first, lists_of
from marketplace.alerts.rules.digest import Part
from marketplace.alerts.rules.frequency import Kind
from marketplace.foundation.actor import Actor
from marketplace.foundation.i18n import _, language, number
from marketplace.mandates.content import Mandate, Privacy
from marketplace.matching.presenters.cards import title
from marketplace.matching.presenters.sentences import FOR_OFFERS, FOR_SEEKERS
from marketplace.matching.queries.matches import Match, View


def _teller(kind: Kind) -> Teller:
    def own(actor: Actor) -> Mapping[str, Followed]:
        return {key: _followed(view) for (held, key), view in lists_of(actor).items() if held is kind}

    def tell(actor: Actor, key: str, told: Part, in_mail: bool) -> list[Reason]:
        view = lists_of(actor).get((kind, key))
        if view is None:
            return []
        name = _name(view, in_mail=in_mail)
        shown = among_first(actor, view, dict(told.things))
        return [_reason(each, view, name, told.points.get(each.profile_id)) for each in shown]

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


def _reason(found: Match, view: View, name: str | None, points: int | None) -> Reason:
    said = _for_mandate(name, points) if view.mandate is not None else _in_list(title(view), points)
    parts = (said, _strongest(found, view))
    return Reason(found.organisation_id, ". ".join(part for part in parts if part), strength=float(points or 0))


def _name(view: View, *, in_mail: bool) -> str | None:
    """What the mandate behind a list is called; None: it is not to be named."""
    if view.mandate is None or (in_mail and _is_confidential(view.mandate)):
        return None
    return view.mandate.title.best(language()) or title(view)


def _in_list(name: str, points: int | None) -> str:
    if points is None:
        return str(_("New in your list “%(name)s”", name=name))
    return str(_("%(score)s/100 in your list “%(name)s”", score=number(points), name=name))


def _for_mandate(name: str | None, points: int | None) -> str:
    if points is None:
        return str(_("New for your mandate “%(name)s”", name=name) if name else _("New for one of your mandates"))
    score = number(points)
    if name is None:
        return str(_("%(score)s/100 for one of your mandates", score=score))
    return str(_("%(score)s/100 for your mandate “%(name)s”", score=score, name=name))


def _strongest(found: Match, view: View) -> str:
    """The strongest reason that has a sentence of its own: what the own answers teach stays on the page."""
    sentences = FOR_SEEKERS if view.reader_is_seeker else FOR_OFFERS
    told = (sentences[reason.topic][0] for reason in found.explanation.reasons_for if reason.topic in sentences)
    return str(next(told, ""))


for _kind in (Kind.MANDATE, Kind.LIST):
    tell_with(_kind, _teller(_kind))
