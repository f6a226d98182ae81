"""What the public index may hold of a party: only what is live and has a public page."""

from collections.abc import Iterable, Mapping, Sequence

from marketplace.foundation.clock import today
from marketplace.foundation.text import Localised
from marketplace.profiles import queries
from marketplace.profiles.content import Certificate, PartyProfile
from marketplace.profiles.models import Profile
from marketplace.profiles.rules import PUBLIC_PAGES
from marketplace.reference.queries import names
from search_index.documents import Document

LANGUAGES = ("vi", "en")


def all_ids() -> list[str]:
    """Every id that should be in the index."""
    return queries.all_ids()


def documents_for(profile_ids: Sequence[str]) -> list[Document]:
    """The documents of those that are live and public; who is left out belongs out of the index."""
    rows = queries.live_rows(profile_ids)
    public = [row for row in rows.values() if row.kind in PUBLIC_PAGES]
    contents = queries.live_contents([row.id for row in public])
    return [_document(row, contents[row.id]) for row in public if row.id in contents]


def _document(row: Profile, profile: PartyProfile) -> Document:
    kind = PUBLIC_PAGES[row.kind]
    return Document(
        id=row.id,
        kind=kind,
        text=_text(profile),
        filters=_investor_filters(profile) if kind == "investor" else _company_filters(profile),
        numbers={} if kind == "investor" else _numbers(profile),
        sort={"name": row.sort_key, "newest": int(row.published_at.timestamp())},
    )


def _text(profile: PartyProfile) -> dict[str, dict[str, str]]:
    said = {
        "name": _by_language(profile.name),
        "summary": _by_language(profile.summary),
        "body": _by_language(profile.description),
        "tags": labels({"technology": profile.technologies, "sector": profile.sectors, "segment": profile.segments}),
    }
    for code in (profile.legal_name, profile.enterprise_code, profile.stock_symbol, profile.industry):
        if code:
            said["body"] = {lang: f"{said['body'].get(lang, '')} {code}".strip() for lang in LANGUAGES}
    return said


def _company_filters(profile: PartyProfile) -> dict[str, tuple[str, ...]]:
    return {
        "technology": profile.technologies,
        "segment": profile.segments,
        "sector": profile.sectors,
        "market": profile.markets,
        "province": _one(profile.province),
        "country": _one(profile.country),
        "enterprise_type": _one(profile.enterprise_type),
        "ownership": _one(profile.ownership),
        "development_stage": _one(profile.development_stage),
        "standard": standards_in_force(profile.certificates),
        "facet": profile.facets,
    }


def _investor_filters(profile: PartyProfile) -> dict[str, tuple[str, ...]]:
    """Stages, instruments and tickets come from the investor's mandates, in the feature above."""
    return {
        "technology": profile.technologies,
        "sector": profile.sectors,
        "market": profile.markets,
        "country": _one(profile.country),
        "facet": profile.facets,
    }


def _numbers(profile: PartyProfile) -> dict[str, tuple[int, ...]]:
    given = {"founded_year": profile.founded_year, "employees": profile.employees}
    return {name: (value,) for name, value in given.items() if value is not None}


def standards_in_force(certificates: Iterable[Certificate]) -> tuple[str, ...]:
    """The standards whose certificates have not run out, each once."""
    valid = (c.standard for c in certificates if c.valid_until is None or c.valid_until >= today())
    return tuple(dict.fromkeys(valid))


def labels(codes: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The words of taxonomy codes in each language, other names too."""
    pairs = [(taxonomy, code) for taxonomy, held in codes.items() for code in held]
    return {lang: ", ".join(name for pair in pairs for name in names(*pair, lang)) for lang in LANGUAGES}


def _by_language(text: Localised) -> dict[str, str]:
    return dict(text.items())


def _one(code: str | None) -> tuple[str, ...]:
    return () if code is None else (code,)
