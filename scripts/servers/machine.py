"""What this machine has: users, ports, Java, packages, folders that a server's user can reach."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
JAVA_FOLDERS = (Path("/usr/lib/jvm"), Path("/Library/Java/JavaVirtualMachines"))
ELSEWHERE = Path("/var/lib/vuon-services")
MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory
ENOUGH_MEMORY = 6 * 2**30
PROBE_SECONDS = 20


class ServiceError(Exception):
    """A server cannot be started; the words say what to do."""


def say(text: str) -> None:
    """Tell the person at the terminal; standard output is for addresses."""
    print(text, file=sys.stderr, flush=True)


def free_port(wanted: int = 0) -> int:
    """The wanted port if nobody has it, else one that nobody has."""
    for port in dict.fromkeys((wanted, 0)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise ServiceError("This machine has no free port on 127.0.0.1.")


def cache_folder() -> Path:
    """Where downloads are kept, outside the work tree."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vuon"


def install(*packages: str) -> None:
    """Install packages of the operating system; where we may not, the script says what is missing."""
    command = [str(ROOT / "scripts" / "install-packages"), *packages]
    if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
        raise ServiceError(f"Missing on this machine: {', '.join(packages)}.")


# ---------------------------------------------------------------- users and their folders


@dataclass(frozen=True)
class User:
    """Whom a server runs as: ourselves, or a system user where we are root, whom the servers refuse."""

    uid: int
    gid: int
    name: str

    @property
    def is_other(self) -> bool:
        """Somebody else than who runs this."""
        return self.uid != os.geteuid()

    def for_process(self) -> dict[str, object]:
        """How subprocess is told."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}

    def own(self, *paths: Path) -> None:
        """Give it these, not what is in them."""
        for path in paths if self.is_other else ():
            os.chown(path, self.uid, self.gid)


def user_for(*names: str) -> User:
    """The first of these system users that exists, where we are root; else ourselves."""
    for name in names if os.geteuid() == 0 else ():
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return User(found.pw_uid, found.pw_gid, name)
    if os.geteuid() == 0:
        raise ServiceError(f"No server runs as root, and this machine has none of the users {', '.join(names)}.")
    ourselves = pwd.getpwuid(os.geteuid())
    return User(ourselves.pw_uid, ourselves.pw_gid, ourselves.pw_name)


def can_use(folder: Path, user: User) -> bool:
    """Whether that user reaches the folder and may write in it, tried as that user."""
    tried = ["test", "-w", str(folder), "-a", "-x", str(folder)]
    options: dict[str, object] = user.for_process()
    done = subprocess.run(tried, check=False, cwd="/", **options)  # type: ignore[call-overload]
    return bool(done.returncode == 0)


def folder_for(wanted: Path, user: User, elsewhere: Path) -> Path:
    """The wanted folder, owned by that user; the other one where the user cannot reach it, which is said."""
    for folder in (wanted, elsewhere):
        folder.mkdir(parents=True, exist_ok=True)
        user.own(folder)
        folder.chmod(0o700)
        if can_use(folder, user):
            if folder == elsewhere:
                say(f"The user {user.name} cannot reach {wanted}: data is kept in {elsewhere}")
            return folder
    raise ServiceError(f"The user {user.name} can use neither {wanted} nor {elsewhere}.")


def throw_away_folder(memory: Path = MEMORY) -> Path | None:
    """Where data that nobody keeps is written fastest: in memory, if there is enough; None for the usual place."""
    try:
        free = shutil.disk_usage(memory).free
    except OSError:
        return None
    return memory if free >= ENOUGH_MEMORY and os.access(memory, os.W_OK) else None


# ---------------------------------------------------------------- Java


@dataclass(frozen=True, order=True)
class Java:
    """One Java: its main number and its home."""

    number: int
    home: Path


def java_number(version: str) -> int:
    """25 for `25.0.1`, 17 for `17.0.15`, 8 for `1.8.0_412`; 0 for what is no version."""
    found = re.match(r"(?:1\.)?(\d+)", version)
    return int(found.group(1)) if found else 0


def javas(places: Iterable[Path] | None = None) -> list[Java]:
    """Every Java of this machine, the newest first."""
    homes = {home for place in (java_places() if places is None else places) if (home := _java_home(place))}
    return sorted((Java(number, home) for home in homes if (number := _number_of(home))), reverse=True)


def java_places() -> list[Path]:
    """Where a Java may be: JAVA_HOME, PATH, the system's folders."""
    on_path = shutil.which("java")
    named = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    found = [Path(on_path).resolve().parent.parent] if on_path else []
    return [*named, *found, *(each for folder in JAVA_FOLDERS if folder.is_dir() for each in folder.iterdir())]


def _java_home(place: Path) -> Path | None:
    homes = (place.resolve(), (place / "Contents" / "Home").resolve())
    return next((home for home in homes if os.access(home / "bin" / "java", os.X_OK)), None)


def _number_of(home: Path) -> int:
    release = home / "release"
    text = release.read_text(encoding="utf-8", errors="replace") if release.is_file() else ""
    found = re.search(r'^JAVA_VERSION="([^"]+)"', text, re.MULTILINE)
    return java_number(found.group(1)) if found else _asked_number(home)


def _asked_number(home: Path) -> int:
    command = [str(home / "bin" / "java"), "-version"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=PROBE_SECONDS, check=False).stderr
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r'version "([^"]+)"', told)
    return java_number(found.group(1)) if found else 0


def first_program(candidates: Sequence[str]) -> str | None:
    """The first of these programs that PATH has."""
    return next((found for name in candidates if (found := shutil.which(name))), None)
