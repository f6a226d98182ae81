"""Peers that need no training: chance, popularity, subjects in common, and formulas of place, subject and size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from benchmarks.match_peers.scene import Ranked, Scene
from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.corpus import tags_of
from marketplace.matching.rules.seats import Seat

SEED = 20131
SMALL = np.float32(0.02)
FAR = np.float32(0.1)


def chance(scene: Scene) -> Ranked:
    """Every order as likely as every other."""
    drawn = np.random.default_rng(SEED).random((2, *scene.shape), np.float32)
    return Ranked(drawn[0], drawn[1])


def popularity(scene: Scene) -> Ranked:
    """Companies by their earlier rounds; investors by their deals of the last year, then by all."""
    found = scene.signals(("offer_rounds", "activity", "experience"))
    return Ranked(found["offer_rounds"], found["activity"] + SMALL * found["experience"])


def jaccard(scene: Scene) -> Ranked:
    """Subjects in common as a share of all subjects of both: the company's, and the investor's with its portfolio's."""
    return _same(_jaccard([_all_tags(seat) for seat in scene.window.seekers], _offered(scene)))


def declared(scene: Scene) -> Ranked:
    """How alike the subjects are that both sides name themselves, rare ones counting more; no past deals."""
    return _same(scene.signals(("subject_likeness",))["subject_likeness"])


def place_and_subject(scene: Scene) -> Ranked:
    """Share of the portfolio in the country x in the city x in the subject."""
    return _same(_place_and_subject(scene))


def formula(scene: Scene) -> Ranked:
    """Country x city x subject x size fit x recent activity, no training: for companies their list of investors;
    for an investor its own activity is the same for every company and changes nothing."""
    found = scene.signals(("size_record", "activity"))
    fit = np.exp(-np.square(found["size_record"]) / 2)
    return _same(_place_and_subject(scene) * (FAR + fit) * (FAR + found["activity"]))


def _place_and_subject(scene: Scene) -> Floats:
    found = scene.signals(("record_country", "record_city", "record_subject"))
    place = (SMALL + found["record_country"]) * (SMALL + found["record_city"])
    return np.asarray(place * (SMALL + found["record_subject"]), np.float32)


def _same(scores: Floats) -> Ranked:
    return Ranked(scores, scores)


def _all_tags(seat: Seat) -> set[str]:
    return {*tags_of(seat), *(tag for deal in seat.deals for tag in deal.tags)}


def _offered(scene: Scene) -> list[set[str]]:
    return [set(tags_of(seat)) for seat in scene.window.offers]


def _jaccard(left: Sequence[Iterable[str]], right: Sequence[Iterable[str]]) -> Floats:
    """Every row with every row; 0 where both are empty."""
    codes = {code: place for place, code in enumerate(sorted({code for row in (*left, *right) for code in row}))}
    ours, theirs = _marked(left, codes), _marked(right, codes)
    both = ours @ theirs.T
    either = ours.sum(1)[:, None] + theirs.sum(1)[None, :] - both
    return np.asarray(both / np.maximum(either, 1), np.float32)


def _marked(rows: Sequence[Iterable[str]], codes: dict[str, int]) -> Floats:
    out = np.zeros((len(rows), len(codes)), np.float32)
    for number, row in enumerate(rows):
        out[number, [codes[code] for code in row]] = 1
    return out
