"""What was measured as one JSON file and as tables for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks.match_peers.methods import SAID

Record = Mapping[str, Any]
NOTHING = "–"


def tables(found: Mapping[str, Any]) -> str:
    """One table for each direction, one of slices, one of costs, in Markdown."""
    names, records = [row["method"] for row in found["methods"]], found["records"]
    head = f"{found['set']} {found['window']}, product weights: {found['weights']}, scorings: {found['scorings']}"
    parts = [f"### {head}", _direction("I2C", "free", names, records), _direction("C2I", "free", names, records)]
    parts += [_direction("C2I", "railed", names, records), _slices(names, records), _costs(found["methods"])]
    return "\n\n".join(parts) + "\n"


def _direction(direction: str, state: str, names: Sequence[str], records: Sequence[Record]) -> str:
    title = {
        ("I2C", "free"): "I2C (an investor asks for companies)",
        ("C2I", "free"): "C2I (a company asks for investors), as each method is",
        ("C2I", "railed"): "C2I, after the same exposure step",
    }[direction, state]
    head = ("method", "nDCG@10 [95 %]", "recall@50", "cold", "warm", "shown", "top10_slots", "method minus product")
    rows = []
    for name in names:
        row = {subset: pick(records, name, direction, state, "", subset) for subset in ("all", "cold", "warm")}
        whole = row["all"]
        measures = (_interval(whole, "ndcg10"), _mean(whole, "r50"), _mean(row["cold"]), _mean(row["warm"]))
        rails = (_share(whole, "shown"), _share(whole, "top10_slots"))
        rows.append((SAID[name], *measures, *rails, _interval(whole, "diff_ndcg10", sign=True)))
    queries = next((row["queries"] for row in records if row["direction"] == direction and row["subset"] == "all"), 0)
    return f"**{title}**, {queries} queries\n\n{table(head, rows)}"


def _slices(names: Sequence[str], records: Sequence[Record]) -> str:
    parts = list(dict.fromkeys(row["part"] for row in records if row["part"]))
    columns = [(part, direction) for part in parts for direction in ("I2C", "C2I")]
    counts = {(row["part"], row["direction"]): row["queries"] for row in records}
    head = ("method", *(f"{part} {direction} ({counts[part, direction]})" for part, direction in columns))
    cells = [
        [_mean(pick(records, name, way, "free" if way == "I2C" else "railed", part, "all")) for part, way in columns]
        for name in names
    ]
    rows = [(SAID[name], *row) for name, row in zip(names, cells, strict=True)]
    return f"**Slices: companies of one country; investors with at most five deals** (nDCG@10)\n\n{table(head, rows)}"


def _costs(methods: Iterable[Record]) -> str:
    head = ("method", "processor seconds", "memory MB", "steps to the rails")
    rows = [(SAID[row["method"]], f"{row['seconds']:.1f}", f"{row['megabytes']:.0f}", _step(row)) for row in methods]
    return table(head, rows)


def _step(row: Record) -> str:
    return f"{row['steps']}" if row["reached"] else f"{row['steps']}, not enough"


def pick(records: Iterable[Record], name: str, direction: str, state: str, part: str, subset: str) -> Record | None:
    """The one record asked for."""
    wanted = {"method": name, "direction": direction, "state": state, "part": part, "subset": subset}
    return next((row for row in records if all(row[key] == value for key, value in wanted.items())), None)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, numbers to the right."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _mean(record: Record | None, name: str = "ndcg10") -> str:
    return _short(record[name][0]) if record else NOTHING


def _interval(record: Record | None, name: str, *, sign: bool = False) -> str:
    if not record or name not in record:
        return NOTHING
    mean, low, high = (_short(value, sign=sign) for value in record[name])
    return f"{mean} [{low}, {high}]"


def _share(record: Record | None, name: str) -> str:
    return f"{record[name]:.2f}" if record else NOTHING


def _short(value: float, *, sign: bool = False) -> str:
    """.108 for 0.108."""
    text = f"{value:+.3f}" if sign else f"{value:.3f}"
    return text.replace("0.", ".", 1)
