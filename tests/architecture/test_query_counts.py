"""A page's query count does not grow with its rows."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, select

from marketplace.accounts.models import Person
from marketplace.deals.services import introductions, recording
from marketplace.discovery.rules import Kept
from marketplace.discovery.services import save_search
from marketplace.foundation import relay
from marketplace.foundation.actor import acting_as
from marketplace.foundation.ids import new_id
from tests.factories import deals
from tests.factories.accounts import sign_in_as
from tests.factories.exchange import a_dead_job, a_trial, an_import
from tests.factories.mandates import a_published_mandate
from tests.factories.organisations import a_ministry_unit, a_staff_actor
from tests.factories.products import a_published_product
from tests.factories.profiles import a_published_enterprise, a_published_investor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

    from marketplace.foundation.actor import Actor
    from marketplace.organisations.models import Organisation
    from tests.clients import PageClient

    Party = tuple[Organisation, Actor]

MANY = 5


def _products(ours: Party) -> None:
    a_published_product(*ours)


def _mandates(ours: Party) -> None:
    a_published_mandate(*ours)


def _investors(_ours: Party) -> None:
    theirs = a_published_investor()
    a_published_mandate(*theirs)


def _enterprises(_ours: Party) -> None:
    a_published_enterprise()


def _published(_ours: Party) -> None:
    """One of everything that everybody may see."""
    theirs = a_published_enterprise()
    a_published_product(*theirs)
    a_published_investor()


def _introductions(ours: Party) -> None:
    _introduced(ours)


def _introduced(ours: Party) -> str:
    organisation, actor = ours
    theirs, partner = a_published_investor(control_country="SG")
    mandate = a_published_mandate(organisation, actor)
    with acting_as(actor):
        engagement = introductions.ask_introduction(actor, mandate, theirs.id, new_id())
    with acting_as(partner):
        introductions.answer_introduction(partner, engagement)
    return engagement


def _deals(ours: Party) -> None:
    with acting_as(ours[1]):
        recording.record_deal(ours[1], _introduced(ours), deals.TERMS, new_id())


def _submitted(_ours: Party) -> None:
    deals.a_submitted_deal(deals.a_pair())


def _searches(ours: Party) -> None:
    with acting_as(ours[1]):
        save_search(ours[1], Kept("company", {"q": new_id()}), "Demo", new_id())


def _imports(_ours: Party) -> None:
    a_trial()
    an_import()


def _dead_jobs(_ours: Party) -> None:
    a_dead_job()


PAGES: dict[str, Callable[[Party], None]] = {
    "/staff/imports": _imports,
    "/staff/jobs": _dead_jobs,
    "/vi/search?q=demo": _enterprises,
    "/vi/suggest?q=demo": _enterprises,
    "/vi/": _published,
    "/vi/browse": _published,
    "/vi/browse/technology": _published,
    "/vi/browse/province": _published,
    "/vi/browse/sector/finance": _published,
    "/vi/feeds/products.xml": _published,
    "/sitemap.xml": _published,
    "/vi/companies": _enterprises,
    "/vi/products": _products,
    "/vi/investors": _investors,
    "/workspace/searches": _searches,
    "/workspace/alerts": _searches,
    "/workspace": _introductions,
    "/workspace/products": _products,
    "/workspace/mandates/": _mandates,
    "/workspace/matches": _investors,
    "/workspace/introductions": _introductions,
    "/workspace/conversations": _introductions,
    "/workspace/deals": _deals,
    "/workspace/notifications": _introductions,
    "/staff/matching/exposure": _published,
    "/staff/matching/groups": _published,
    "/staff/verification": _submitted,
    "/staff/tiers/signed": _submitted,
    "/staff/tiers/introduced": _introductions,
    "/vi/kpi": _submitted,
}


@contextmanager
def _statements(database: SQLAlchemy) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield said
    event.remove(database.engine, "before_cursor_execute", note)


def _reader(database: SQLAlchemy, client: PageClient, address: str, ours: Party) -> None:
    actor = a_staff_actor(a_ministry_unit()) if address.startswith("/staff") else ours[1]
    person = database.session.scalars(select(Person).where(Person.id == actor.person_id)).one()
    sign_in_as(client, person, actor.organisation_id)


@pytest.mark.slow
@pytest.mark.parametrize("address", PAGES)
def test_more_rows_need_no_more_queries(app: Flask, database: SQLAlchemy, client: PageClient, address: str) -> None:
    ours = a_published_enterprise("Demo Owner", control_country="VN")
    _reader(database, client, address, ours)

    def cost() -> int:
        relay.drain(app)
        assert client.get(address).status_code == 200  # what is cached after a first reading is not counted
        with _statements(database) as said:
            assert client.get(address).status_code == 200
        return len(said)

    PAGES[address](ours)
    few = cost()
    for _ in range(MANY):
        PAGES[address](ours)
    assert cost() <= few
