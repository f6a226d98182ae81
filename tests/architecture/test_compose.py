"""docker-compose.yml, compose.cluster.yml and the Dockerfile: read by compose-go where there is Go, and always here."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scripts.compose_env import SECRET
from scripts.compose_env import filled as with_secrets
from scripts.compose_env import main as write_env
from scripts.healthy import answers
from tests.architecture.compose import complaints, filled, read, variables
from tests.architecture.sources import ROOT, committed, text_of, tree_of

if TYPE_CHECKING:
    from flask import Flask

ONE, CLUSTER = "docker-compose.yml", "compose.cluster.yml"
EXAMPLE = "deploy/compose.env.example"
IN_EXAMPLE = dict(re.findall(r"^([A-Z_]+)=(.*)$", text_of(EXAMPLE), re.MULTILINE))
VALUES = dict(re.findall(r"^([A-Z_]+)=(.*)$", with_secrets(text_of(EXAMPLE)), re.MULTILINE))
OURS = ("release", "web", "worker", "relay", "beat")
ONCE = ("release", "elasticsearch-certificates", "standby-role")
SEEN_ELSEWHERE = ("relay", "beat")  # /health/ready of the web processes tells when they do not work
compose_go = os.environ.get("COMPOSE_GO")


def _document(name: str) -> dict[str, Any]:
    return read(filled(text_of(name), VALUES))


def _both() -> dict[str, Any]:
    """The cluster's services on top of the single host's, a key at a time: enough for what is asked here."""
    one, cluster = _document(ONE), _document(CLUSTER)
    services = dict(one["services"])
    for name, service in cluster["services"].items():
        base = one["services"].get((service.get("extends") or {}).get("service") or name, {})
        services[name] = {**base, **service}
    return {**one, "services": services, "volumes": {**one["volumes"], **cluster["volumes"]}}


def _services() -> dict[str, Any]:
    services: dict[str, Any] = _both()["services"]
    return services


@pytest.mark.parametrize("document", [_document(ONE), _both()], ids=[ONE, CLUSTER])
def test_compose_knows_every_key_and_every_name_leads_somewhere(document: dict[str, Any]) -> None:
    assert complaints(document) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"wrongkey": 1}, "services.web.wrongkey: unknown"),
        ({"healthcheck": {"tests": []}}, "services.web.healthcheck.tests: unknown"),
        ({"restart": "sometimes"}, "services.web.restart: sometimes"),
        ({"depends_on": ["nothing"]}, "services.web.depends_on: nothing is no service"),
        ({"volumes": ["gone:/data"]}, "services.web.volumes: gone is no volume"),
        ({"networks": ["nowhere"]}, "services.web.networks: nowhere is no network"),
    ],
)
def test_what_compose_would_refuse_is_noticed(change: dict[str, Any], complaint: str) -> None:
    document = _document(ONE)
    document["services"]["web"].update(change)
    assert complaints(document) == [complaint]


def _asked_compose_go(folder: Path, *names: str, change: tuple[str, str] | None = None) -> tuple[int, str, str]:
    assert compose_go
    for name in (ONE, CLUSTER):
        text = filled(text_of(name), VALUES)
        (folder / name).write_text(text.replace(*change) if change else text, encoding="utf-8")
    command = [compose_go, "-format", "json", *names]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


if compose_go:  # scripts/test sets it where there is Go

    @pytest.mark.parametrize("names", [(ONE,), (ONE, CLUSTER)], ids=[ONE, CLUSTER])
    def test_compose_go_accepts_the_files(tmp_path: Path, names: tuple[str, ...]) -> None:
        code, model, complaint = _asked_compose_go(tmp_path, *names)
        assert code == 0, complaint
        assert set(OURS) < set(json.loads(model)["services"])

    @pytest.mark.parametrize(
        "change",
        [
            ("  worker:\n", "  worker:\n    wrongkey: 1\n"),
            ("restart: unless-stopped", "restart: [1]"),
            ("condition: service_healthy", "condition: service_happy"),
        ],
    )
    def test_compose_go_refuses_a_bad_file(tmp_path: Path, change: tuple[str, str]) -> None:
        assert change[0] in text_of(ONE)
        code, _, complaint = _asked_compose_go(tmp_path, ONE, change=change)
        assert code != 0
        assert "services." in complaint

    def test_a_node_of_the_cluster_does_not_stay_alone(tmp_path: Path) -> None:
        services = json.loads(_asked_compose_go(tmp_path, ONE, CLUSTER)[1])["services"]
        nodes = [name for name in services if re.fullmatch(r"elasticsearch(-\d)?", name)]
        assert len(nodes) == 3
        assert [name for name in nodes if "discovery.type" in str(services[name]["environment"])] == []


def test_every_variable_is_in_the_example_and_the_example_names_no_other() -> None:
    read_somewhere = {variable.name for name in (ONE, CLUSTER) for variable in variables(name)}
    assert read_somewhere == set(IN_EXAMPLE)


def test_every_variable_of_the_example_has_a_comment_above_it_or_above_its_group() -> None:
    blocks = [block for block in text_of(EXAMPLE).split("\n\n") if "=" in block and not block.startswith("# What")]
    assert [block for block in blocks if not block.startswith("#") and "PASSWORD" not in block] == []


def test_defaults_are_those_of_the_example() -> None:
    wrong = [
        variable
        for variable in variables(ONE)
        if variable.default is not None and variable.default != IN_EXAMPLE[variable.name]
    ]
    assert wrong == []


def test_no_secret_is_committed() -> None:
    secret = set(SECRET.findall(text_of(EXAMPLE)))
    assert {name for name in IN_EXAMPLE if re.search("PASSWORD|SECRET", name)} == secret
    given = {variable.name: variable for name in (ONE, CLUSTER) for variable in variables(name) if variable.default}
    assert secret & set(given) == set()
    assert ".env" not in committed()
    for name, service in _services().items():
        environment = service.get("environment") or {}
        literal = [key for key, value in environment.items() if re.search("PASSWORD|SECRET", key) and not value]
        assert literal == [], name
    lines = [line for name in (ONE, CLUSTER) for line in text_of(name).splitlines()]
    written = [line for line in lines if re.search(r"PASSWORD: *\w", line)]
    assert written == []


def test_secrets_are_written_once_for_their_owner_only(tmp_path: Path) -> None:
    target = tmp_path / ".env"
    assert write_env(target) == 0
    first = target.read_text(encoding="utf-8")
    assert target.stat().st_mode & 0o077 == 0
    assert SECRET.findall(first) == []
    values = [value for name, value in re.findall(r"^([A-Z_]+)=(.*)$", first, re.MULTILINE) if not IN_EXAMPLE[name]]
    assert len(set(values)) == len(values) == len(SECRET.findall(text_of(EXAMPLE)))
    assert min(map(len, values)) >= 32
    assert write_env(target) == 1
    assert target.read_text(encoding="utf-8") == first


def test_images_say_their_version() -> None:
    loose = [s["image"] for s in _services().values() if not re.search(r":v?\d+\.\d+", s["image"])]
    assert loose == []


def test_what_keeps_running_is_watched_started_again_and_limited() -> None:
    for name, service in _services().items():
        limits = service["deploy"]["resources"]["limits"] if "resources" in service["deploy"] else None
        base = _document(ONE)["services"].get(name)
        limits = limits or (base and base["deploy"]["resources"]["limits"])
        assert set(limits or ()) == {"cpus", "memory"}, name
        if name in ONCE:
            assert service["restart"] == "no", name
            continue
        assert service["restart"] == "unless-stopped", name
        assert "test" in service["healthcheck"] or name in SEEN_ELSEWHERE, name


def test_our_processes_are_nobody_who_may_do_anything() -> None:
    services = _services()
    for name in OURS:
        service = services[name]
        assert service["user"] == "10001:10001"
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
    assert "USER vuon" in text_of("Dockerfile")
    assert "--uid 10001" in text_of("Dockerfile")


def test_only_the_proxy_is_reached_from_outside() -> None:
    reachable = {name for name, service in _services().items() if service.get("ports")}
    assert reachable == {"proxy", "mail"}
    assert _services()["mail"]["ports"] == ["127.0.0.1:8025:8025"]
    assert _document(ONE)["networks"]["inside"] == {"internal": True}
    for name in ("postgres", "redis", "elasticsearch"):
        assert _services()[name]["networks"] == ["inside"]


def test_time_to_end_is_longer_than_what_may_be_under_way() -> None:
    told = {name: service.get("stop_grace_period", "10s") for name, service in _services().items()}
    seconds = {name: int(time.removesuffix("s")) for name, time in told.items()}
    graceful = int(re.findall(r"^graceful_timeout = (\d+)", text_of("gunicorn.conf.py"), re.MULTILINE)[0])
    assert seconds["web"] > graceful
    lease = int(re.findall(r"^#JOB_LEASE_SECONDS=(\d+)", text_of(".env.example"), re.MULTILINE)[0])
    assert seconds["worker"] > lease


def test_only_the_release_may_migrate() -> None:
    environments = {name: service.get("environment") or {} for name, service in _services().items()}
    owners = [name for name, environment in environments.items() if "DATABASE_OWNER_URL" in environment]
    assert owners == ["release"]


def test_our_settings_are_settings() -> None:
    known = set(re.findall(r"^#?\s?([A-Z][A-Z_]+)=", text_of(".env.example"), re.MULTILINE))
    of_gunicorn = set(re.findall(r'_environ\.get\("(\w+)"', text_of("gunicorn.conf.py")))
    of_release = {"SERVER_URL", "PGPASSWORD"}
    for name in OURS:
        assert set(_services()[name]["environment"]) <= known | of_gunicorn | of_release, name


def test_redis_forgets_nothing() -> None:
    command = _services()["redis"]["command"]
    assert command[command.index("--maxmemory-policy") + 1] == "noeviction"
    assert command[command.index("--appendonly") + 1] == "yes"


@pytest.mark.parametrize("name", OURS)
def test_a_command_names_what_there_is(name: str, app: Flask) -> None:
    command = _services()[name]["command"]
    match command:
        case ["flask", "--app", "wsgi", *words]:
            assert words[0] in app.cli.commands
        case ["celery", "-A", module, *words]:
            assert _assigned("celery", module.replace(".", "/") + ".py")
            assert words[0] in {"worker", "beat"}
        case ["gunicorn", "--config", config, target]:
            assert config in committed()
            module, _, variable = target.partition(":")
            assert _assigned(variable, f"{module}.py")
        case [script]:
            assert os.access(ROOT / script, os.X_OK)
            said = re.findall(r"^flask ([\w-]+)", text_of(script), re.MULTILINE)
            assert said
            assert set(said) <= set(app.cli.commands)
        case _:
            pytest.fail(f"{name} starts something unknown: {command}")


def _assigned(variable: str, name: str) -> bool:
    targets = [target for node in tree_of(name).body for target in getattr(node, "targets", ())]
    return variable in {getattr(target, "id", "") for target in targets}


def test_what_is_mounted_is_there() -> None:
    mounts = [mount for service in _services().values() for mount in service.get("volumes") or ()]
    paths = [mount.split(":")[0].removeprefix("./") for mount in mounts if mount.startswith("./")]
    assert paths
    assert [path for path in paths if path not in committed()] == []


def test_the_image_gets_what_it_copies_and_checks_what_it_installs() -> None:
    lines = text_of("Dockerfile").splitlines()
    sources = [shlex.split(line)[1:-1] for line in lines if line.startswith("COPY ") and "--from" not in line]
    allowed = {line[1:] for line in text_of(".dockerignore").splitlines() if line.startswith("!")}
    for source in (each for words in sources for each in words):
        assert (ROOT / source).exists()
        assert source in allowed
    assert "--require-hashes" in text_of("Dockerfile")
    assert "dev.txt" not in text_of("Dockerfile")
    assert any(line.startswith("HEALTHCHECK") for line in lines)


def test_nobody_answers_at_a_port_without_a_server() -> None:
    assert not answers("http://127.0.0.1:9/health/live")
