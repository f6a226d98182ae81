"""Every state machine's moves as rows, so that the database refuses a move that the rules do not know."""

from collections.abc import Iterable, Mapping

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from marketplace.foundation.database import Base
from marketplace.foundation.upsert import insert_new

Move = tuple[str, str, str]
Machines = Mapping[str, Iterable[Move]]


class MoveRule(Base):
    """One allowed move. A ledger of moves references it with all four columns."""

    __tablename__ = "move_rule"

    machine: Mapped[str] = mapped_column(String(40), primary_key=True)
    from_state: Mapped[str] = mapped_column(String(40), primary_key=True)
    move: Mapped[str] = mapped_column(String(40), primary_key=True)
    to_state: Mapped[str] = mapped_column(String(40), primary_key=True)


def rows_of(machines: Machines) -> set[tuple[str, str, str, str]]:
    """The rows that the table should hold."""
    return {(machine, *move) for machine, moves in machines.items() for move in moves}


def load_moves(session: Session, machines: Machines) -> None:
    """Bring the table to the rules: adds what is new, removes what nobody used and no rule knows."""
    wanted = rows_of(machines)
    present = {(r.machine, r.from_state, r.move, r.to_state) for r in session.scalars(select(MoveRule))}
    names = ("machine", "from_state", "move", "to_state")
    for row in sorted(wanted - present):
        insert_new(session, MoveRule, dict(zip(names, row, strict=True)))
    for row in sorted(present - wanted):
        session.execute(delete(MoveRule).where(*(getattr(MoveRule, n) == v for n, v in zip(names, row, strict=True))))
