"""Implicit alternating least squares (library implicit); a company without a past gets its vector from attributes."""

from __future__ import annotations

import numpy as np
from implicit.cpu.als import AlternatingLeastSquares
from scipy.sparse import csr_matrix

from benchmarks.match_peers.attributes import investments_of
from benchmarks.match_peers.scene import Ranked, Scene

FACTORS = 128
ALPHA = 10.0
REGULARISATION = 0.1
ITERATIONS = 15
RIDGE = 1.0
SEED = 7


def least_squares(scene: Scene) -> Ranked:
    """Vectors of investors times vectors of companies; those of candidates by a ridge map from what they say."""
    known = investments_of(scene)
    shape = (known.investors.shape[0], known.companies.shape[0])
    made = csr_matrix((np.ones(len(known.pairs), np.float32), (known.pairs[:, 0], known.pairs[:, 1])), shape)
    model = AlternatingLeastSquares(
        FACTORS, REGULARISATION, ALPHA, iterations=ITERATIONS, num_threads=1, random_state=SEED
    )
    model.fit(made, show_progress=False)
    square = (known.companies.T @ known.companies).toarray() + RIDGE * np.eye(known.companies.shape[1])
    told = known.asked @ np.linalg.solve(square, known.companies.T @ model.item_factors)
    seen = np.flatnonzero(known.held >= 0)
    told[seen] = (told[seen] + model.item_factors[known.held[seen]]) / 2
    scores = np.asarray(model.user_factors[known.seekers] @ told.T, np.float32)
    return Ranked(scores, scores)
