"""Companies and investors as sparse rows of attributes, for the peers that learn a vector for each attribute."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log10

import numpy as np
from scipy.sparse import csr_matrix

from benchmarks.match_peers.scene import Scene
from marketplace.matching.commands.windows import Row

STEPS_A_DECADE = 3


@dataclass(frozen=True)
class Investments:
    """Every investor and every company ever seen, who invested in whom, and what is known of both.

    `asked` are the rows of candidates with what they ask now; `companies` those of the past with what they last asked.
    """

    investors: csr_matrix
    companies: csr_matrix
    asked: csr_matrix
    pairs: np.ndarray[tuple[int, int], np.dtype[np.int64]]
    seekers: np.ndarray[tuple[int], np.dtype[np.int64]]
    held: np.ndarray[tuple[int], np.dtype[np.int64]]


def investments_of(scene: Scene) -> Investments:
    """The window's history as pairs of row numbers; `held` is a candidate's row among past companies, or -1."""
    history = scene.tables.history
    investors = _numbered(row["investor"] for row in history)
    companies = _numbered(row["company"] for row in history)
    last = {row["company"]: row for row in sorted(history, key=lambda row: row["month"])}
    known, now = scene.tables.companies, scene.tables.candidates
    codes: dict[str, int] = {}
    past = [_company(known.get(name, {}), last[name].get("amount_usd"), last[name].get("stage")) for name in companies]
    asked = [_company(known.get(row["company"], {}), row["amount_sought_usd"], row["stage"]) for row in now]
    theirs = [[f"id={name}", *_investor(scene.tables.investors.get(name, {}))] for name in investors]
    past_rows = _sparse(past, codes)
    own: dict[str, int] = {}
    return Investments(
        investors=_sparse(theirs, own),
        companies=_widened(past_rows, len(codes)),
        asked=_sparse(asked, codes, grow=False),
        pairs=np.array(sorted({(investors[row["investor"]], companies[row["company"]]) for row in history}), np.int64),
        seekers=np.array([investors[seat.profile] for seat in scene.window.seekers], np.int64),
        held=np.array([companies.get(row["company"], -1) for row in now], np.int64),
    )


def _company(row: Row, amount: str | None, stage: str | None) -> list[str]:
    place = f"city={row.get('country')}/{row.get('city')}"
    size = f"size={round(log10(float(amount)) * STEPS_A_DECADE)}" if amount and float(amount) > 0 else ""
    named = [f"country={row.get('country')}", place if row.get("city") else "", size, f"stage={stage or ''}"]
    return [name for name in (*named, *_tags(row.get("tags"))) if name]


def _investor(row: Row) -> list[str]:
    place = f"city={row.get('country')}/{row.get('city')}"
    return [f"country={row.get('country')}", *([place] if row.get("city") else []), *_tags(row.get("declared_tags"))]


def _tags(text: str | None) -> list[str]:
    return [f"tag={tag}" for tag in (text or "").split("|") if tag]


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(set(names)))}


def _sparse(rows: Sequence[Sequence[str]], codes: dict[str, int], *, grow: bool = True) -> csr_matrix:
    """Rows of length one; new attributes get a column, or are left out."""
    if grow:
        for row in rows:
            for name in row:
                codes.setdefault(name, len(codes))
    kept = [[codes[name] for name in row if name in codes] for row in rows]
    starts = np.concatenate(([0], np.cumsum([len(row) for row in kept])))
    values = np.concatenate([np.full(len(row), 1 / max(len(row), 1) ** 0.5, np.float32) for row in kept])
    return csr_matrix((values, [code for row in kept for code in row], starts), (len(rows), len(codes)))


def _widened(rows: csr_matrix, width: int) -> csr_matrix:
    return csr_matrix((rows.data, rows.indices, rows.indptr), (rows.shape[0], width))
