"""Whether a web process of this machine answers: what a container's health check asks. Exit code 0 or 1."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request

ADDRESS = "http://127.0.0.1:8000/health/live"
PATIENCE_SECONDS = 4


def answers(address: str) -> bool:
    """The address gives 200."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(0 if answers(sys.argv[1] if len(sys.argv) > 1 else ADDRESS) else 1)
