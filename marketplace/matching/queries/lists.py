"""The lists that a reader may open: one for each question that makes sense for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from marketplace.foundation.actor import Actor, NotFound
from marketplace.mandates.content import Mandate
from marketplace.mandates.queries import live_contents_of
from marketplace.matching.queries.books import ENTERPRISE, may_seek, own_party
from marketplace.matching.queries.seats import OFFERS, SEEKS, Knowledge, Party, offer_seat, seeker_seat
from marketplace.matching.rules.seats import Role, Seat


class Question(StrEnum):
    """What a list answers."""

    FITS_MANDATE = "fits_mandate"
    COULD_INVEST = "could_invest"
    COULD_BUY_US = "could_buy_us"
    COULD_BE_BOUGHT = "could_be_bought"


@dataclass(frozen=True, slots=True)
class View:
    """One list that a reader may open: the question, the role, and the own mandate behind it, if any."""

    question: Question
    role: Role
    reader_is_seeker: bool
    mandate_id: str | None
    mandate: Mandate | None

    @property
    def key(self) -> str:
        """The list's name in addresses."""
        return f"{self.question}-{self.mandate_id}" if self.mandate_id else str(self.question)


def views_of(actor: Actor) -> list[View]:
    """The lists that make sense: one for each live mandate, and what a live profile alone allows."""
    own_id = str(actor.organisation_id)
    party = own_party(own_id)
    if party is None:
        return []
    held = live_contents_of([own_id])
    return views_for(party, [(mandate_id, mandate) for mandate_id, (_, mandate) in sorted(held.items())])


def views_for(party: Party, mandates: Iterable[tuple[str, Mandate]]) -> list[View]:
    """The same from what was read already: the party, and its own live mandates by id."""
    views = [_view(mandate_id, mandate) for mandate_id, mandate in mandates]
    asked = {(view.role, view.reader_is_seeker) for view in views}
    return views + [view for view in _without_mandate(party) if (view.role, view.reader_is_seeker) not in asked]


def _view(mandate_id: str, mandate: Mandate) -> View:
    role = SEEKS.get(mandate.kind)
    if role is not None:
        return View(Question.FITS_MANDATE, role, True, mandate_id, mandate)
    role = OFFERS[mandate.kind]
    question = Question.COULD_INVEST if role is Role.INVEST else Question.COULD_BUY_US
    return View(question, role, False, mandate_id, mandate)


def _without_mandate(party: Party) -> list[View]:
    found = []
    if party.profile.kind == ENTERPRISE:
        found.append(View(Question.COULD_INVEST, Role.INVEST, False, None, None))
        found.append(View(Question.COULD_BUY_US, Role.ACQUIRE, False, None, None))
        found.append(View(Question.COULD_BE_BOUGHT, Role.ACQUIRE, True, None, None))
    if may_seek(Role.INVEST, party.profile):
        found.append(View(Question.FITS_MANDATE, Role.INVEST, True, None, None))
    return found


def view_of(actor: Actor, key: str | None) -> View:
    """The list with this name, the first one where none is named; NotFound for a name that is not the reader's."""
    views = views_of(actor)
    chosen = [view for view in views if key in (None, "", view.key)]
    if not chosen:
        raise NotFound
    return chosen[0]


def own_seat(party: Party, view: View, knowledge: Knowledge) -> Seat:
    """The reader's own seat, complete: private criteria act on their owner's pages."""
    if view.reader_is_seeker:
        return seeker_seat(view.role, party, view.mandate_id, view.mandate, knowledge)
    return offer_seat(party, view.mandate_id, view.mandate, knowledge)
