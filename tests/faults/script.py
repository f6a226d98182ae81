"""`scripts/services` as a test calls it."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from scripts.servers.records import Record

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Services:
    """The script, for the servers of one folder."""

    folder: Path

    def __call__(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [str(PROJECT / "scripts" / "services"), "--at", str(self.folder), *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    def said(self, *words: str) -> str:
        """What it prints; it must succeed."""
        done = self(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def settings(self) -> dict[str, str]:
        """The lines for the application."""
        lines = self.said("url", "env").splitlines()
        return dict(line.removeprefix("export ").split("=", 1) for line in lines)

    def record(self, name: str) -> Record:
        """What the script knows about one server."""
        return Record(**json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8")))
