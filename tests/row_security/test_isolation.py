"""Without any filter in the statement, each asking gets its own rows and writes only into its own audiences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from marketplace.foundation.actor import ANONYMOUS, SYSTEM, Actor, Power, acting_as
from marketplace.foundation.append_only import append_only_tables
from marketplace.foundation.database import Base, transaction
from marketplace.foundation.row_security import across_audiences
from marketplace.organisations.models import Audience, AudienceMember
from marketplace.organisations.services import add_to_audience, open_audience
from tests.factories.organisations import a_ministry_unit, a_staff_actor, an_actor
from tests.row_security.world import CONFIDENTIAL, MEMBERS, World, a_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask_sqlalchemy import SQLAlchemy

    from tests.databases import OnPostgres
    from tests.factories.deals import Pair

SETTINGS = ("vuon.organisation", "vuon.person", "vuon.duty")
REFUSED = "row-level security policy|permission denied"


@pytest.fixture
def world(database: SQLAlchemy) -> World:
    made = a_world()
    database.session.rollback()
    return made


def _seen(database: SQLAlchemy, actor: Actor) -> dict[str, set[str]]:
    """The audiences of what a connection gets as this actor, by table."""
    with acting_as(actor), database.engine.connect() as connection:
        return {
            table: set(connection.scalars(text(f"SELECT audience_id FROM {table}")))  # noqa: S608 - our own names
            for table in CONFIDENTIAL
        }


def _expected(superuser: psycopg.Connection, organisation_id: str) -> dict[str, set[str]]:
    """The same, worked out beside the policies."""
    inside = "SELECT audience_id FROM organisations_audience_member WHERE organisation_id = %s AND person_id IS NULL"
    return {
        table: {
            audience
            for (audience,) in superuser.execute(
                f"SELECT audience_id FROM {table} WHERE audience_id IN ({inside})",  # noqa: S608 - our own names
                [organisation_id],
            )
        }
        for table in CONFIDENTIAL
    }


def _everything(superuser: psycopg.Connection) -> dict[str, set[str]]:
    return {
        table: {audience for (audience,) in superuser.execute(f"SELECT audience_id FROM {table}")}  # noqa: S608
        for table in CONFIDENTIAL
    }


def test_every_confidential_table_has_rows_of_both_pairs(
    database: SQLAlchemy, world: World, superuser: psycopg.Connection
) -> None:
    """Else the tests below would compare nothing with nothing."""
    assert database.engine.dialect.name == "postgresql"
    for pair in (world.pair, world.other):
        empty = [table for table, seen in _expected(superuser, pair.enterprise.id).items() if not seen]
        assert empty == []


def test_a_member_gets_the_rows_of_its_own_audiences(
    database: SQLAlchemy, world: World, superuser: psycopg.Connection
) -> None:
    for actor in (*world.pair.both, *world.other.both):
        assert actor.organisation_id is not None
        assert _seen(database, actor) == _expected(superuser, actor.organisation_id)


def test_a_stranger_and_a_clerk_get_nothing(database: SQLAlchemy, world: World) -> None:
    clerk = a_staff_actor(a_ministry_unit(), (Power.REVIEW, Power.CURATE, Power.IMPORT, Power.REFERENCE, Power.OPERATE))
    person_without_organisation = Actor(person_id=world.pair.owner.person_id)
    stranger = Actor(person_id="0" * 26, organisation_id="0" * 26)
    for actor in (ANONYMOUS, clerk, person_without_organisation, stranger):
        assert {table for table, seen in _seen(database, actor).items() if seen} == set()


def test_duties_get_everything(database: SQLAlchemy, world: World, superuser: psycopg.Connection) -> None:
    for actor in (SYSTEM, world.officers.proposer, world.officers.confirmer):
        assert _seen(database, actor) == _everything(superuser)


def test_a_connection_that_says_nothing_gets_nothing(world: World, cleaner: OnPostgres) -> None:
    assert world.deals
    for said in (None, ""):
        with psycopg.connect(cleaner.url) as connection:
            for name in SETTINGS if said is not None else ():
                connection.execute("SELECT set_config(%s, %s, true)", [name, said])
            assert {connection.execute(f"SELECT count(*) FROM {each}").fetchone() for each in CONFIDENTIAL} == {(0,)}  # noqa: S608


def test_only_the_two_duties_open_anything(world: World, cleaner: OnPostgres) -> None:
    assert world.deals
    for duty in ("Staff", "staff ", "none", "true", "'", "system'--"):
        with psycopg.connect(cleaner.url) as connection:
            connection.execute("SELECT set_config('vuon.duty', %s, true)", [duty])
            assert connection.execute("SELECT count(*) FROM deals_deal").fetchone() == (0,)


def test_a_place_for_one_person_is_that_persons_alone(database: SQLAlchemy, world: World) -> None:
    colleague = an_actor(world.pair.enterprise)
    audience_id = open_audience("conversation", [])
    add_to_audience(audience_id, world.pair.enterprise.id, world.pair.owner.person_id)
    with transaction() as session:
        session.execute(
            text(
                "INSERT INTO messaging_conversation (id, about_kind, about_id, audience_id, last_sequence, active_at, "
                "created_at, version) VALUES (:id, 'x', :id, :audience, 0, now(), now(), 1)"
            ),
            {"id": "1" * 26, "audience": audience_id},
        )
    assert audience_id in _seen(database, world.pair.owner)["messaging_conversation"]
    assert audience_id not in _seen(database, colleague)["messaging_conversation"]


def test_no_row_is_written_into_a_foreign_audience(
    database: SQLAlchemy, world: World, superuser: psycopg.Connection
) -> None:
    for table, statement, values in _writes_into_foreign_audiences(world, superuser):
        with (
            acting_as(world.pair.owner),
            database.engine.connect() as connection,
            pytest.raises(ProgrammingError, match=REFUSED),
        ):
            connection.execute(text(statement), values)
            pytest.fail(f"{table}: {statement}")


def _writes_into_foreign_audiences(
    world: World, superuser: psycopg.Connection
) -> Iterator[tuple[str, str, dict[str, str]]]:
    for table in CONFIDENTIAL:
        columns = [column.name for column in Base.metadata.tables[table].columns]
        copied = ", ".join(":foreign" if name == "audience_id" else f'"{name}"' for name in columns)
        listed = ", ".join(f'"{name}"' for name in columns)
        own, foreign = _an_audience(superuser, table, world.pair), _an_audience(superuser, table, world.other)
        for statement in (
            f"UPDATE {table} SET audience_id = :foreign WHERE audience_id = :own",  # noqa: S608 - our own names
            f"INSERT INTO {table} ({listed}) SELECT {copied} FROM {table} WHERE audience_id = :own",  # noqa: S608
        ):
            yield table, statement, {"own": own, "foreign": foreign}


def test_a_foreign_row_is_neither_changed_nor_deleted(
    database: SQLAlchemy, world: World, superuser: psycopg.Connection
) -> None:
    changed = []
    for table in sorted(set(CONFIDENTIAL) - set(append_only_tables())):
        foreign = {"foreign": _an_audience(superuser, table, world.other)}
        with acting_as(world.pair.owner), database.engine.connect() as connection:
            update = f"UPDATE {table} SET audience_id = audience_id WHERE audience_id = :foreign"  # noqa: S608
            delete = f"DELETE FROM {table} WHERE audience_id = :foreign"  # noqa: S608 - our own names
            if connection.execute(text(update), foreign).rowcount or connection.execute(text(delete), foreign).rowcount:
                changed.append(table)
    assert changed == []


def _an_audience(superuser: psycopg.Connection, table: str, pair: Pair) -> str:
    """An audience with a row in this table, of which one pair's enterprise is inside."""
    return min(_expected(superuser, pair.enterprise.id)[table])


def test_nobody_lets_itself_into_an_audience(database: SQLAlchemy, world: World, superuser: psycopg.Connection) -> None:
    foreign = _an_audience(superuser, "deals_deal", world.other)
    place = AudienceMember(audience_id=foreign, organisation_id=world.pair.enterprise.id, who="all")
    with acting_as(world.pair.owner), Session(database.engine) as session:
        session.add(place)
        with pytest.raises(ProgrammingError, match="row-level security policy"):
            session.flush()


def test_of_an_audience_one_sees_ones_own_place_only(database: SQLAlchemy, world: World) -> None:
    with acting_as(world.pair.owner), database.engine.connect() as connection:
        found = connection.execute(text(f"SELECT DISTINCT organisation_id FROM {MEMBERS}")).scalars()  # noqa: S608
        assert set(found) == {world.pair.enterprise.id}


def test_what_crosses_audiences_says_so_and_only_for_as_long(database: SQLAlchemy, world: World) -> None:
    counting = text("SELECT count(*) FROM deals_deal")
    with acting_as(world.pair.owner), database.engine.connect() as connection:
        assert connection.scalar(counting) == 1
        with across_audiences("a test counts"):
            assert connection.scalar(counting) == 2
            with acting_as(ANONYMOUS):
                assert connection.scalar(counting) == 2
        assert connection.scalar(counting) == 1
        with acting_as(world.other.owner):
            assert connection.scalar(counting) == 1
        with acting_as(ANONYMOUS):
            assert connection.scalar(counting) == 0


def test_what_is_changed_across_audiences_is_written_there(database: SQLAlchemy, world: World) -> None:
    with acting_as(world.pair.owner):
        audience_id = open_audience("deal", [])
        with transaction() as session:
            with across_audiences("a test lets somebody in"):
                session.add(
                    AudienceMember(audience_id=audience_id, organisation_id=world.other.enterprise.id, who="all")
                )
            session.add(Audience(id="2" * 26, purpose="deal"))
    with acting_as(world.other.owner):
        seen = database.session.scalars(select(AudienceMember.audience_id)).all()
        assert audience_id in seen
        database.session.rollback()


def test_rolling_back_to_a_savepoint_does_not_bring_an_earlier_asking_back(database: SQLAlchemy, world: World) -> None:
    counting = text("SELECT count(*) FROM deals_deal")
    with database.engine.connect() as connection:
        with acting_as(SYSTEM):
            assert connection.scalar(counting) == 2
            savepoint = connection.begin_nested()
        with acting_as(ANONYMOUS):
            assert connection.scalar(counting) == 0
            savepoint.rollback()
            assert connection.scalar(counting) == 0
        with acting_as(world.pair.owner):
            savepoint = connection.begin_nested()
            with pytest.raises(ProgrammingError), acting_as(SYSTEM):
                connection.execute(text("SELECT nothing_of_the_kind"))
            savepoint.rollback()
            assert connection.scalar(counting) == 1
