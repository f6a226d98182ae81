"""One-time keys: a creating POST that is sent twice creates once."""

from datetime import datetime

from flask import g, has_request_context, request
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.actor import current_actor
from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Id, db
from marketplace.foundation.ids import new_id
from marketplace.foundation.upsert import insert_new


class OneTimeKey(Base):
    """A key that has been used, by whom, and what it made."""

    __tablename__ = "one_time_key"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(80), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(26), primary_key=True)
    result_id: Mapped[Id]
    used_at: Mapped[datetime] = mapped_column(default=now)


class Repeated(Exception):
    """The same form was sent before; here is what it made."""

    def __init__(self, result_id: str) -> None:
        super().__init__(result_id)
        self.result_id = result_id


def new_key() -> str:
    """A key for a fresh form."""
    return new_id()


def claim(key: str, purpose: str, result_id: str, person_id: str | None = None) -> None:
    """Use a key up for what is being made; raises Repeated with the earlier result.

    Call it first inside the creating transaction. The primary key decides between two at once.
    """
    if has_request_context():
        # From here on the database itself refuses to save this request twice; not where the key was made for this try.
        g.claimed = g.get("claimed") or key in request.form.getlist("once")
    person = person_id or current_actor().person_id or "-"
    earlier = db.session.get(OneTimeKey, (key, purpose, person))
    if earlier is not None:
        raise Repeated(earlier.result_id)
    values = {"key": key, "purpose": purpose, "person_id": person, "result_id": result_id, "used_at": now()}
    if not insert_new(db.session(), OneTimeKey, values):
        raise Repeated(db.session.get_one(OneTimeKey, (key, purpose, person)).result_id)
