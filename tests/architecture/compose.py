"""Reads Compose files as Compose does, as far as ours need it: variables, merged anchors, `!reset`, known keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from tests.architecture.sources import text_of

VARIABLE = re.compile(r"\$(\$)|\$\{([A-Z_]+)(?::([-?])([^}]*))?\}")
TOP = {"name", "services", "networks", "volumes"}
SERVICE = {
    "build", "cap_add", "cap_drop", "command", "depends_on", "deploy", "entrypoint", "environment", "extends",
    "healthcheck", "image", "logging", "network_mode", "networks", "ports", "profiles", "read_only", "restart",
    "security_opt", "shm_size", "stop_grace_period", "stop_signal", "tmpfs", "ulimits", "user", "volumes",
}  # fmt: skip
INSIDE = {
    "healthcheck": {"test", "interval", "timeout", "start_period", "retries", "disable"},
    "deploy": {"replicas", "resources"},
    "build": {"context"},
    "logging": {"driver", "options"},
    "extends": {"file", "service"},
}
RESTARTS = {"no", "always", "on-failure", "unless-stopped"}
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}


class Loader(yaml.SafeLoader):  # type: ignore[misc]  # it ships no types
    """YAML with Compose's `!reset`, which takes a value of the other file away."""


Loader.add_constructor("!reset", lambda _loader, _node: None)


@dataclass(frozen=True)
class Variable:
    """One `${NAME}` of a file: required (`:?`), or with a default (`:-`)."""

    name: str
    required: bool
    default: str | None


def variables(name: str) -> list[Variable]:
    """Every variable that a file reads."""
    return [
        Variable(found[2], found[3] == "?", found[4] if found[3] == "-" else None)
        for found in VARIABLE.finditer(_without_comments(text_of(name)))
        if found[2]
    ]


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables' values; `$$` stays what it is for who reads it next."""
    return VARIABLE.sub(lambda found: "$$" if found[1] else values.get(found[2]) or found[4] or "", text)


def read(text: str) -> dict[str, Any]:
    """The document."""
    loaded = yaml.load(text, Loader)  # noqa: S506 - a safe loader with one tag more
    assert isinstance(loaded, dict)
    return loaded


def complaints(document: Mapping[str, Any]) -> list[str]:
    """Keys that Compose does not know at a place, and values that mean nothing; nothing where all is well."""
    found = [f"{key}: unknown" for key in document if key not in TOP and not key.startswith("x-")]
    for name, service in (document.get("services") or {}).items():
        found += [f"services.{name}.{problem}" for problem in _about_service(service, document)]
    return found


def _about_service(service: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{key}: unknown" for key in service if key not in SERVICE)
    for part, known in INSIDE.items():
        yield from (f"{part}.{key}: unknown" for key in service.get(part) or () if key not in known)
    if service.get("restart", "no") not in RESTARTS:
        yield f"restart: {service['restart']}"
    for other, wanted in _pairs(service.get("depends_on")):
        if other not in document["services"]:
            yield f"depends_on: {other} is no service"
        if wanted and wanted.get("condition") not in CONDITIONS:
            yield f"depends_on.{other}: {wanted}"
    yield from _about_places(service, document)


def _about_places(service: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[str]:
    for mount in service.get("volumes") or ():
        source = str(mount).split(":")[0]
        if not source.startswith((".", "/")) and source not in (document.get("volumes") or {}):
            yield f"volumes: {source} is no volume"
    for network in service.get("networks") or ():
        if document.get("networks") and network not in document["networks"]:
            yield f"networks: {network} is no network"


def _pairs(depends: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(depends, Mapping):
        yield from depends.items()
    else:
        yield from ((each, None) for each in depends or ())


def _without_comments(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
