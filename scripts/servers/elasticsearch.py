"""Elasticsearch: its makers' minimal distribution, one node, on this machine only."""

from __future__ import annotations

import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from scripts.servers.download import DISTRIBUTIONS, NEWEST, OLDER, Distribution, unpacked
from scripts.servers.machine import Java, ServiceError, User, free_port, install, javas, say, user_for
from scripts.servers.records import Record
from scripts.servers.server import Server

HEAP = "512m"
CONFIGURATION = """\
cluster.name: vuon-{identity}
node.name: vuon
discovery.type: single-node
network.host: 127.0.0.1
http.port: {port}
transport.port: {transport}
path.data: {folder}/data
path.logs: {folder}/logs
xpack.security.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
"""


def choose(found: Sequence[Java], version: str = "") -> tuple[Distribution, Java] | None:
    """The newest server that the newest Java runs, or the named one on a Java of its time; None without a Java."""
    named = DISTRIBUTIONS.get(version) if version else None
    for distribution in [named] if named else [NEWEST, OLDER]:
        fit = [java for java in sorted(found) if java.number >= distribution.java]
        if fit:
            return distribution, fit[-1] if distribution is NEWEST else fit[0]
    return None


@dataclass
class Elasticsearch(Server):
    """The server that the newest Java decides, or the named version beside it."""

    version: str = ""

    kind: ClassVar[str] = "elasticsearch"
    patience_seconds: ClassVar[float] = 240  # six on an idle machine

    @property
    def name(self) -> str:
        """Each version has a record and data of its own."""
        return f"{self.kind}-{self.chosen[0].version}"

    @cached_property
    def chosen(self) -> tuple[Distribution, Java]:
        """Which server on which Java; a Java is installed where there is none."""
        if self.version and self.version not in DISTRIBUTIONS:
            raise ServiceError(f"Elasticsearch {self.version} is not tested here: {' or '.join(DISTRIBUTIONS)}.")
        fit = choose(javas(), self.version)
        if fit is None:
            say(f"Elasticsearch {self.version or OLDER.version} needs a newer Java than this machine has")
            install("default-jre-headless" if self.version != NEWEST.version else "openjdk-21-jre-headless")
            fit = choose(javas(), self.version)
        if fit is None:
            raise ServiceError(f"Elasticsearch {self.version or OLDER.version} needs Java {OLDER.java} or newer.")
        return fit

    @cached_property
    def user(self) -> User:
        """A user without login; Elasticsearch refuses root."""
        return user_for("elasticsearch", "nobody")

    def find(self) -> None:
        """What it needs is fetched while it is prepared."""

    def prepare(self, record: Record) -> Record:
        """The distribution unpacked, a private copy of its configuration, folders for data and logs."""
        folder = Path(record.folder)
        distribution, java = self.chosen
        home = unpacked(distribution, folder)
        private = folder / "config"
        shutil.rmtree(private, ignore_errors=True)
        shutil.copytree(home / "config", private)
        text = CONFIGURATION.format(
            identity=self.records.identity, port=record.port, transport=free_port(), folder=folder
        )
        (private / "elasticsearch.yml").write_text(text, encoding="utf-8")
        for name in ("data", "logs", "tmp"):
            (folder / name).mkdir(exist_ok=True)
        (folder / "pid").unlink(missing_ok=True)
        self.user.own(folder / "data", folder / "logs", folder / "tmp", private, *private.rglob("*"))
        told = {"version": distribution.version, "home": str(home), "java": str(java.home)}
        return replace(record, told=told)

    def command(self, record: Record) -> tuple[Sequence[str], Mapping[str, str]]:
        """Its launcher, which ends when the server serves."""
        environment = {
            "ES_JAVA_HOME": record.told["java"],
            "ES_JAVA_OPTS": f"-Xms{HEAP} -Xmx{HEAP}",
            "ES_PATH_CONF": f"{record.folder}/config",
            "ES_TMPDIR": str(Path(record.folder, "tmp")),
        }
        return [f"{record.told['home']}/bin/elasticsearch", "-d", "-p", f"{record.folder}/pid"], environment

    def server_pid(self, record: Record) -> int:
        """The launcher starts another process, which writes its number down."""
        file = Path(record.folder) / "pid"
        text = file.read_text(encoding="utf-8").strip() if file.is_file() else ""
        return int(text) if text else 0

    def answers(self, record: Record) -> bool:
        """The cluster's health: this distribution has no answer at `/`."""
        try:
            with urllib.request.urlopen(f"{record.url}/_cluster/health?timeout=1s", timeout=2) as answer:  # noqa: S310 - our own address
                return json.load(answer)["status"] in {"green", "yellow"}
        except (urllib.error.URLError, OSError, ValueError):
            return False

    def url_at(self, record: Record) -> str:
        """Its address."""
        return f"http://127.0.0.1:{record.port}"
