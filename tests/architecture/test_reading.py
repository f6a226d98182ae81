"""A GET changes nothing, whoever asks; and every page without parameters answers each kind of visitor."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.foundation.database import Base
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.organisations import a_member, a_ministry_unit, a_staff_actor, an_enterprise, an_investor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

    from tests.clients import PageClient

MAY_GROW = {"fact", "fact_outbox"}  # a reading that is logged
UNREAD = {"move_rule"}


def _stranger(_client: PageClient) -> None:
    """Nobody signs in."""


def _enterprise(client: PageClient) -> None:
    organisation = an_enterprise()
    sign_in_as(client, a_member(organisation), organisation.id)


def _investor(client: PageClient) -> None:
    organisation = an_investor()
    sign_in_as(client, a_member(organisation), organisation.id)


def _newcomer(client: PageClient) -> None:
    sign_in_as(client, a_person())


def _officer(client: PageClient) -> None:
    person = a_person()
    unit = a_ministry_unit()
    a_staff_actor(unit, person=person)
    sign_in_as(client, person, unit.organisation_id)


VISITORS = {
    "stranger": _stranger,
    "newcomer": _newcomer,
    "enterprise": _enterprise,
    "investor": _investor,
    "officer": _officer,
}


def _addresses(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments - {"lang"}:
            yield from {rule.rule.replace("<lang:lang>", language) for language in ("vi", "en")}


def _contents(database: SQLAlchemy) -> dict[str, str]:
    """A checksum of every table's rows."""
    found = {}
    with database.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name not in MAY_GROW | UNREAD and not table.name.startswith("reference_"):
                rows = connection.execute(select(table)).all()
                found[table.name] = hashlib.sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()
    return found


def _changed_by(database: SQLAlchemy, client: PageClient, addresses: Iterable[str]) -> set[str]:
    """The tables that differ after these pages were read."""
    before = _contents(database)
    for address in addresses:
        assert client.get(address).status_code < 500, address
    after = _contents(database)
    return {name for name in before if before[name] != after[name]}


@pytest.mark.parametrize("visitor", VISITORS)
def test_reading_changes_nothing(app: Flask, database: SQLAlchemy, client: PageClient, visitor: str) -> None:
    VISITORS[visitor](client)
    addresses = sorted(_addresses(app))
    if _changed_by(database, client, addresses):
        assert {address: tables for address in addresses if (tables := _changed_by(database, client, [address]))} == {}
        pytest.fail("reading changed something, once")
