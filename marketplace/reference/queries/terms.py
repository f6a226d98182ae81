"""Terms of the taxonomies, and entries of the industry classification."""

from marketplace.reference.content import Industry, Term
from marketplace.reference.queries.snapshot import snapshot


def taxonomies() -> tuple[str, ...]:
    """The names of all taxonomies."""
    return tuple(snapshot().terms)


def terms(taxonomy: str) -> tuple[Term, ...]:
    """The terms that are offered now, in their order; raises KeyError for a taxonomy that does not exist."""
    return tuple(term for term in snapshot().terms[taxonomy].values() if not term.is_retired)


def term(taxonomy: str, code: str) -> Term | None:
    """One term, also a retired one; None for a code that never was."""
    return snapshot().terms[taxonomy].get(code)


def flagged(taxonomy: str, flag: str) -> frozenset[str]:
    """The codes that carry a flag: flagged('technology', 'strategic')."""
    return frozenset(term.code for term in snapshot().terms[taxonomy].values() if term.has(flag))


def counting_deal_types() -> frozenset[str]:
    """The deal types that count towards the national target."""
    return frozenset(t.code for t in snapshot().terms["deal_type"].values() if t.attribute("counts") == "yes")


def industries(parent: str | None = None) -> tuple[Industry, ...]:
    """The sections, or what lies directly below an entry."""
    return tuple(entry for entry in snapshot().industries.values() if entry.parent == parent)


def industry(code: str) -> Industry | None:
    """One entry of the industry classification, as far as it is loaded."""
    return snapshot().industries.get(code)
