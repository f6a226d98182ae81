"""Whether the board is behind is the same for whoever asks, also for those who see no row of any circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.foundation import long_work
from marketplace.foundation.actor import ANONYMOUS, SYSTEM, Actor, Power, acting_as
from marketplace.matching.commands.board import told
from marketplace.matching.services.board import catch_up
from tests.factories.organisations import a_ministry_unit, a_staff_actor
from tests.row_security.world import a_world

if TYPE_CHECKING:
    from flask_sqlalchemy import SQLAlchemy


def _is_behind(actor: Actor) -> list[bool]:
    with acting_as(actor):
        return [stand.is_behind for _label, stand in long_work.stands()]


def test_operators_see_a_board_that_is_up_to_date_as_such(database: SQLAlchemy) -> None:
    world = a_world()
    operator = a_staff_actor(a_ministry_unit(), (Power.OPERATE,))
    database.session.commit()
    with acting_as(SYSTEM):
        assert catch_up(60).is_done
    for actor in (SYSTEM, operator, world.pair.owner, ANONYMOUS):
        assert _is_behind(actor) == [False]
    with acting_as(ANONYMOUS):
        assert "up to date" in told()
