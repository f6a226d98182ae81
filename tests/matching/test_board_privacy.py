"""What one party keeps private changes its own board and nothing of anybody else's: no place, no score, nobody new."""

from __future__ import annotations

from dataclasses import replace

import pytest

from marketplace.foundation.clock import now
from marketplace.foundation.text import Localised
from marketplace.mandates.content import CRITERIA, Privacy, TicketRange
from marketplace.mandates.services import publish_mandate
from marketplace.matching.queries import ledger
from marketplace.matching.queries.board import entered
from tests.factories.mandates import a_published_mandate, an_investment
from tests.matching.boards import Place, Stored, a_world, as_system, settle, small, stored

pytestmark = pytest.mark.usefixtures("database", "small", "as_system")
__all__ = ["as_system", "small"]
OPEN = ("title", "kind")
ALL_BUT_THAT_IT_EXISTS = tuple((name, Privacy.PRIVATE) for name in CRITERIA if name not in OPEN)
EVERYTHING = tuple((name, Privacy.PRIVATE) for name in CRITERIA)
BEFORE = an_investment(sectors=(), technologies=("ai",), ticket=None)
AFTER = an_investment(
    sectors=(),
    technologies=("cloud",),
    excluded_technologies=("iot",),
    ticket=TicketRange(1_000_00, 9_000_00, "USD"),
    stages=("growth",),
    thesis=Localised(en="Demo thesis: quite other words"),
)


def _board_of(places: list[Place], found: Stored) -> Stored:
    owners = {place.id for place, _ in places}
    return {key: row for key, row in found.items() if key[0] in owners}


def _ids(found: Stored) -> dict[tuple[str, str], list[list[object]]]:
    return {key: [place[:2] for place in places] for key, (places, _) in found.items()}


def _scores(found: Stored) -> list[object]:
    return [place[2] for _, (places, _) in sorted(found.items()) for place in places]


@pytest.mark.parametrize("privacy", [ALL_BUT_THAT_IT_EXISTS, EVERYTHING])
def test_a_private_criterion_changes_the_own_board_alone(
    monkeypatch: pytest.MonkeyPatch, privacy: tuple[tuple[str, Privacy], ...]
) -> None:
    monkeypatch.setattr(ledger, "settled", lambda count: count)  # statistics as of the last decision, whatever it was
    *others, (fund, partner) = a_world(enterprises=5, investors=2)
    mandate_id = a_published_mandate(fund, partner, replace(BEFORE, privacy=privacy))
    settle()
    before, moment = stored(), now()
    publish_mandate(partner, mandate_id, replace(AFTER, privacy=privacy))
    settle()
    after = stored()
    assert _ids(_board_of(others, after)) == _ids(_board_of(others, before))
    assert _scores(_board_of(others, after)) == pytest.approx(_scores(_board_of(others, before)), abs=3)
    assert [entered(place.id, moment) for place, _ in others] == [[] for _ in others]
    own = [(fund, partner)]
    assert _ids(_board_of(own, after)) != _ids(_board_of(own, before))
