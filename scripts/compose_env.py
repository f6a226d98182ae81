"""Writes .env for docker-compose.yml from deploy/compose.env.example, with secrets of its own; never over another."""

from __future__ import annotations

import re
import secrets
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "deploy" / "compose.env.example"
SECRET = re.compile(r"^([A-Z_]+)=$", re.MULTILINE)  # an empty value in the example is a secret
SECRET_BYTES = 24  # written as 48 letters that need no quoting in an address


def filled(example: str) -> str:
    """The example with a new secret for each empty value."""
    return SECRET.sub(lambda found: f"{found.group(1)}={secrets.token_hex(SECRET_BYTES)}", example)


def main(target: Path) -> int:
    """Write the file for its owner's eyes only."""
    try:
        with target.open("x", encoding="utf-8") as file:
            target.chmod(0o600)
            file.write(filled(EXAMPLE.read_text(encoding="utf-8")))
    except FileExistsError:
        print(f"{target} is there already and is left alone", file=sys.stderr)
        return 1
    print(f"Wrote {target}: set SITE_ADDRESS, PUBLIC_URL and SMTP_URL in it")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".env"))
