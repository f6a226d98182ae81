"""Every table and every state machine: imported by Alembic, the mapper and the loaders."""

from marketplace.foundation import append_only, jobs, journal, moves, once, relay
from marketplace.foundation.moves import Machines

__all__ = ["FOUNDATION", "MACHINES"]

FOUNDATION = (append_only, jobs, journal, moves, once, relay)

# One line for each state machine: its name in the ledger, and its moves (from, move, to).
MACHINES: Machines = {}
