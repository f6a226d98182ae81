"""Writes a new numbered migration by comparing the models with what the migrations make of an empty database."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from flask_migrate import revision, upgrade  # noqa: E402 - after the path is set

from marketplace.app import create_app  # noqa: E402
from marketplace.config import Settings  # noqa: E402

MIGRATIONS = ROOT / "migrations"
VERSIONS = MIGRATIONS / "versions"


def next_number() -> str:
    """The number after the newest migration's."""
    numbers = [int(path.name[:4]) for path in VERSIONS.glob("[0-9][0-9][0-9][0-9]_*.py")]
    return f"{max(numbers, default=0) + 1:04}"


def write(message: str) -> Path | None:
    """Write the migration and move head.txt; None where the models ask for no change."""
    number = next_number()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(environment="test", data_dir=Path(folder)))
        with app.app_context():
            upgrade(directory=str(MIGRATIONS))
            revision(directory=str(MIGRATIONS), message=message, autogenerate=True, rev_id=number)
    written = next(VERSIONS.glob(f"{number}_*.py"), None)
    if written is not None:
        (MIGRATIONS / "head.txt").write_text(f"{number}\n")
        tidy(written)
    return written


def tidy(written: Path) -> None:
    """Leave out what Alembic says about itself, and format."""
    lines = written.read_text(encoding="utf-8").splitlines()
    written.write_text("\n".join(line for line in lines if "# ###" not in line) + "\n", encoding="utf-8")
    for step in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
        subprocess.run([Path(sys.executable).parent / "ruff", *step, written], check=False)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].strip():
        sys.exit('Say what changes: make migration m="add terms to deal"')
    print(write(sys.argv[1].strip()) or "The models ask for no change")
