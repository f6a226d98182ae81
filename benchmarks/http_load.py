"""Search pages over HTTP at a steady rate: gunicorn with several processes, readers who do not wait for each other.

usage: python -m benchmarks.http_load [--rate 20] [--seconds 60] [--processes 4] [--alone 100]

The environment names the servers (DATABASE_URL, ELASTICSEARCH_URL, REDIS_URL); `python -m benchmarks.population` has
filled them before. A request's time runs from the moment at which it was due, so waiting in line counts. What to
compare with: the same pages from the same server, one after the other, with nobody else there. Every reader has a
loopback address of its own, so that the limit for one address is not what is measured.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from benchmarks.invented.questions import Question
from benchmarks.measuring.market import asked_of_market
from benchmarks.measuring.site import database_name, engine_name, settings, site
from benchmarks.measuring.times import Spread, spread
from marketplace.config import ROOT

HOST, READERS = "127.0.0.1", 200
PATIENCE_SECONDS, START_SECONDS = 30.0, 180.0
PATHS = {"company": "companies", "product": "products"}
PAUSED = ("Tìm kiếm nâng cao đang tạm ngừng", "Advanced search is paused")


@dataclass(frozen=True, slots=True)
class Reply:
    """What one request came to."""

    milliseconds: float
    outcome: str


def main() -> None:
    """Start the server, ask alone, ask at the rate, print both and every error."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--alone", type=int, default=100)
    chosen = parser.parse_args()
    if not settings().elasticsearch_url or database_name() != "PostgreSQL":
        print("This needs DATABASE_URL, ELASTICSEARCH_URL and REDIS_URL: nothing was measured.")
        return
    with site().app_context():
        asked = asked_of_market(300)
    paths = _paths(asked, int(chosen.rate * chosen.seconds) + chosen.alone)
    with _server(chosen.processes) as port:
        alone = [_ask(port, path, number, time.monotonic()) for number, path in enumerate(paths[: chosen.alone])]
        together = _at_a_rate(port, paths[chosen.alone :], chosen.rate)
    print(f"gunicorn with {chosen.processes} processes, {database_name()}, {engine_name()}; p50 / p95")
    _report("one after the other", alone)
    _report(f"{chosen.rate:g} requests a second for {chosen.seconds:g} s", together)
    ratio = _times(together).p95 / _times(alone).p95
    print(f"p95 at the rate is {ratio:.2f} of p95 alone")


def _paths(asked: Sequence[Question], count: int) -> list[str]:
    chance = random.Random(11)
    return [_path(chance.choice(asked), chance) for _ in range(count)]


def _path(question: Question, chance: random.Random) -> str:
    """Mostly words; filters in half of the cases; sometimes a list, a second page or a mistyped name."""
    style = chance.random()
    text = "" if style < 0.1 else question.mistyped if style < 0.2 else question.text
    given: list[tuple[str, str]] = [("q", text)] if text else []
    if chance.random() < 0.5:
        given += [(name, code) for name, codes in question.chosen for code in codes]
    if chance.random() < 0.1:
        given.append(("page", "2"))
    return f"/{chance.choice(('vi', 'en'))}/{PATHS[question.kind]}?{urlencode(given)}"


def _at_a_rate(port: int, paths: Sequence[str], rate: float) -> list[Reply]:
    began = time.monotonic() + 0.5
    with ThreadPoolExecutor(max_workers=256) as readers:
        waiting = []
        for number, path in enumerate(paths):
            due = began + number / rate
            time.sleep(max(0.0, due - time.monotonic()))
            waiting.append(readers.submit(_ask, port, path, number, due))
        return [reply.result() for reply in waiting]


def _ask(port: int, path: str, number: int, due: float) -> Reply:
    source = (f"127.0.1.{1 + number % READERS}", 0)
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE_SECONDS, source_address=source)
    try:
        connection.request("GET", path, headers={"Accept-Language": "vi"})
        answer = connection.getresponse()
        page = answer.read().decode("utf-8", "replace")
        outcome = "without the index" if any(text in page for text in PAUSED) else str(answer.status)
    except (OSError, http.client.HTTPException) as error:
        outcome = type(error).__name__
    finally:
        connection.close()
    return Reply((time.monotonic() - due) * 1000, outcome)


def _times(replies: Sequence[Reply]) -> Spread:
    return spread([reply.milliseconds for reply in replies])


def _report(name: str, replies: Sequence[Reply]) -> None:
    outcomes = ", ".join(f"{count} x {what}" for what, count in Counter(reply.outcome for reply in replies).items())
    errors = sum(reply.outcome != "200" for reply in replies)
    print(f"{name:44} {_times(replies)}   {errors} error(s): {outcomes}")


@contextmanager
def _server(processes: int) -> Iterator[int]:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    chosen = settings()
    given = {"VUON_DATA_DIR": str(chosen.data_dir), "ELASTICSEARCH_PREFIX": chosen.elasticsearch_prefix}
    given |= {"LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-m", "gunicorn", "-w", str(processes), "-b", f"{HOST}:{port}", "wsgi:app"]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **given}, stderr=subprocess.DEVNULL)  # noqa: S603 - our own server
    try:
        _wait_for(port, processes)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait_for(port: int, processes: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while _ask(port, "/vi/products?q=d%E1%BB%AF+li%E1%BB%87u", 0, time.monotonic()).outcome != "200":
        if time.monotonic() > deadline:
            raise SystemExit("the server gives no page; look at it with: gunicorn wsgi:app")
        time.sleep(0.3)
    for number in range(processes * 5):  # every process has read its templates and reference data
        _ask(port, "/vi/products?q=an+toan", number, time.monotonic())


if __name__ == "__main__":
    main()
