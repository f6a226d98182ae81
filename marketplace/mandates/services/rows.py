"""Writes what went live into the tables that lists and matching read: many mandates, few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from marketplace.foundation.clock import now
from marketplace.foundation.database import table_of
from marketplace.foundation.insertion import insert_rows
from marketplace.foundation.text import folded_key, sort_key
from marketplace.mandates import queries, rules
from marketplace.mandates.content import Mandate
from marketplace.mandates.models import MandateCode, MandateRow
from marketplace.publishing.queries import chunks

KEY_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Shown:
    """One mandate's content that is live now, whose it is, and the revision that holds it."""

    mandate_id: str
    organisation_id: str
    revision_id: str
    mandate: Mandate
    is_new: bool = False  # nothing was ever written of it, so no row stands there


def write_rows(session: Session, shown: Sequence[Shown]) -> None:
    """Replace the rows of these mandates by what is live now."""
    known = queries.written_before([item.mandate_id for item in shown if not item.is_new])
    moment = now()
    session.flush()
    _forget_codes(session, sorted(known))
    insert_rows(session, MandateRow, [_row(item, moment) for item in shown if item.mandate_id not in known])
    changed = [_row(item, moment) for item in shown if item.mandate_id in known]
    if changed:
        session.execute(update(MandateRow), changed)
    insert_rows(session, MandateCode, [row for item in shown for row in _code_rows(item)])
    session.expire_all()


def hide_rows(session: Session, mandate_ids: Sequence[str]) -> None:
    """The mandates' rows stay, marked as not live, and without their codes."""
    session.flush()
    _forget_codes(session, mandate_ids)
    session.execute(update(MandateRow), [{"id": mandate_id, "live": False} for mandate_id in mandate_ids])
    session.expire_all()


def _forget_codes(session: Session, mandate_ids: Sequence[str]) -> None:
    table = table_of(MandateCode)
    for chunk in chunks(mandate_ids):
        session.execute(delete(table).where(table.c.mandate_id.in_(chunk)))


def _row(item: Shown, moment: datetime) -> dict[str, Any]:
    mandate, title = item.mandate, item.mandate.title.best("vi")
    ticket, amount = mandate.ticket, mandate.amount_sought
    money = ticket or amount
    return {
        "id": item.mandate_id,
        "organisation_id": item.organisation_id,
        "revision_id": item.revision_id,
        "live": True,
        "published_at": moment,
        "kind": mandate.kind,
        "visibility": mandate.privacy_of("kind"),
        "title": mandate.title,
        "folded_title": folded_key(title)[:KEY_LENGTH],
        "sort_key": sort_key(title)[:KEY_LENGTH],
        "ticket_minimum": ticket.minimum if ticket else None,
        "ticket_maximum": ticket.maximum if ticket else None,
        "amount_sought": amount.minor if amount else None,
        "currency": money.currency if money else None,
    }


def _code_rows(item: Shown) -> Iterable[dict[str, Any]]:
    said = {criterion: getattr(item.mandate, criterion) for criterion in rules.TAXONOMY_OF}
    privacy = {criterion: item.mandate.privacy_of(criterion) for criterion, codes in said.items() if codes}
    return (
        {"mandate_id": item.mandate_id, "criterion": criterion, "code": code, "privacy": privacy[criterion]}
        for criterion, codes in said.items()
        for code in dict.fromkeys(codes)
    )
