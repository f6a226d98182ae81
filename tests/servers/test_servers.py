"""The script that starts the real servers: its decisions, without starting one."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scripts.servers import download, machine
from scripts.servers.__main__ import for_tests, kind_of, main, newest_first, settings
from scripts.servers.download import NEWEST, OLDER, Distribution, is_whole, unpacked
from scripts.servers.elasticsearch import choose
from scripts.servers.machine import Java, ServiceError, folder_for, free_port, java_number, javas, user_for
from scripts.servers.postgres import binaries
from scripts.servers.records import Record, Records, began

if TYPE_CHECKING:
    from collections.abc import Sequence

OLD, SEVENTEEN, TWENTY_FIVE = (Java(number, Path(f"java-{number}")) for number in (11, 17, 25))
POSTGRES = Record(
    "postgres",
    "data",
    5001,
    "postgresql://postgres:p@127.0.0.1:5001/postgres",
    told={"vuon_app": "a", "vuon_owner": "o"},
)
ELASTIC = Record(
    "elasticsearch-9.5.3", "data", 5002, "http://127.0.0.1:5002", told={"version": "9.5.3", "home": "h", "java": "j"}
)
ELASTIC_8 = replace(ELASTIC, name="elasticsearch-8.19.21", url="http://127.0.0.1:5003", told={"version": "8.19.21"})
REDIS = Record("redis", "data", 5004, "redis://127.0.0.1:5004")


@pytest.mark.parametrize(
    ("found", "version", "chosen"),
    [
        ([SEVENTEEN, TWENTY_FIVE], "", (NEWEST, TWENTY_FIVE)),
        ([SEVENTEEN], "", (OLDER, SEVENTEEN)),
        ([OLD], "", None),
        ([], "", None),
        ([SEVENTEEN, TWENTY_FIVE], "8.19.21", (OLDER, SEVENTEEN)),
        ([OLD, SEVENTEEN], "9.5.3", None),
    ],
)
def test_the_newest_java_decides_which_server_runs(
    found: Sequence[Java], version: str, chosen: tuple[Distribution, Java] | None
) -> None:
    assert choose(found, version) == chosen


@pytest.mark.parametrize(
    ("told", "number"), [("25.0.1", 25), ("17.0.15", 17), ("1.8.0_412", 8), ("21-ea", 21), ("?", 0)]
)
def test_a_java_version_is_read(told: str, number: int) -> None:
    assert java_number(told) == number


def test_a_java_is_found_by_its_release_file_or_by_asking_it(tmp_path: Path) -> None:
    for name, script in (("silent", "#!/bin/sh\n"), ("asked", "#!/bin/sh\necho 'openjdk version \"21.0.2\"' >&2\n")):
        program = tmp_path / name / "bin" / "java"
        program.parent.mkdir(parents=True)
        program.write_text(script)
        program.chmod(0o755)
    (tmp_path / "silent" / "release").write_text('JAVA_VERSION="17.0.15"\n')
    found = javas([tmp_path / "silent", tmp_path / "asked", tmp_path / "nothing"])
    assert [(java.number, java.home.name) for java in found] == [(21, "asked"), (17, "silent")]


def test_the_newest_postgresql_is_taken_and_data_keeps_its_own(tmp_path: Path) -> None:
    for major in ("9.6", "15", "17"):
        (tmp_path / major / "bin").mkdir(parents=True)
        (tmp_path / major / "bin" / "initdb").touch()
    assert binaries(tmp_path) == tmp_path / "17" / "bin"
    assert binaries(tmp_path, "15") == tmp_path / "15" / "bin"


def test_a_wanted_port_is_kept_while_nobody_else_has_it() -> None:
    port = free_port()
    assert free_port(port) == port


def test_a_folder_that_the_user_cannot_use_is_replaced_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted, elsewhere = tmp_path / "wanted", tmp_path / "elsewhere"
    monkeypatch.setattr(machine, "can_use", lambda folder, _user: folder != wanted)
    assert folder_for(wanted, _ourselves(), elsewhere) == elsewhere
    assert str(elsewhere) in capsys.readouterr().err
    monkeypatch.setattr(machine, "can_use", lambda _folder, _user: False)
    with pytest.raises(ServiceError, match="neither"):
        folder_for(wanted, _ourselves(), elsewhere)


def test_root_is_told_which_user_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(ServiceError, match="nobody-of-this-name"):
        user_for("nobody-of-this-name")


def test_a_file_of_another_content_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "some.zip"
    distribution = Distribution("1.0", 17, 4, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    assert not is_whole(file, distribution)
    for content, whole in ((b"ab", False), (b"abd", False), (b"abc", True)):
        file.write_bytes(content)
        assert is_whole(file, replace(distribution, size=3)) is whole


def test_a_broken_download_is_fetched_again_and_given_up_after_the_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    fetches: list[Distribution] = []
    wanted = Distribution("1.0", 17, 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")

    def fetch(distribution: Distribution) -> None:
        fetches.append(distribution)
        distribution.file.write_bytes(b"abc" if len(fetches) == 2 else b"ab")

    monkeypatch.setattr(download, "_fetch", fetch)
    assert download.fetched(wanted).read_bytes() == b"abc"
    assert len(fetches) == 2
    assert "fetched again" in capsys.readouterr().err
    assert download.fetched(wanted) == wanted.file
    assert len(fetches) == 2
    with pytest.raises(ServiceError, match="SHA-256"):
        download.fetched(replace(wanted, sha256="0" * 64))
    assert not wanted.file.exists()


def test_what_was_unpacked_by_half_is_unpacked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = tmp_path / "archive.zip"
    with zipfile.ZipFile(archive, "w") as written:
        program = zipfile.ZipInfo("elasticsearch-1.0/bin/elasticsearch")
        program.external_attr = 0o755 << 16
        written.writestr(program, "#!/bin/sh\n")
    monkeypatch.setattr(download, "fetched", lambda _distribution: archive)
    half = tmp_path / "elasticsearch-1.0" / "bin" / "elasticsearch"
    half.parent.mkdir(parents=True)
    half.write_text("half")
    home = unpacked(Distribution("1.0", 17, 1, ""), tmp_path)
    assert (home / "bin" / "elasticsearch").read_text() == "#!/bin/sh\n"
    assert os.access(home / "bin" / "elasticsearch", os.X_OK)
    half.write_text("changed")
    unpacked(Distribution("1.0", 17, 1, ""), tmp_path)
    assert half.read_text() == "changed"


def test_a_process_is_ours_only_while_it_is_the_one_that_was_started(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        record = replace(REDIS, pid=process.pid, mark=began(process.pid))
        records = Records(tmp_path)
        records.put(record)
        assert records.get("redis") == record
        running = [each.is_running for each in (record, replace(record, mark="another"), REDIS)]
        process.kill()
    assert running == [True, False, False]
    assert not record.is_running


def test_records_are_for_nobody_elses_eyes(tmp_path: Path) -> None:
    Records(tmp_path).put(POSTGRES)
    assert (tmp_path / "postgres.json").stat().st_mode & 0o077 == 0


def test_the_application_is_told_its_own_role_and_the_newest_elasticsearch() -> None:
    assert settings(newest_first([ELASTIC_8, POSTGRES, REDIS, ELASTIC])) == {
        "DATABASE_URL": "postgresql://vuon_app:a@127.0.0.1:5001/vuon",
        "DATABASE_OWNER_URL": "postgresql://vuon_owner:o@127.0.0.1:5001/vuon",
        "ELASTICSEARCH_URL": "http://127.0.0.1:5002",
        "REDIS_URL": "redis://127.0.0.1:5004",
    }


def test_the_suites_are_told_the_servers_and_where_elasticsearch_is() -> None:
    assert for_tests([ELASTIC, POSTGRES, REDIS]) == {
        "TEST_ELASTICSEARCH_URL": "http://127.0.0.1:5002",
        "VUON_ELASTICSEARCH_HOME": "h",
        "VUON_ELASTICSEARCH_JAVA": "j",
        "TEST_DATABASE_URL": POSTGRES.url,
        "TEST_REDIS_URL": REDIS.url,
    }
    assert [kind_of(each) for each in (ELASTIC, POSTGRES)] == ["elasticsearch", "postgres"]


def test_an_unknown_server_and_one_that_does_not_run_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--at", str(tmp_path), "start", "oracle"]) == 2
    assert main(["--at", str(tmp_path), "url", "redis"]) == 1
    assert "scripts/services start redis" in capsys.readouterr().err


def _ourselves() -> machine.User:
    return machine.User(os.geteuid(), os.getegid(), "ourselves")
