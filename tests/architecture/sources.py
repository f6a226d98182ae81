"""What the architecture tests look at: files, features and their places on the ladder."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
import tomllib
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
SURFACES = {"app", "worker", "tables", "reactions", "commands", "config", "foundation", "api"}
CODE = ("marketplace", "search_index", "tests", "scripts", "benchmarks")


@functools.cache
def committed() -> tuple[str, ...]:
    """Every file of the project that git knows or would know, as a path from the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(name for name in sorted(set(listed.stdout.splitlines())) if (ROOT / name).is_file())


def python_files() -> list[str]:
    """Every Python file of ours but the migrations, which are written by a program."""
    return [n for n in committed() if n.endswith(".py") and (n.split("/")[0] in CODE or n == "wsgi.py")]


@functools.cache
def text_of(name: str) -> str:
    """A file's text."""
    return (ROOT / name).read_text(encoding="utf-8")


@functools.cache
def tree_of(name: str) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(text_of(name), filename=name)


@functools.cache
def graph() -> grimp.ImportGraph:
    """Who imports whom, with the libraries."""
    return grimp.build_graph("marketplace", "search_index", include_external_packages=True, cache_dir=None)


@functools.cache
def rungs() -> dict[str, int]:
    """Each module of `marketplace` and its height; siblings share one."""
    settings = tomllib.loads(text_of("pyproject.toml"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return {name: height for height, layer in enumerate(reversed(layers)) for name in re.findall(r"\w+", layer)}


def feature_of(module: str) -> str:
    """`deals` for `marketplace.deals.views.public`."""
    parts = module.split(".")
    return parts[1] if parts[0] == "marketplace" and len(parts) > 1 else parts[0]


def part_of(module: str) -> str | None:
    """`views` for `marketplace.deals.views.public`; None for a feature itself and for what is no feature."""
    parts = module.split(".")
    return parts[2] if len(parts) > 2 and parts[0] == "marketplace" and parts[1] not in SURFACES else None


def features() -> list[str]:
    """Every feature package that exists."""
    return sorted(
        path.name
        for path in (ROOT / "marketplace").iterdir()
        if (path / "__init__.py").exists() and path.name not in SURFACES
    )
