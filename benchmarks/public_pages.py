"""How many requests a second a public page answers, against a bare Flask + Jinja page of the same words with one query.

usage: python -m benchmarks.public_pages [--requests 400] [--rounds 7] [--accept br]

With `--accept` ours is asked for in a shrunk form; the bare page never is.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from flask import Flask, render_template
from jinja2 import DictLoader
from sqlalchemy import create_engine, text
from werkzeug.test import Client

from benchmarks.measuring.times import Compared, Spread, seconds
from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.foundation.actor import acting_as
from marketplace.foundation.relay import drain
from tests.databases import OnSqlite
from tests.duties import let_tests_see_everything
from tests.factories.products import a_published_product
from tests.factories.profiles import a_published_enterprise, a_published_investor

PIECE = re.compile(r"(<[^>]*>)([^<]*)")
BARE_PAGE = "{% for mark, words in pieces %}{{ mark | safe }}{{ words }}{% endfor %}"
ONE_QUERY = text("SELECT content FROM publishing_revision WHERE subject_id = :id ORDER BY number DESC LIMIT 1")


def bare_page(database: str, subject: str, words: str) -> Flask:
    """The least that the same page could do: a route, one query, its words through an escaping template."""
    app, engine = Flask("bare"), create_engine(database)
    app.jinja_loader = DictLoader({"page.html": BARE_PAGE})  # compiled once, as any template
    pieces = PIECE.findall(words)

    @app.get("/<path:address>")
    def page(address: str) -> str:
        with engine.connect() as connection:
            connection.execute(ONE_QUERY, {"id": address[-26:] if subject in address else subject}).scalar()
        return render_template("page.html", pieces=pieces)

    return app


def asked(client: Client, address: str, requests: int, accept: str = "") -> Callable[[], None]:
    """So many requests one after the other, in this process, without a network."""

    headers = {"Accept-Encoding": accept} if accept else {}

    def work() -> None:
        for _ in range(requests):
            answer = client.get(address, headers=headers)
            if answer.status_code != 200:
                raise SystemExit(f"{address}: {answer.status_code}")

    return work


def compared(ours: Callable[[], None], theirs: Callable[[], None], requests: int, rounds: int) -> Compared:
    """Rounds in turn; each is the mean time of a request."""
    times: tuple[list[Spread], list[Spread]] = ([], [])
    for number in range(rounds + 1):
        for which, work in ((0, ours), (1, theirs)) if number % 2 else ((1, theirs), (0, ours)):
            mean = seconds(work) / requests * 1000
            times[which].append(Spread(mean, mean))
    return Compared(times[0][1:], times[1][1:])


def main() -> None:
    """Print the times and the share of the bare page's requests per second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--accept", default="", help="a form in which ours is asked for: br, gzip")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cleaner = OnSqlite(Path(folder))
        settings = Settings(data_dir=Path(folder) / "data", database_url=cleaner.url, log_level="ERROR")
        site = create_app(settings)
        let_tests_see_everything()
        cleaner.fill(site)
        with site.app_context():
            company, owner = a_published_enterprise("Demo Sao Biển")
            with acting_as(owner):
                product = a_published_product(company, owner)
                for number in range(5):
                    a_published_product(company, owner, f"Demo Sản phẩm {number}")
            investor, _ = a_published_investor()
            company_id, investor_id = company.id, investor.id
        with site.app_context():
            drain(site)
        pages = {
            f"/vi/companies/{company_id}": company_id,
            f"/vi/products/{product}": product,
            f"/vi/investors/{investor_id}": investor_id,
            "/vi/": company_id,
            "/vi/kpi": company_id,
            "/vi/companies": company_id,
        }
        for address, subject in pages.items():
            ours = Client(site)
            theirs = Client(bare_page(settings.sqlalchemy_url, subject, ours.get(address).text))
            found = compared(
                asked(ours, address, chosen.requests, chosen.accept),
                asked(theirs, address, chosen.requests),
                chosen.requests,
                chosen.rounds,
            )
            name = re.sub(r"/[0-9a-z]{26}$", "/…", address)
            print(f"{found.line(name)}   requests a second: {1 / found.ratios[0]:.0%} of the bare page")
        cleaner.end()


if __name__ == "__main__":
    main()
