"""What a reader's own answers teach its own list: a bounded part, small where there are few of them.

Each field has a lift: how much more often those whom the reader wants show a code than everybody in the list does.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.answers import Answer
from marketplace.matching.rules.arrays import UNKNOWN, Codes, Flags, Floats, marked
from marketplace.matching.rules.explanation import Part
from marketplace.matching.rules.sides import Side
from marketplace.matching.rules.signals import Topic

MOST = 0.6
MOST_OF_FIELD = 0.35
# So many answers weigh as much as what everybody in the list shows.
PULL = 8.0
BAND = np.float32(np.log(10) / 2)
# "Never" teaches nothing: it is about one party, and only parts the pair.
WORTH: Mapping[Answer, float] = {Answer.MUST: 1.5, Answer.YES: 1.0, Answer.LATER: -0.35}
WEIGHTS: Mapping[str, float] = {
    "taught_subject": 0.3,
    "taught_place": 0.2,
    "taught_stage": 0.2,
    "taught_size": 0.2,
    "taught_kind": 0.15,
}
CODES: tuple[str, ...] = tuple(WEIGHTS)
Rows = NDArray[np.intp]
Lessons = Mapping[str, Answer]


def taught(side: Side, kinds: Sequence[str], lessons: Lessons) -> Floats | None:
    """By code and seat of the other side what the answers add; None where there is nothing to learn from.

    `kinds` is the kind of each seat's party, `lessons` the reader's answers by organisation.
    """
    worth = _worth(side, lessons)
    if not worth.any():
        return None
    found = np.stack(
        [
            _of_flags(side.subjects, worth),
            (_of_codes(side.country, worth) + _of_codes(side.city, worth)) / 2,
            _of_flags(side.stages, worth),
            _of_codes(_bands(side), worth),
            _of_codes(_numbered(kinds), worth),
        ]
    )
    weighed = np.clip(found * np.array(list(WEIGHTS.values()))[:, None], -MOST_OF_FIELD, MOST_OF_FIELD)
    return _bounded(weighed)


def parts_taught(column: Sequence[float]) -> tuple[Part, ...]:
    """What answers add to one seat, as parts of its score; the value of each is what it adds."""
    return tuple(Part(code, Topic.TAUGHT, float(add), float(add)) for code, add in zip(CODES, column, strict=True))


def _worth(side: Side, lessons: Lessons) -> Floats:
    """How much each seat teaches: a party with several seats as much as one with one."""
    worth = np.zeros(len(side), np.float64)
    for organisation, answer in lessons.items():
        rows = side.rows_of(organisation)
        if len(rows):
            worth[rows] = WORTH.get(answer, 0.0) / len(rows)
    return worth.astype(np.float32)


def _of_codes(codes: Codes, worth: Floats) -> NDArray[np.float64]:
    """The lift of each row's code, nothing where it is unknown."""
    known = codes != UNKNOWN
    if not known.any():
        return np.zeros(len(codes))
    wide = int(codes.max()) + 1
    usual = np.bincount(codes[known], minlength=wide) / known.sum()
    worths = worth[known].astype(np.float64)
    wanted = np.bincount(codes[known], np.maximum(worths, 0), wide).astype(np.float64)
    unwanted = np.bincount(codes[known], np.maximum(-worths, 0), wide).astype(np.float64)
    return np.where(known, _lift(wanted, unwanted, usual, worth[known])[codes], 0.0)


def _of_flags(flags: Flags, worth: Floats) -> NDArray[np.float64]:
    """The mean lift of each row's codes, nothing where it names none."""
    known = marked(flags)
    if not known.any():
        return np.zeros(len(flags))
    usual = flags[known].mean(0, dtype=np.float64)
    rows, worths = flags[(worth != 0) & known].astype(np.float64), worth[(worth != 0) & known].astype(np.float64)
    wanted, unwanted = np.maximum(worths, 0) @ rows, np.maximum(-worths, 0) @ rows
    lift = _lift(wanted, unwanted, usual, worth[known])
    # All codes that no answer shows have the same lift: only the others are looked up in every row.
    shown = np.flatnonzero(wanted + unwanted)
    rest = _lift(np.zeros(1), np.zeros(1), np.ones(1), worth[known])[0]
    mean = rest + (flags[:, shown] @ (lift[shown] - rest)) / np.maximum(flags.sum(1), 1)
    return np.where(known, mean, 0.0)


def _lift(
    wanted: NDArray[np.float64], unwanted: NDArray[np.float64], usual: NDArray[np.float64], worth: Floats
) -> NDArray[np.float64]:
    """How much more often than usual a code is wanted, less how much more often it is put off; logarithms."""
    liked, put_off = float(np.maximum(worth, 0).sum()), float(np.maximum(-worth, 0).sum())
    return _drawn(wanted, liked, usual) - _drawn(unwanted, put_off, usual)


def _drawn(counts: NDArray[np.float64], total: float, usual: NDArray[np.float64]) -> NDArray[np.float64]:
    shown = usual > 0
    share = (counts + PULL * usual) / (total + PULL)
    lift: NDArray[np.float64] = np.log(np.where(shown, share, 1.0) / np.where(shown, usual, 1.0))
    return lift


def _bands(side: Side) -> Codes:
    """Half powers of ten of the middle of each amount, as codes."""
    low, high = side.low, side.high
    middle = np.where(np.isnan(low), high, np.where(np.isnan(high), low, (low + high) / 2))
    bands = np.floor(np.nan_to_num(middle, nan=-1.0) / BAND)
    return np.where(np.isnan(middle), UNKNOWN, np.maximum(bands, 0)).astype(np.int32)


def _numbered(kinds: Sequence[str]) -> Codes:
    codes = {kind: number for number, kind in enumerate(sorted(set(kinds)))}
    return np.array([codes[kind] for kind in kinds], np.int32)


def _bounded(adds: NDArray[np.float64]) -> Floats:
    """All fields of a seat made smaller alike where together they would add too much."""
    total = np.abs(adds.sum(0))
    shrink = np.where(total > MOST, MOST / np.maximum(total, MOST), 1.0)
    return (adds * shrink).astype(np.float32)
