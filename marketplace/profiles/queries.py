"""Profiles: what is live for everybody, and the drafts of one's own organisation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, String, cast, func, or_, select

from marketplace.foundation.actor import Actor, NotFound
from marketplace.foundation.database import Json, db
from marketplace.foundation.text import Localised
from marketplace.organisations.models import Organisation
from marketplace.profiles.content import PartyProfile, from_json
from marketplace.profiles.models import Profile
from marketplace.profiles.rules import PUBLIC_PAGES
from marketplace.publishing import queries as publishing
from marketplace.publishing.models import Revision, RevisionMoved
from marketplace.publishing.rules import SubjectKind


@dataclass(frozen=True, slots=True)
class OwnProfile:
    """A party's profile as its own members see it: the draft, what is live, and the version for the form."""

    organisation_id: str
    version: int
    draft: PartyProfile | None
    live: PartyProfile | None
    last: PartyProfile | None = None

    @property
    def newest(self) -> PartyProfile | None:
        """The draft, else what is live, else what was withdrawn."""
        return self.draft or self.live or self.last


def own_profile(actor: Actor, organisation_id: str) -> OwnProfile:
    """Draft and live of an organisation that the actor works for; both None while nothing was written."""
    publishing.expect_reach(actor, organisation_id)
    held = publishing.subject_if_any(actor, organisation_id)
    if held is None:
        return OwnProfile(organisation_id, 0, None, None)
    draft = publishing.draft_content(actor, held.id)
    live = publishing.own_live_content(actor, held.id)
    last = None if draft or live else publishing.last_contents([held.id]).get(held.id)
    return OwnProfile(organisation_id, held.version, _read(draft), _read(live), _read(last))


def _read(plain: Json | None) -> PartyProfile | None:
    return None if plain is None else from_json(plain)


def own_revisions(actor: Actor, organisation_id: str) -> Sequence[Revision]:
    """Every revision of the own profile, newest first; none while nothing was written."""
    if publishing.subject_if_any(actor, organisation_id) is None:
        return ()
    return publishing.revisions(actor, organisation_id)


def live_profiles() -> Select[Profile]:
    """The rows of all live profiles, in the order of their names."""
    return select(Profile).where(Profile.live).order_by(Profile.sort_key, Profile.id)


def live_profile(_actor: Actor, profile_id: str) -> tuple[Profile, PartyProfile]:
    """A live profile of any kind, row and content; NotFound if it never was live or was withdrawn."""
    row = db.session.scalar(select(Profile).where(Profile.id == profile_id, Profile.live))
    if row is None:
        raise NotFound
    return row, from_json(publishing.live_content(SubjectKind.PROFILE, row.id))


def public_profile(actor: Actor, profile_id: str, page: str) -> tuple[Profile, PartyProfile]:
    """A live profile that has this public page (`company` or `investor`); NotFound otherwise."""
    row, profile = live_profile(actor, profile_id)
    if PUBLIC_PAGES.get(row.kind) != page:
        raise NotFound
    return row, profile


def public_stamp(_actor: Actor, profile_id: str, page: str) -> str:
    """Which revision stands on this public page now, and the last decision about anybody's: its foot names others.

    NotFound where `public_profile` finds nothing.
    """
    last = select(func.max(RevisionMoved.id)).scalar_subquery().label("last")
    wanted = select(Profile.revision_id, Profile.kind, last).where(Profile.id == profile_id, Profile.live)
    row = db.session.execute(wanted).one_or_none()
    if row is None or PUBLIC_PAGES.get(row.kind) != page:
        raise NotFound
    return f"{row.revision_id}:{row.last}"


def live_contents(profile_ids: Iterable[str] | None = None) -> dict[str, PartyProfile]:
    """The live content of these parties, or of all; who is not live is left out."""
    stored = publishing.live_contents(SubjectKind.PROFILE, profile_ids)
    return {profile_id: from_json(plain) for profile_id, plain in stored.items()}


def live_rows(profile_ids: Sequence[str]) -> dict[str, Profile]:
    """The rows of these profiles that are live, by id."""
    found: dict[str, Profile] = {}
    for chunk in publishing.chunks(profile_ids):
        rows = db.session.scalars(select(Profile).where(Profile.id.in_(chunk), Profile.live))
        found.update((row.id, row) for row in rows)
    return found


def shown(profile_ids: Sequence[str]) -> list[tuple[Profile, PartyProfile]]:
    """Row and content of those that are live, in the order of the ids; one statement for every 500."""
    found: dict[str, tuple[Profile, PartyProfile]] = {}
    wanted = select(Profile, Revision.content).join(Revision, Revision.id == Profile.revision_id).where(Profile.live)
    for chunk in publishing.chunks(profile_ids):
        for row, plain in db.session.execute(wanted.where(Profile.id.in_(chunk))):
            found[row.id] = (row, from_json(plain))
    return [found[profile_id] for profile_id in profile_ids if profile_id in found]


def all_ids() -> list[str]:
    """The ids of all live profiles of kinds that have a public page."""
    wanted = select(Profile.id).where(Profile.live, Profile.kind.in_(PUBLIC_PAGES)).order_by(Profile.id)
    return list(db.session.scalars(wanted))


def public_pages(page: str) -> Select[str, datetime]:
    """Id and last publication of every live profile that has this public page, for lists of addresses."""
    kinds = [kind for kind, own in PUBLIC_PAGES.items() if own == page]
    return select(Profile.id, Profile.published_at).where(Profile.live, Profile.kind.in_(kinds))


def code_taken(enterprise_code: str, organisation_id: str) -> bool:
    """Whether another organisation's profile bears this enterprise code."""
    other = select(Profile.id).where(
        Profile.enterprise_code == enterprise_code, Profile.organisation_id != organisation_id
    )
    return db.session.scalar(other) is not None


def out_of_step(organisation_ids: Sequence[str]) -> dict[str, tuple[Localised, str | None]]:
    """What those organisations bear whose name or code, as it is stored, is not that of their profile."""
    found: dict[str, tuple[Localised, str | None]] = {}
    other_name = cast(Organisation.name, String) != cast(Profile.name, String)
    other_code = Organisation.enterprise_code.is_distinct_from(Profile.enterprise_code)
    for chunk in publishing.chunks(organisation_ids):
        rows = db.session.execute(
            select(Organisation.id, Organisation.name, Organisation.enterprise_code)
            .join(Profile, Profile.id == Organisation.id)
            .where(Organisation.id.in_(chunk), or_(other_name, other_code))
        )
        found.update((row[0], (row[1], row[2])) for row in rows)
    return found


def previous_live(organisation_ids: Sequence[str]) -> set[str]:
    """Which of these have a row already: published before, live or withdrawn."""
    found: set[str] = set()
    for chunk in publishing.chunks(organisation_ids):
        found.update(db.session.scalars(select(Profile.id).where(Profile.id.in_(chunk))))
    return found


def codes_taken(enterprise_codes: Sequence[str]) -> dict[str, str]:
    """Which of these enterprise codes are borne already, each with the id of its profile."""
    found: dict[str, str] = {}
    for chunk in publishing.chunks(enterprise_codes):
        rows = db.session.execute(select(Profile.enterprise_code, Profile.id).where(Profile.enterprise_code.in_(chunk)))
        found.update((code, profile_id) for code, profile_id in rows if code)
    return found
