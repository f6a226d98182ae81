"""An Elasticsearch of a fault test's own: killed, frozen, blocked; the official server, as `make services` runs it."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

from elasticsearch import Elasticsearch

from scripts.servers.download import unpacked
from scripts.servers.elasticsearch import CONFIGURATION, choose
from scripts.servers.machine import User, javas, user_for
from tests.faults.servers import Program, free_port

if TYPE_CHECKING:
    from collections.abc import Sequence

HEAP = "384m"
PATIENCE = 180.0


@cache
def program(folder: Path) -> tuple[Path, Path]:
    """Where the server and its Java are: those of `make services`, else fetched as it does."""
    home, java = os.environ.get("VUON_ELASTICSEARCH_HOME"), os.environ.get("VUON_ELASTICSEARCH_JAVA")
    if home and java:
        return Path(home), Path(java)
    chosen = choose(javas())
    assert chosen, "Elasticsearch needs a Java: make services installs it"
    return unpacked(chosen[0], folder), chosen[1].home


@dataclass
class Elastic(Program):
    """One node with a folder of its own, kept when it is killed and started again."""

    name: ClassVar[str] = "elasticsearch"
    owner: User = field(init=False)

    def __post_init__(self) -> None:
        """Its private configuration; it refuses to run as root."""
        super().__post_init__()
        self.owner = user_for("elasticsearch", "nobody")
        home, _ = program(self.folder)
        private = self.folder / "config"
        shutil.copytree(home / "config", private)
        places = {"port": self.port, "transport": free_port(), "folder": self.folder}
        text = CONFIGURATION.format(identity=self.folder.name.lower(), **places)
        (private / "elasticsearch.yml").write_text(text, encoding="utf-8")
        for name in ("data", "logs", "tmp"):
            (self.folder / name).mkdir()
        self.owner.own(self.folder, *self.folder.iterdir(), *private.rglob("*"))

    @property
    def url(self) -> str:
        """Its address."""
        return self.url_through(self.port)

    @staticmethod
    def url_through(port: int) -> str:
        """The same through a proxy's port."""
        return f"http://127.0.0.1:{port}"

    def start(self, patience: float = PATIENCE) -> Self:
        """It takes six seconds on an idle machine."""
        return super().start(patience)

    def command(self) -> Sequence[str]:
        """In the foreground; the server is a child of the launcher."""
        return [f"{program(self.folder)[0]}/bin/elasticsearch"]

    def environment(self) -> dict[str, str]:
        """Its Java, heap and folders."""
        return super().environment() | {
            "ES_JAVA_HOME": str(program(self.folder)[1]),
            "ES_JAVA_OPTS": f"-Xms{HEAP} -Xmx{HEAP}",
            "ES_PATH_CONF": str(self.folder / "config"),
            "ES_TMPDIR": str(self.folder / "tmp"),
        }

    def as_user(self) -> dict[str, str]:
        """For subprocess."""
        return self.owner.for_process()  # type: ignore[return-value]  # numbers are as good as names

    def is_ready(self) -> bool:
        """The node answers and its indices can be searched."""
        if not super().is_ready():
            return False
        with Elasticsearch(self.url, request_timeout=2, max_retries=0) as client:
            try:
                return client.cluster.health(timeout="1s")["status"] in {"green", "yellow"}
            except Exception:  # noqa: BLE001 - whatever is wrong, it is not ready
                return False
