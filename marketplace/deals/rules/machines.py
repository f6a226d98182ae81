"""Both state machines as the ledger's table of moves wants them."""

from __future__ import annotations

from collections.abc import Mapping

from marketplace.deals.rules import engagement, stages

MACHINES: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    engagement.MACHINE: tuple((state.value, move.value, to.value) for state, move, to, _ in engagement.STEPS),
    stages.MACHINE: tuple((stage.value, move.value, to.value) for stage, move, to, _ in stages.STEPS),
}
