"""What officers decide about provinces and markets, each in its time."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sqlalchemy import func, select

from marketplace.foundation.actor import Actor, NotFound, Refused, allow
from marketplace.foundation.clock import today
from marketplace.foundation.database import db, locked, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.once import claim
from marketplace.foundation.text import Localised
from marketplace.foundation.versions import Conflict
from marketplace.reference import facts, policies, queries
from marketplace.reference.content import NewProvince
from marketplace.reference.models import ReferenceMarket, ReferenceProvince
from marketplace.reference.services.load import ensure_loaded
from marketplace.reference.services.terms import new_release

PROVINCE_CODE = re.compile(r"[0-9]{2}")
FIRST_YEAR, YEARS_AHEAD = 2020, 5


def add_province(actor: Actor, new: NewProvince, once: str) -> None:
    """A province comes into being. Refused: reference.not_a_province_code, reference.code_taken."""
    with transaction() as session:
        allow(policies.can_load(actor))
        claim(once, "reference.add_province", new_id())
        ensure_loaded()
        if not PROVINCE_CODE.fullmatch(new.code):
            raise Refused("reference.not_a_province_code")
        of_code = select(ReferenceProvince).where(ReferenceProvince.code == new.code)
        if any(row.valid_until is None or row.valid_until >= new.valid_from for row in session.scalars(of_code)):
            raise Refused("reference.code_taken")
        session.add(
            ReferenceProvince(code=new.code, name=new.name, kind=new.kind, valid_from=new.valid_from, decided_here=True)
        )
        new_release()
        record(facts.ProvinceChanged(new.code, new.valid_from, None, None))
    queries.forget_version()


def rename_province(actor: Actor, key: tuple[str, date], name: Localised, version: int | None) -> None:
    """Change the names of a province in both languages. Raises Conflict."""
    with transaction():
        allow(policies.can_load(actor))
        row = _locked_province(key, version)
        if row.name != name:
            row.name = name
            _note(row)
    queries.forget_version()


def end_province(actor: Actor, key: tuple[str, date], until: date, successor: str, version: int | None) -> None:
    """A province's last day, and which province follows it there.

    Raises Conflict. Refused: reference.ended, reference.ends_before_it_begins, reference.no_such_successor.
    """
    with transaction():
        allow(policies.can_load(actor))
        row = _locked_province(key, version)
        if row.valid_until is not None:
            raise Refused("reference.ended")
        if until < row.valid_from:
            raise Refused("reference.ends_before_it_begins")
        if not _exists_on(successor, until + timedelta(days=1), besides=key):
            raise Refused("reference.no_such_successor")
        row.valid_until, row.successor = until, successor
        _note(row)
    queries.forget_version()


def _exists_on(code: str, day: date, besides: tuple[str, date]) -> bool:
    """Whether a province has this code on a day; one that begins on the day will do, the ended one will not."""
    rows = db.session.scalars(select(ReferenceProvince).where(ReferenceProvince.code == code))
    others = [row for row in rows if (row.code, row.valid_from) != besides]
    return any(row.valid_from <= day and (row.valid_until is None or day <= row.valid_until) for row in others)


def _locked_province(key: tuple[str, date], version: int | None) -> ReferenceProvince:
    ensure_loaded()
    code, valid_from = key
    wanted = select(ReferenceProvince).where(ReferenceProvince.code == code, ReferenceProvince.valid_from == valid_from)
    row = db.session.scalars(locked(wanted)).one_or_none()
    if row is None:
        raise NotFound
    if version is not None and version != row.changes:
        raise Conflict(row.changes)
    return row


def _note(row: ReferenceProvince) -> None:
    row.decided_here, row.changes = True, row.changes + 1
    new_release()
    record(facts.ProvinceChanged(row.code, row.valid_from, row.valid_until, row.successor))


def class_market(actor: Actor, year: int, country: str, market_class: str) -> None:
    """Decide a market's class in a year; empty: it has none. The first one of a year brings the year before along.

    Refused: reference.no_such_year, reference.no_such_class.
    """
    with transaction() as session:
        allow(policies.can_load(actor))
        ensure_loaded()
        if not FIRST_YEAR <= year <= today().year + YEARS_AHEAD:
            raise Refused("reference.no_such_year")
        if market_class and queries.term("market_class", market_class) is None:
            raise Refused("reference.no_such_class")
        _open_year(year)
        row = session.get(ReferenceMarket, (year, country)) or ReferenceMarket(year=year, country=country)
        row.market_class, row.decided_here = market_class, True
        session.add(row)
        new_release()
        record(facts.MarketClassed(year, country, market_class))
    queries.forget_version()


def _open_year(year: int) -> None:
    """Without this, one market classed for a new year would leave all the others without a class in it."""
    if db.session.scalar(select(func.count()).where(ReferenceMarket.year == year)):
        return
    last = db.session.scalar(select(func.max(ReferenceMarket.year)).where(ReferenceMarket.year < year))
    for row in db.session.scalars(select(ReferenceMarket).where(ReferenceMarket.year == last)).all():
        copied = ReferenceMarket(year=year, country=row.country, market_class=row.market_class, decided_here=True)
        db.session.add(copied)
    db.session.flush()
