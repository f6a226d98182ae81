"""services start | stop | url | status."""

from __future__ import annotations

import argparse
import re
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.servers.download import DISTRIBUTIONS
from scripts.servers.elasticsearch import Elasticsearch, choose
from scripts.servers.machine import ROOT, ServiceError, javas
from scripts.servers.postgres import APPLICATION, OWNER, Postgres
from scripts.servers.records import Record, Records
from scripts.servers.redis import Redis
from scripts.servers.server import Server, stop

KEPT = ROOT / "var" / "services"


KINDS: dict[str, type[Server]] = {each.kind: each for each in (Postgres, Redis, Elasticsearch)}


def server(kind: str, records: Records, *, version: str, throw_away: bool) -> Server:
    """One server of a set."""
    if kind == Elasticsearch.kind:
        return Elasticsearch(records, throw_away, version)
    return KINDS[kind](records, throw_away)


def kind_of(record: Record) -> str:
    """`elasticsearch` for the record `elasticsearch-9.5.3`."""
    return record.name.split("-", 1)[0]


def settings(running: Sequence[Record]) -> dict[str, str]:
    """What the application is told about these servers."""
    found: dict[str, str] = {}
    for record in running:
        if record.name == Postgres.kind:
            found["DATABASE_URL"] = Postgres.address(record, APPLICATION)
            found["DATABASE_OWNER_URL"] = Postgres.address(record, OWNER)
        elif record.name == Redis.kind:
            found["REDIS_URL"] = record.url
        else:
            found.setdefault("ELASTICSEARCH_URL", record.url)
    return found


def for_tests(running: Sequence[Record]) -> dict[str, str]:
    """What the suites are told: servers where they make databases and indices of their own."""
    names = {Postgres.kind: "TEST_DATABASE_URL", Redis.kind: "TEST_REDIS_URL"}
    found: dict[str, str] = {}
    for record in running:
        if record.name in names:
            found[names[record.name]] = record.url
            continue
        found.setdefault("TEST_ELASTICSEARCH_URL", record.url)
        found.setdefault("VUON_ELASTICSEARCH_HOME", record.told["home"])
        found.setdefault("VUON_ELASTICSEARCH_JAVA", record.told["java"])
    return found


def newest_first(records: Sequence[Record]) -> list[Record]:
    """The newest Elasticsearch before the older one."""
    return sorted(records, key=lambda each: [int(part) for part in re.findall(r"\d+", each.name)], reverse=True)


def url(records: Records, name: str, version: str) -> list[str]:
    """The lines that `services url` prints."""
    running = newest_first([record for record in records.all() if record.is_running])
    if name in {"env", "test-env"}:
        found = settings(running) if name == "env" else for_tests(running)
        return [f"export {key}={shlex.quote(value)}" for key, value in found.items()]
    fit = [each for each in running if kind_of(each) == name and each.told.get("version", "").startswith(version)]
    if not fit:
        raise ServiceError(f"{name} {version} does not run here. Start it: scripts/services start {name}")
    return [fit[0].url]


def start(records: Records, given: argparse.Namespace) -> None:
    """Start what was named, or all three; print where they are."""
    for kind in given.names or KINDS:
        record = server(kind, records, version=given.version, throw_away=given.for_tests).start()
        print(f"{record.name:<22} {record.url}", flush=True)


def stop_all(records: Records, given: argparse.Namespace) -> None:
    """Stop what was named, or everything that was started here."""
    for record in records.all():
        kind = KINDS[kind_of(record)]
        if not given.names or {kind.kind, record.name} & set(given.names):
            how = kind.quick_stop_signal if record.throw_away or given.forget else kind.stop_signal
            stop(records, record, how, forget=given.forget)


def status(records: Records) -> None:
    """One line for each server."""
    for record in records.all():
        state = f"runs as process {record.pid}" if record.is_running else "stopped"
        print(f"{record.name:<22} {state:<24} {record.url}  data in {record.folder}")


def versions() -> None:
    """The Elasticsearch versions that this machine's Javas can run, one a line: what the suites run against."""
    print("\n".join(version for version in DISTRIBUTIONS if choose(javas(), version)))


def parser() -> argparse.ArgumentParser:
    """What may be said."""
    made = argparse.ArgumentParser(prog="scripts/services", description=__doc__)
    made.add_argument("--at", type=Path, default=KEPT, help="folder of this set of servers (default: var/services)")
    verbs = made.add_subparsers(dest="verb", required=True)
    starting = verbs.add_parser("start", help="start servers, all three unless named, and print where they are")
    starting.add_argument("names", nargs="*", metavar="NAME")
    starting.add_argument("--for-tests", action="store_true", help="fast and forgetful: gone with `stop`")
    starting.add_argument("--version", default="", help=f"of Elasticsearch: {' or '.join(DISTRIBUTIONS)}")
    stopping = verbs.add_parser("stop", help="stop what was started here; the data stays")
    stopping.add_argument("names", nargs="*", metavar="NAME")
    stopping.add_argument("--forget", action="store_true", help="remove the data too")
    asking = verbs.add_parser("url", help="one server's address, or lines for `eval`: env, test-env")
    asking.add_argument("name", choices=[*KINDS, "env", "test-env"])
    asking.add_argument("--version", default="")
    verbs.add_parser("status", help="what runs, and where its data is")
    verbs.add_parser("versions", help="which versions of Elasticsearch can run here")
    return made


def main(words: Sequence[str]) -> int:
    """Do what the words say."""
    given = parser().parse_args(words)
    unknown = {name for name in getattr(given, "names", ()) if name.split("-")[0] not in KINDS}
    if unknown:
        print(f"There is no server {', '.join(sorted(unknown))}: {', '.join(KINDS)}", file=sys.stderr)
        return 2
    records = Records(given.at.resolve())
    try:
        with records.alone():
            match given.verb:
                case "start":
                    start(records, given)
                case "stop":
                    stop_all(records, given)
                case "url":
                    print("\n".join(url(records, given.name, given.version)))
                case "status":
                    status(records)
                case _:
                    versions()
    except ServiceError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
