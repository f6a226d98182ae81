"""Writes what went live into the tables that lists, search and matching read: many parties, few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, table_of
from marketplace.foundation.insertion import insert_rows
from marketplace.foundation.text import folded_key, sort_key
from marketplace.profiles import queries
from marketplace.profiles.content import PartyProfile
from marketplace.profiles.models import Profile, ProfileCertificate, ProfileCode, ProfileFigure, ProfilePastDeal
from marketplace.publishing.queries import chunks

KEY_LENGTH = 400
_CHILDREN: tuple[type[Base], ...] = (ProfileCode, ProfileFigure, ProfileCertificate, ProfilePastDeal)
_COPIED = (
    "kind",
    "name",
    "summary",
    "country",
    "province",
    "city",
    "website",
    "enterprise_code",
    "enterprise_type",
    "ownership",
    "control_country",
    "development_stage",
    "industry",
    "stock_symbol",
    "founded_year",
    "employees",
    "is_demo",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One party's content that is live now, and the revision that holds it."""

    profile_id: str
    revision_id: str
    profile: PartyProfile
    is_new: bool = False  # nothing was ever written of it, so no row stands there


def write_rows(session: Session, shown: Sequence[Shown]) -> None:
    """Replace the rows of these parties by what is live now."""
    known = queries.previous_live([item.profile_id for item in shown if not item.is_new])
    moment = now()
    session.flush()
    _forget_children(session, sorted(known))
    fresh = [_profile_row(item, moment) for item in shown if item.profile_id not in known]
    insert_rows(session, Profile, fresh)
    changed = [_profile_row(item, moment) for item in shown if item.profile_id in known]
    if changed:
        session.execute(update(Profile), changed)
    insert_rows(session, ProfileCode, [row for item in shown for row in _code_rows(item)])
    insert_rows(session, ProfileFigure, [row for item in shown for row in _figure_rows(item)])
    insert_rows(session, ProfileCertificate, [row for item in shown for row in _certificate_rows(item)])
    insert_rows(session, ProfilePastDeal, [row for item in shown for row in _past_deal_rows(item)])
    session.expire_all()


def hide_rows(session: Session, profile_ids: Sequence[str]) -> None:
    """The parties' rows stay, marked as not live, and without their codes, figures and deals."""
    session.flush()
    _forget_children(session, profile_ids)
    session.execute(update(Profile), [{"id": profile_id, "live": False} for profile_id in profile_ids])
    session.expire_all()


def _forget_children(session: Session, profile_ids: Sequence[str]) -> None:
    for chunk in chunks(profile_ids):
        for model in _CHILDREN:
            table = table_of(model)
            session.execute(delete(table).where(table.c.profile_id.in_(chunk)))


def _profile_row(item: Shown, moment: datetime) -> dict[str, Any]:
    name = item.profile.name.best("vi")
    return {
        "id": item.profile_id,
        "organisation_id": item.profile_id,
        "revision_id": item.revision_id,
        "live": True,
        "published_at": moment,
        "folded_name": folded_key(name)[:KEY_LENGTH],
        "sort_key": sort_key(name)[:KEY_LENGTH],
        **{column: getattr(item.profile, column) for column in _COPIED},
    }


def _code_rows(item: Shown) -> Iterable[dict[str, Any]]:
    profile = item.profile
    groups = {
        "technology": profile.technologies,
        "segment": profile.segments,
        "sector": profile.sectors,
        "market": profile.markets,
        "language": profile.languages,
        "facet": profile.facets,
    }
    return (
        {"profile_id": item.profile_id, "taxonomy": taxonomy, "code": code}
        for taxonomy, codes in groups.items()
        for code in dict.fromkeys(codes)
    )


def _figure_rows(item: Shown) -> Iterable[dict[str, Any]]:
    last_of = {(figure.year, figure.market or ""): figure for figure in item.profile.figures}
    return (
        {**_columns(figure), "profile_id": item.profile_id, "market": market} for (_, market), figure in last_of.items()
    )


def _certificate_rows(item: Shown) -> Iterable[dict[str, Any]]:
    return (
        {**_columns(certificate), "profile_id": item.profile_id, "position": position}
        for position, certificate in enumerate(item.profile.certificates)
    )


def _past_deal_rows(item: Shown) -> Iterable[dict[str, Any]]:
    return (
        {**_columns(deal), "profile_id": item.profile_id, "position": position}
        for position, deal in enumerate(item.profile.past_deals)
    )


def _columns(part: Any) -> dict[str, Any]:
    """The fields of a part of the content, which its table has under the same names."""
    return {field.name: getattr(part, field.name) for field in fields(part)}
