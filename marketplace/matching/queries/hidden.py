"""Who is left out of one reader's list for reasons between the two: vetoes, put off, and pairs that rest."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from marketplace.foundation.actor import Actor
from marketplace.foundation.ids import made_at
from marketplace.matching.queries.outcomes import pair_states, resting
from marketplace.matching.queries.preferences import Said, answers_of, put_off, vetoes_around
from marketplace.matching.rules.answers import is_wish
from marketplace.matching.rules.outcomes import Outcome, PairState
from marketplace.matching.rules.seats import Seat


def hidden_from(actor: Actor, own_mandate_id: str | None, others: Sequence[Seat]) -> frozenset[str]:
    """The organisations that a list of the one acted for does not show now, asked of the database."""
    own_id = str(actor.organisation_id)
    answers = answers_of(own_id)
    rest = resting_now(pair_states(actor), answers, own_mandate_id, others)
    return vetoes_around(own_id) | put_off(answers) | rest


def resting_now(
    states: Mapping[str, PairState], answers: Iterable[Said], own_mandate_id: str | None, others: Sequence[Seat]
) -> frozenset[str]:
    """Whose introduction ended not long ago, and the other companies of their groups.

    What is newer than the end brings a pair back: a mandate of either side that others may know of, or the own wish.
    All of it is the reader's own knowledge, so the other side's list may say otherwise.
    """
    over = {other: state for other, state in states.items() if not state.is_open}
    if not over:
        return frozenset()
    related = _with_groups(over, states, others)
    concerned = [seat for seat in others if seat.organisation in related]
    reasons = _newest(answers, own_mandate_id, concerned)
    each = [{other: state} for other, ended in related.items() for state in ended]
    return frozenset().union(*(resting(state, reasons) for state in each))


def _with_groups(
    over: Mapping[str, PairState], states: Mapping[str, PairState], others: Sequence[Seat]
) -> dict[str, list[PairState]]:
    """What ended with each party, or with another company of its group where the two have no story of their own.

    Groups are not published. So one rests only with whom one was introduced, which takes both: who asks and withdraws
    would else read from its list who belongs together.
    """
    found = {other: [state] for other, state in over.items()}
    ended_in: dict[str, list[PairState]] = defaultdict(list)
    met = {other: state for other, state in over.items() if state.reached is not Outcome.ASKED}
    for seat in others:
        if seat.group and seat.organisation in met and met[seat.organisation] not in ended_in[seat.group]:
            ended_in[seat.group].append(met[seat.organisation])
    for seat in others:
        if seat.group and seat.group in ended_in and seat.organisation not in states:
            found[seat.organisation] = ended_in[seat.group]
    return found


def _newest(answers: Iterable[Said], own_mandate_id: str | None, others: Sequence[Seat]) -> dict[str, datetime]:
    """By organisation, when there was last a new reason to suggest it."""
    own = made_at(own_mandate_id) if own_mandate_id else None
    found: dict[str, datetime] = {}

    def note(organisation: str, moment: datetime | None) -> None:
        if moment is not None:
            found[organisation] = max(moment, found.get(organisation, moment))

    for seat in others:
        note(seat.organisation, own)
        note(seat.organisation, made_at(seat.mandate) if seat.mandate else None)
    for said in answers:
        if is_wish(said.answer):
            note(said.about_organisation_id, said.answered_at)
    return found
