"""PostgreSQL killed, restarted, cut off, locked and filled while people work: what was acknowledged is there, once."""

from __future__ import annotations

import random
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, TypeVar

import psycopg
import pytest
from sqlalchemy import update

from marketplace.foundation.access import Who, access
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.once import OneTimeKey
from tests.faults.lines import Proxy
from tests.faults.postgres import Postgres, Standby
from tests.faults.servers import rounds, until
from tests.faults.site import (
    NEW,
    Crowd,
    a_visitor,
    an_app,
    check_books,
    closing,
    hidden_fields,
    prepare,
    typed,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from flask import Flask
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from tests.clients import PageClient

    Tell = Callable[[str, object], None]

pytestmark = [pytest.mark.faults, pytest.mark.slow]
BUSY_PATIENCE = 5.0  # seconds within which a page says that the service is busy
TWO_LOCKS_PATIENCE = 8.0  # waits for a one-time key that somebody else holds, then for what that one waited for
HEALTH_PATIENCE = 4.0
RECOVERY = 10.0
Found = TypeVar("Found")
CROSSING = (("first", "second"), ("second", "first"))
MET = threading.Barrier(2)
TRIES: list[str] = []


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with Postgres() as started:
        yield started


@pytest.fixture(scope="module")
def app(server: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with closing(an_app(tmp_path_factory.mktemp("site"), server.url)) as made:
        made.add_url_rule("/cross/<one>/<other>", "cross", cross, methods=["POST"])
        prepare(made)
        yield made


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["fast", "immediate"])
def test_a_restart_under_load_loses_nothing_and_needs_nobody(
    app: Flask, server: Postgres, how: signal.Signals, record_property: Tell
) -> None:
    with Crowd(app) as crowd:
        time.sleep(1)
        for _ in range(rounds(2)):
            server.restart(how)
            time.sleep(1)
    check_books(server, crowd)
    tell(record_property, crowd, silence=crowd.longest_silence())
    assert crowd.longest_silence() < RECOVERY


def test_terminated_backends_are_not_noticed(app: Flask, server: Postgres, record_property: Tell) -> None:
    ended = 0
    with Crowd(app) as crowd:
        for _ in range(rounds(12)):
            done = crowd.asked
            until(partial(crowd.has_asked, done + 4))
            found = server.ask("SELECT pid FROM pg_stat_activity WHERE application_name = 'vuon' AND state <> 'idle'")
            if found:
                ended += bool(server.ask("SELECT pg_terminate_backend(%s)", random.choice(found)[0]))
    tell(record_property, crowd, ended=ended)
    check_books(server, crowd)
    assert ended > rounds(6)
    assert crowd.refused <= crowd.asked / 1000


def test_a_deadlock_is_resolved_without_anybody_seeing_it(app: Flask, record_property: Tell) -> None:
    TRIES.clear()
    with app.app_context(), transaction() as session:
        for key in ("first", "second"):
            session.add(OneTimeKey(key=key, purpose="demo", person_id="-", result_id=new_id()))
    for _ in range(rounds(3)):
        MET.reset()
        pages = together([partial(post, app, f"/cross/{one}/{other}") for one, other in CROSSING])
        assert [page.text for page in pages] == ["done", "done"]
    record_property("tries", len(TRIES))
    assert len(TRIES) >= rounds(3) * 3  # in each round one of the two was undone and done again


def test_a_standby_takes_over_and_what_was_acknowledged_is_there(tmp_path: Path, record_property: Tell) -> None:
    with Postgres() as server, Standby(primary=server) as standby:
        app = an_app(tmp_path / "data", server.url_of("vuon", server.port, standby.port))
        with closing(app):
            prepare(app)
            server.ask("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
            server.ask("SELECT pg_reload_conf()")
            until(lambda: server.ask("SELECT sync_state FROM pg_stat_replication") == [("sync",)])
            with Crowd(app) as crowd:
                until(lambda: len(crowd.saved) > 10)
                server.kill()
                died = time.monotonic()
                time.sleep(0.5)  # until somebody decides
                standby.ask("ALTER SYSTEM RESET synchronous_standby_names", database="postgres")
                standby.promote()
                until(lambda: crowd.newest > died)
                time.sleep(1)
            first = min(moment for moment in crowd.moments if moment > died)
            tell(record_property, crowd, back_after=first - died)
            check_books(standby, crowd)
            assert first - died < RECOVERY


def test_without_free_connections_a_page_says_so_soon(app: Flask, server: Postgres, record_property: Tell) -> None:
    client = a_visitor(app)
    with app.app_context(), ExitStack() as held:
        for _ in range(10):
            held.enter_context(db.engine.connect())
        pages = [page for _ in range(rounds(1)) for page in together([partial(timed, client)] * 16)]
        ready, seconds = timed_get(client, "/health/ready")
    record_property("slowest", max(seconds for _, seconds in pages))
    for page, took in pages:
        assert page.status_code == 503
        assert page.headers["Retry-After"]
        assert "Hệ thống đang bận" in page.text
        assert took < BUSY_PATIENCE
    assert ready.status_code == 200
    assert "database pool" in (ready.json or {})["degraded"]
    assert seconds < HEALTH_PATIENCE
    assert client.post(NEW, data=hidden_fields(pages[0][0].text), token=False).status_code == 302


def test_secrets_and_files_are_asked_for_again_and_a_stranger_s_form_is_not_offered(app: Flask) -> None:
    client = a_visitor(app)
    with app.app_context(), ExitStack() as held:
        for _ in range(10):
            held.enter_context(db.engine.connect())
        entering = client.post("/vi/sign-in", data={"email": "a@demo.example", "password": "my-secret-word"}).text
        upload = client.post(NEW, data={**typed(), "logo": (BytesIO(b"bytes"), "logo.png")}).text
        strange = client.post(NEW, data=typed(), token=False).text
    assert "a@demo.example" in entering
    assert "my-secret-word" not in entering
    assert 'type="password"' in entering
    assert 'enctype="multipart/form-data"' in upload
    assert 'type="file" id="again-logo" name="logo"' in upload
    assert "Demo Gate" in upload
    assert "Demo Gate" not in strange


def test_a_server_without_free_connections_is_said_to_be_busy(app: Flask, server: Postgres) -> None:
    client = a_visitor(app)
    with app.app_context():
        db.engine.dispose()
    with ExitStack() as held:
        fill(server, held)
        page, seconds = timed(client)
    assert page.status_code == 503
    assert seconds < BUSY_PATIENCE
    assert timed(client)[0].status_code == 302


def test_a_long_lock_on_a_hot_table_holds_nobody_up(app: Flask, server: Postgres, record_property: Tell) -> None:
    client, once, before = a_visitor(app), new_id(), products(server)
    with psycopg.connect(server.url) as blocker:
        blocker.execute("LOCK TABLE products_product IN ACCESS EXCLUSIVE MODE")
        pages = together([lambda: timed(client, once)] * 4)
    record_property("slowest", max(seconds for _, seconds in pages))
    for page, took in pages:
        assert (page.status_code, took < TWO_LOCKS_PATIENCE) == (503, True)
        assert "Demo Cổng Thanh Toán" in page.text
    answers = [client.post(NEW, data=hidden_fields(page.text), token=False) for page, _ in pages]
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.location for answer in answers}) == 1
    assert products(server) == before + 1


@pytest.mark.usefixtures("app")
def test_a_lost_answer_to_a_commit_gives_one_success_page_and_one_product(
    server: Postgres, tmp_path: Path, record_property: Tell
) -> None:
    with Proxy(server.port) as proxy, closing(an_app(tmp_path / "data", server.url_of("vuon", proxy.port))) as app:
        client, before = a_visitor(app), products(server)
        for number in range(1, rounds(5) + 1):
            proxy.cut_only_after, proxy.cut_answer_after = b"INSERT INTO products_product", b"COMMIT"
            page, _ = timed(client)
            assert page.status_code == 302
            assert proxy.cuts == number
            assert products(server) == before + number
        record_property("cuts", proxy.cuts)


def test_a_hung_server_is_given_up_and_everything_typed_is_still_there(app: Flask, server: Postgres) -> None:
    client = a_visitor(app, "en")
    server.freeze()
    try:
        first, _ = timed(client)
        second, seconds = timed(client)
        ready, asked = timed_get(client, "/health/ready")
    finally:
        server.thaw()
    assert (first.status_code, second.status_code, ready.status_code) == (503, 503, 503)
    assert seconds < BUSY_PATIENCE
    assert asked < HEALTH_PATIENCE
    assert "Demo Cổng Thanh Toán" in second.text
    assert "Chúng tôi chưa lưu được thay đổi này." in second.text  # the person's language, though nobody could be asked
    time.sleep(1.1)
    assert client.post(NEW, data=hidden_fields(second.text), token=False).status_code == 302


@access(write=Who.ANYONE)
def cross(one: str, other: str) -> str:
    """Two of these at once, the other way round, lock each other."""
    TRIES.append(one)
    with transaction() as session:
        touch(session, one)
        with suppress(threading.BrokenBarrierError):
            MET.wait(1)
        touch(session, other)
    return "done"


def post(app: Flask, address: str) -> TestResponse:
    """A stranger's form."""
    return app.test_client().post(address)


def products(server: Postgres) -> int:
    """How many are there."""
    return len(server.ask("SELECT id FROM products_product"))


def touch(session: Session, key: str) -> None:
    """Hold one row of two."""
    session.execute(update(OneTimeKey).where(OneTimeKey.key == key).values(result_id=new_id()))


def together(works: Sequence[Callable[[], Found]]) -> list[Found]:
    """All at once; what each gives."""
    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result(60) for future in [pool.submit(work) for work in works]]


def timed(client: PageClient, once: str | None = None) -> tuple[TestResponse, float]:
    """A new product; the page and the seconds until it came."""
    began = time.monotonic()
    return client.post(NEW, data=typed(once)), time.monotonic() - began


def timed_get(client: PageClient, address: str) -> tuple[TestResponse, float]:
    """A page and the seconds until it came."""
    began = time.monotonic()
    return client.get(address), time.monotonic() - began


def fill(server: Postgres, held: ExitStack) -> None:
    """Take every connection that the server has."""
    with suppress(psycopg.OperationalError):
        while True:
            held.enter_context(psycopg.connect(server.url))


def tell(record_property: Tell, crowd: Crowd, **more: float) -> None:
    """The numbers of a run, on the screen (-s) and in the test report."""
    told = {"asked": crowd.asked, "saved": len(crowd.saved), "refused": crowd.refused, "slowest": crowd.slowest, **more}
    for name, value in told.items():
        record_property(name, round(value, 3))
    sys.stdout.write(f"{ {name: round(value, 3) for name, value in told.items()} }\n")
