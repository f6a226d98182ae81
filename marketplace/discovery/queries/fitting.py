"""The technologies, sectors, markets and provinces that a text names, or begins to name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from marketplace.discovery.queries.browsing import counted
from marketplace.discovery.queries.naming import Closeness, Row, Standing, closeness, row_of, standing
from marketplace.foundation.i18n import LANGUAGES
from marketplace.reference import queries as reference
from marketplace.reference.queries import Snapshot, snapshot
from search_index.names import other_names

NAMED = ("technology", "sector", "market", "province")
CODE_LETTERS, SPOKEN_CODES = 2, frozenset({"US", "UK", "EU", "HK"})  # who types "AI" does not ask for Anguilla


@dataclass(frozen=True, slots=True)
class FittingTerm:
    """A code, and how many public things bear it; None while nobody can count."""

    taxonomy: str
    code: str
    count: int | None
    closeness: Closeness = Closeness.BEGUN
    names: tuple[str, ...] = ()

    @property
    def is_named(self) -> bool:
        """Whether the text is just a name of it."""
        return self.closeness is Closeness.SAME


@dataclass(frozen=True, slots=True)
class _Named:
    taxonomy: str
    code: str
    names: tuple[str, ...]
    rows: tuple[Row, ...]


def fitting_terms(text: str, size: int, *, unfinished: bool = False) -> Sequence[FittingTerm]:
    """The best first: those named outright, then those of whose name the text is a part.

    Codes that nothing bears are left out, but not those that the text is a name of: who asks for just them is told.
    `unfinished`: the last word may go on, and only what something bears is offered.
    """
    asked = row_of(text)
    if not asked:
        return ()
    ranked = {
        entry: found
        for entry in _named(snapshot())
        if (found := standing(entry.rows, asked, unfinished=unfinished)) is not None
    }
    ranked |= dict.fromkeys(_places(text), Standing.SAME)
    ordered = sorted(ranked, key=lambda entry: (ranked[entry], NAMED.index(entry.taxonomy)))
    fitting = _counted(ordered, {entry for entry in ranked if ranked[entry] is Standing.SAME}, asked)
    return [term for term in fitting if term.count != 0 or (term.is_named and not unfinished)][:size]


def _counted(entries: Sequence[_Named], same: set[_Named], asked: Row) -> Iterator[FittingTerm]:
    counts = counted() if entries else None
    bearing: dict[str, Mapping[str, int]] = {}
    if counts and counts.known:
        bearing = {taxonomy: counts.bearing(taxonomy) for taxonomy in NAMED}
    for entry in entries:
        count = bearing[entry.taxonomy].get(entry.code, 0) if bearing else None
        near = Closeness.SAME if entry in same else closeness(entry.rows, asked)
        yield FittingTerm(entry.taxonomy, entry.code, count, near, entry.names)


def _places(text: str) -> Iterator[_Named]:
    """What a place was called before, or is called by others, leads to what it is now."""
    is_code = len(text.strip()) == CODE_LETTERS and text.strip().upper() not in SPOKEN_CODES
    province, country = reference.province_code(text), None if is_code else reference.country_code(text)
    if province and reference.province(province):
        yield _entry("province", province)
    if country and not reference.unknown_codes("market", [country]):
        yield _entry("market", country)


@lru_cache(maxsize=4)
def _named(_version: Snapshot) -> tuple[_Named, ...]:
    """Every code with its names, worked out once for each version of the reference data."""
    codes = {taxonomy: [code for code, _ in reference.choices(taxonomy, "en")] for taxonomy in NAMED}
    return tuple(_entry(taxonomy, code) for taxonomy in NAMED for code in codes[taxonomy])


def _entry(taxonomy: str, code: str) -> _Named:
    labels = [reference.label(taxonomy, code, lang) for lang in LANGUAGES]
    term = snapshot().terms.get(taxonomy, {}).get(code)
    others = [name for written in labels for name in other_names(written)]
    names = dict.fromkeys((*labels, *(term.other_names if term else ()), *others))
    parts = [part for written in names for part in (written, *(written.split(",") if written in labels else ()))]
    return _Named(taxonomy, code, tuple(names), tuple(dict.fromkeys(row for name in parts if (row := row_of(name)))))
