"""Writes down every route, its methods and who may use it, so that none vanishes or opens without being seen."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from marketplace.app import create_app  # noqa: E402 - after the path is set
from marketplace.config import Settings  # noqa: E402

if TYPE_CHECKING:
    from flask import Flask

LIST = ROOT / "tests" / "architecture" / "routes.txt"
SILENT = {"HEAD", "OPTIONS"}


def lines(app: Flask) -> list[str]:
    """One line for each route: address, methods, endpoint, who reads, who writes."""
    return sorted(
        _line(app, rule.rule, rule.endpoint, sorted((rule.methods or set()) - SILENT))
        for rule in app.url_map.iter_rules()
    )


def _line(app: Flask, address: str, endpoint: str, methods: list[str]) -> str:
    access = getattr(app.view_functions[endpoint], "access", None)
    read = access.read.name if access and access.read else "-"
    write = access.write.name if access and access.write else "-"
    return f"{address}  {','.join(methods)}  {endpoint}  read={read}  write={write}"


def main() -> None:
    """Write the list of this working tree."""
    with tempfile.TemporaryDirectory() as folder:
        found = lines(create_app(Settings(environment="test", data_dir=Path(folder))))
    LIST.write_text("\n".join(found) + "\n", encoding="utf-8")
    print(f"{len(found)} routes")


if __name__ == "__main__":
    main()
