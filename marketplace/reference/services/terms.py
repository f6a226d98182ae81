"""What officers decide about terms: codes are for ever, words may change, and an end names who follows."""

from __future__ import annotations

import re

from sqlalchemy import func, select

from marketplace.foundation.actor import Actor, NotFound, Refused, allow
from marketplace.foundation.clock import today
from marketplace.foundation.database import db, locked, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.once import claim
from marketplace.foundation.versions import Conflict
from marketplace.reference import facts, policies, queries
from marketplace.reference.content import TermText
from marketplace.reference.models import ReferenceRelease, ReferenceTerm
from marketplace.reference.queries import shipped
from marketplace.reference.services.load import END, LABEL, TERM, ensure_loaded

CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
# The program itself acts on these codes: their words may change, a code more or less would mean nothing to it.
CLOSED = frozenset(
    {"organisation_kind", "deal_type", "deal_direction", "market_class", "facet", "ownership", "language"}
)


def new_release() -> None:
    """Whoever has the version before in memory reads again."""
    db.session.add(ReferenceRelease(id=new_id(), version=shipped.version()))


def add_term(actor: Actor, taxonomy: str, code: str, text: TermText, once: str) -> None:
    """Add a term at the end of a taxonomy.

    Refused: reference.closed, reference.not_a_code, reference.code_taken, reference.no_such_parent.
    """
    with transaction() as session:
        allow(policies.can_load(actor))
        claim(once, "reference.add_term", new_id())
        ensure_loaded()
        _expect_open(taxonomy)
        if not CODE.fullmatch(code):
            raise Refused("reference.not_a_code")
        if session.get(ReferenceTerm, (taxonomy, code)) is not None:
            raise Refused("reference.code_taken")
        _expect_parent(taxonomy, code, text.parent)
        last = select(func.max(ReferenceTerm.position)).where(ReferenceTerm.taxonomy == taxonomy)
        session.add(
            ReferenceTerm(
                taxonomy=taxonomy,
                code=code,
                label=text.label,
                other_names=list(text.other_names),
                parent=text.parent,
                flags=[],
                attributes={},
                position=(session.scalar(last) or 0) + 1,
                valid_from=today(),
                version=shipped.version(),
                decided_here=[TERM],
            )
        )
        new_release()
        record(facts.TermAdded(taxonomy, code))
    queries.forget_version()


def change_term(actor: Actor, taxonomy: str, code: str, text: TermText, version: int | None) -> None:
    """Change the words of a term, its other names or its parent. Raises Conflict. Refused: reference.no_such_parent."""
    with transaction():
        allow(policies.can_load(actor))
        row = _locked(taxonomy, code, version)
        if text == TermText(row.label, tuple(row.other_names), row.parent):
            return
        _expect_parent(taxonomy, code, text.parent)
        if text.label != row.label:
            _decide(row, LABEL)
        row.label, row.other_names, row.parent = text.label, list(text.other_names), text.parent
        row.changes += 1
        new_release()
        record(facts.TermChanged(taxonomy, code))
    queries.forget_version()


def end_term(actor: Actor, taxonomy: str, code: str, successor: str | None, version: int | None) -> None:
    """Offer a term no more from today on; what bears it keeps it, and its label stays known.

    Raises Conflict. Refused: reference.closed, reference.ended, reference.no_such_successor.
    """
    with transaction():
        allow(policies.can_load(actor))
        _expect_open(taxonomy)
        row = _locked(taxonomy, code, version)
        if row.valid_until is not None:
            raise Refused("reference.ended")
        if successor is not None and (successor == code or not _is_offered(taxonomy, successor)):
            raise Refused("reference.no_such_successor")
        row.valid_until, row.successor = today(), successor
        _decide(row, END)
        row.changes += 1
        new_release()
        record(facts.TermEnded(taxonomy, code, successor))
    queries.forget_version()


def reopen_term(actor: Actor, taxonomy: str, code: str, version: int | None) -> None:
    """Offer a term again. Raises Conflict. Refused: reference.not_ended."""
    with transaction():
        allow(policies.can_load(actor))
        row = _locked(taxonomy, code, version)
        if row.valid_until is None:
            raise Refused("reference.not_ended")
        row.valid_until, row.successor = None, None
        _decide(row, END)
        row.changes += 1
        new_release()
        record(facts.TermReopened(taxonomy, code))
    queries.forget_version()


def _locked(taxonomy: str, code: str, version: int | None) -> ReferenceTerm:
    ensure_loaded()
    wanted = select(ReferenceTerm).where(ReferenceTerm.taxonomy == taxonomy, ReferenceTerm.code == code)
    row = db.session.scalars(locked(wanted)).one_or_none()
    if row is None:
        raise NotFound
    if version is not None and version != row.changes:
        raise Conflict(row.changes)
    return row


def _decide(row: ReferenceTerm, part: str) -> None:
    row.decided_here = sorted({*row.decided_here, part})


def _expect_open(taxonomy: str) -> None:
    if taxonomy not in shipped.taxonomies():
        raise NotFound
    if taxonomy in CLOSED:
        raise Refused("reference.closed")


def _is_offered(taxonomy: str, code: str) -> bool:
    row = db.session.get(ReferenceTerm, (taxonomy, code))
    return row is not None and row.valid_until is None


def _expect_parent(taxonomy: str, code: str, parent: str | None) -> None:
    """A parent is another term of the taxonomy, and nothing lies under itself."""
    above, seen = parent, {code}
    while above is not None:
        row = db.session.get(ReferenceTerm, (taxonomy, above))
        if row is None or above in seen:
            raise Refused("reference.no_such_parent")
        seen.add(above)
        above = row.parent
