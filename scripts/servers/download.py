"""The official minimal Elasticsearch, from Maven Central: fetched once, checked, unpacked."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from scripts.servers.machine import ServiceError, cache_folder, first_program, install, say

PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:2.8:copy"
GROUP = "org.elasticsearch.distribution.integ-test-zip"
TELL_EVERY_SECONDS = 5
MILLION = 1_000_000
ATTEMPTS = 2


@dataclass(frozen=True)
class Distribution:
    """One version that this project is tested with."""

    version: str
    java: int  # the oldest Java that runs it
    size: int
    sha256: str

    @property
    def file(self) -> Path:
        """Its place in the cache."""
        return cache_folder() / f"elasticsearch-{self.version}.zip"


NEWEST = Distribution("9.5.3", 21, 132_390_005, "bec49f3b8d00e75c8d1cec85c35298635ec9fbd3ae80ef5aeb6bc05abdb3db2d")
OLDER = Distribution("8.19.21", 17, 106_871_955, "215d5f3dbf0609a149f6218a9e47b6ae2df34ebbff3c5754e35f15a5e5393c8a")
DISTRIBUTIONS = {each.version: each for each in (NEWEST, OLDER)}


def is_whole(file: Path, distribution: Distribution) -> bool:
    """The file is there and is exactly the one that was tested."""
    if not file.is_file() or file.stat().st_size != distribution.size:
        return False
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == distribution.sha256


def fetched(distribution: Distribution) -> Path:
    """The checked file, from the cache or from Maven Central."""
    cache_folder().mkdir(parents=True, exist_ok=True)
    with (cache_folder() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another clone may be fetching the same
        for _ in range(ATTEMPTS):
            if is_whole(distribution.file, distribution):
                return distribution.file
            if distribution.file.exists():
                say(f"{distribution.file} is broken or half: it is fetched again")
                distribution.file.unlink()
            _fetch(distribution)
        if is_whole(distribution.file, distribution):
            return distribution.file
    distribution.file.unlink(missing_ok=True)
    raise ServiceError(
        f"Elasticsearch {distribution.version} came twice with another content than was tested "
        f"(SHA-256 {distribution.sha256}). Put the right file at {distribution.file}, or look at your mirror."
    )


def _fetch(distribution: Distribution) -> None:
    if not first_program(["mvn"]):
        install("maven")
    own = cache_folder() / "maven"  # a repository of our own: a broken copy in it is ours to remove
    arrived = own / Path(*GROUP.split(".")) / "elasticsearch" / distribution.version
    shutil.rmtree(arrived, ignore_errors=True)
    artifact = f"{GROUP}:elasticsearch:{distribution.version}:zip"
    say(f"Fetching Elasticsearch {distribution.version} ({distribution.size / MILLION:.0f} MB) from Maven Central")
    say("  (Maven fetches what it needs itself before that)")
    log = cache_folder() / "maven.log"
    command = ["mvn", "-B", "-q", f"-Dmaven.repo.local={own}", PLUGIN, f"-Dartifact={artifact}"]
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, f"-DoutputDirectory={cache_folder()}"],
            cwd=cache_folder(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _tell_progress(process, arrived, distribution.size)
    shutil.rmtree(arrived, ignore_errors=True)
    if process.returncode:
        tail = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:])
        raise ServiceError(f"Elasticsearch {distribution.version} could not be fetched with Maven:\n{tail}")


def _tell_progress(process: subprocess.Popen[bytes], arrived: Path, size: int) -> None:
    began = told = time.monotonic()
    while process.poll() is None:
        time.sleep(0.1)
        if time.monotonic() - told >= TELL_EVERY_SECONDS:
            told = time.monotonic()
            here = sum(path.stat().st_size for path in arrived.glob("*.zip*") if path.exists())
            say(f"  {here / MILLION:4.0f} of {size / MILLION:.0f} MB after {told - began:.0f} s")
    say(f"  done in {time.monotonic() - began:.0f} s")


def unpacked(distribution: Distribution, folder: Path) -> Path:
    """The distribution's home under this folder; a half unpacked one is begun again."""
    home = folder / f"elasticsearch-{distribution.version}"
    finished = folder / f"unpacked-{distribution.version}"
    if finished.is_file() and home.is_dir():
        return home
    shutil.rmtree(home, ignore_errors=True)
    with zipfile.ZipFile(fetched(distribution)) as archive:
        for member in archive.infolist():
            place = Path(archive.extract(member, folder))
            mode = member.external_attr >> 16
            if mode and not member.is_dir():
                place.chmod(mode & 0o777)
    finished.touch()
    return home
