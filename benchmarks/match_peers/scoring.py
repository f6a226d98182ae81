"""Calls of the external scorer, which is read from where it lies and never copied; every call is counted."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

Measured = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """One run to be scored: the window's folder, the direction, which companies, and a run to compare with."""

    folder: Path
    run: Path
    direction: str
    subset: str = "all"
    against: Path | None = None


class Scorer:
    """The scorer of one file; the same run of the same question is ranked once, however often it is compared with."""

    def __init__(self, path: Path) -> None:
        self._module = _read(path)
        self._rank: Callable[..., Any] = self._module.per_query
        self._ranked: dict[tuple[object, ...], Any] = {}
        self._asked: Question | None = None
        self.calls = 0
        vars(self._module)["per_query"] = self._per_query

    def measure(self, question: Question) -> Measured:
        """What the scorer says of one run."""
        self._asked = question
        self.calls += 1
        with tempfile.NamedTemporaryFile(suffix=".json") as told, contextlib.redirect_stdout(io.StringIO()):
            words = ["--window", question.folder, "--run", question.run, "--direction", question.direction]
            words += ["--subset", question.subset, "--json", told.name]
            words += ["--against", question.against] if question.against else []
            before, sys.argv = sys.argv, ["score", *map(str, words)]
            try:
                self._module.main()
            finally:
                sys.argv = before
            measured: Measured = json.loads(Path(told.name).read_text("utf-8"))
        return measured

    def _per_query(self, run: str, *rest: object) -> object:
        asked = self._asked
        key = (run, asked and asked.folder, asked and asked.direction, asked and asked.subset)
        if key not in self._ranked:
            self._ranked[key] = self._rank(run, *rest)
        return self._ranked[key]


def _read(path: Path) -> ModuleType:
    found = importlib.util.spec_from_file_location("external_scorer", path)
    if found is None or found.loader is None:
        raise ValueError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module
