"""A real Elasticsearch is frozen, killed, slowed, blocked: people find, nothing is lost, it returns by itself."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from elasticsearch import Elasticsearch

from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.discovery import services, tasks
from marketplace.foundation import relay
from marketplace.foundation.database import db
from marketplace.foundation.periodic import run_if_due
from marketplace.foundation.search import degraded, engine
from marketplace.profiles import services as profiles
from tests.clients import PageClient
from tests.factories.profiles import a_profile, a_published_enterprise
from tests.faults.elastic import Elastic
from tests.faults.lines import Proxy
from tests.faults.servers import until
from tests.faults.site import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from marketplace.foundation.actor import Actor

pytestmark = [pytest.mark.faults, pytest.mark.slow]

PAUSED = "Advanced search is paused. You are seeing basic results."
ANSWERS_WITHIN = 1.5
RETURNS_WITHIN = 60.0
CHARTS_WITHIN = 60.0
ELSEWHERE = ("/en/sign-in", "/en/kpi", "/health/live")
PREFIX = "faults"


@dataclass
class Site:
    """The application, its server behind a proxy, one company, and how long pages took."""

    app: Flask
    server: Elastic
    proxy: Proxy
    company_id: str
    actor: Actor
    names: int = 0

    def seconds(self, address: str) -> tuple[float, str]:
        """How long a page took, and its text without marks."""
        client = self.app.test_client()
        began = time.monotonic()
        answer = client.get(address)
        taken = time.monotonic() - began
        assert answer.status_code == 200, address
        return taken, answer.get_data(as_text=True).replace("<mark>", "").replace("</mark>", "")

    def rename(self) -> str:
        """Publish the company under a new name, and do what follows from it."""
        self.names += 1
        name = f"Demo Lần {self.names}"
        with self.app.app_context():
            profiles.publish_profile(self.actor, self.company_id, a_profile(name))
            relay.drain(self.app)
        return name

    def returned(self) -> float:
        """Let the periodic tasks run until the index answers and nothing differs; gives the seconds."""
        began = time.monotonic()
        while time.monotonic() - began < RETURNS_WITHIN:
            with self.app.app_context():
                run_if_due("discovery.send_waiting")
            if PAUSED not in self.seconds("/en/companies?q=demo")[1]:
                with self.app.app_context():
                    if not services.status().waiting:
                        break
            time.sleep(0.5)
        taken = time.monotonic() - began
        with self.app.app_context():
            assert services.check(mend=False).found.count == 0
            assert not degraded()
        return taken


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with Elastic() as server, Proxy(server.port) as proxy:
        folder = tmp_path_factory.mktemp("site")
        app = create_app(
            Settings(
                environment="test",
                data_dir=folder,
                elasticsearch_url=server.url_through(proxy.port),
                elasticsearch_prefix=PREFIX,
            )
        )
        app.test_client_class = PageClient
        prepare(app)
        with app.app_context():
            company, actor = a_published_enterprise("Demo Lần 0")
            company_id = company.id
            tasks.check_index()
            relay.drain(app)
            db.session.remove()
        site = Site(app, server, proxy, company_id, actor)
        # The first reader of a chart waits for its drawing: that is no matter of the engine of the search.
        until(lambda: all(site.seconds(address)[0] < ANSWERS_WITHIN / 2 for address in ELSEWHERE), CHARTS_WITHIN)
        yield site


def people_go_on(site: Site, report: list[str]) -> None:
    """What people see while the engine is away: basic results with the label, in time; other pages as ever."""
    name = site.rename()
    slowest = 0.0
    for _ in range(8):
        taken, text = site.seconds(f"/en/companies?q={name}".replace(" ", "+"))
        assert PAUSED in text
        assert name in text
        slowest = max(slowest, taken)
    assert slowest < ANSWERS_WITHIN, slowest
    elsewhere = max(site.seconds(address)[0] for address in ELSEWHERE)
    with site.app.app_context():
        waiting = services.status().waiting
    assert waiting == 1
    report.append(f"slowest search {slowest:.2f} s, slowest other page {elsewhere:.2f} s, {waiting} change waited")
    assert elsewhere < ANSWERS_WITHIN


def said(site: Site, what: str, report: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    taken = site.returned()
    with capsys.disabled():
        print(f"\n{what}: {'; '.join(report)}; back with drift 0 after {taken:.0f} s")  # noqa: T201 - what was seen


@pytest.mark.parametrize("fault", ["frozen", "killed", "slow", "line_gone"])
def test_searches_are_answered_while_the_engine_is_away(
    site: Site, fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    report: list[str] = []
    site.returned()
    if fault == "frozen":
        site.server.freeze()
    elif fault == "killed":
        site.server.kill()
    elif fault == "slow":
        site.proxy.delay_seconds = 5.0
    else:
        site.proxy.refuse()
    try:
        people_go_on(site, report)
    finally:
        if fault == "frozen":
            site.server.thaw()
        elif fault == "killed":
            site.server.start()
        elif fault == "slow":
            site.proxy.delay_seconds = 0.0
        else:
            site.proxy.listen_again()
    said(site, fault, report, capsys)


def test_a_read_only_index_still_answers_and_takes_the_rest_later(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """As when its disk is full; by this block, because the server lifts that one by itself while there is room."""
    site.returned()
    report: list[str] = []
    with Elasticsearch(site.server.url, request_timeout=30) as client:
        client.indices.put_settings(index=f"{PREFIX}-*", settings={"index.blocks.write": True})
        try:
            site.rename()
            assert PAUSED not in site.seconds("/en/companies?q=demo")[1]
            with site.app.app_context():
                assert services.status().waiting == 1
                report.append("searches went on, 1 change waited")
        finally:
            client.indices.put_settings(index=f"{PREFIX}-*", settings={"index.blocks.write": None})
    said(site, "read-only", report, capsys)


def test_a_lost_index_is_made_again(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """The server comes back with an empty disk: the next sweep makes the index anew."""
    site.returned()
    with Elasticsearch(site.server.url, request_timeout=30) as client:
        for name in client.indices.get(index=f"{PREFIX}-*", features=["aliases"]):
            client.indices.delete(index=name)
    _, text = site.seconds("/en/companies?q=demo")
    assert PAUSED in text
    assert "Demo" in text
    said(site, "lost", ["searches went on"], capsys)
    with site.app.app_context():
        assert set(engine().hashes()) == {site.company_id}
