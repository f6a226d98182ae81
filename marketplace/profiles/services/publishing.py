"""The use cases of profiles: each is one transaction."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from marketplace.foundation.actor import Actor, Refused
from marketplace.foundation.database import transaction
from marketplace.foundation.journal import record
from marketplace.organisations import services as organisations
from marketplace.profiles import queries, rules
from marketplace.profiles.content import PartyProfile, as_declared, from_json, to_json
from marketplace.profiles.facts import ProfilesPublished, ProfilesWithdrawn
from marketplace.profiles.services.rows import Shown, hide_rows, write_rows
from marketplace.publishing import queries as revisions
from marketplace.publishing import services as publishing
from marketplace.publishing.models import Revision
from marketplace.publishing.rules import RevisionState, Source, SubjectKind
from marketplace.publishing.services import NewSubject, Outcome, Published, Wanted


def save_draft(
    actor: Actor, organisation_id: str, profile: PartyProfile, expected_version: int | None = None
) -> Revision:
    """Keep what was typed as the draft; the world sees nothing of it."""
    with transaction():
        wanted = _as_owner_may_say(actor, organisation_id, profile)
        return _drafted(actor, organisation_id, wanted, Source.FORM, None, expected_version)


def publish_profile(
    actor: Actor,
    organisation_id: str,
    profile: PartyProfile,
    source: str = Source.FORM,
    batch_id: str | None = None,
    expected_version: int | None = None,
) -> str:
    """Make this the party's live profile; gives the profile's id. Refused: profiles.name_missing, code_wrong, …"""
    with transaction() as session:
        wanted = _as_owner_may_say(actor, organisation_id, profile) if source == Source.FORM else profile
        _check(organisation_id, wanted)
        draft = _drafted(actor, organisation_id, wanted, source, batch_id, expected_version)
        if draft.state == RevisionState.LIVE:
            return organisation_id
        publishing.go_live(actor, draft)
        _show(session, actor, [Shown(organisation_id, draft.id, wanted)])
    return organisation_id


def publish_draft(actor: Actor, organisation_id: str, expected_version: int | None = None) -> str:
    """Make the kept draft live. Refused: profiles.no_draft."""
    with transaction():
        revisions.locked_if_any(actor, organisation_id)
        own = queries.own_profile(actor, organisation_id)
        if own.draft is None:
            raise Refused("profiles.no_draft")
        return publish_profile(actor, organisation_id, own.draft, expected_version=expected_version)


def publish_many(
    actor: Actor, wanted: Sequence[tuple[str, PartyProfile]], batch_id: str, source: str = Source.IMPORT
) -> list[Published]:
    """Bring many parties live at once, in the order given, with one fact; what is unchanged is left alone."""
    with transaction() as session:
        texts = []
        for organisation_id, profile in wanted:
            _check_shape(profile)
            texts.append(Wanted(organisation_id, organisation_id, to_json(profile)))
        done = publishing.publish_many(actor, SubjectKind.PROFILE, texts, source, batch_id)
        by_id = dict(wanted)
        fresh = [
            Shown(item.subject_id, item.revision_id, by_id[item.subject_id], is_new=item.outcome == Outcome.CREATED)
            for item in done
            if item.outcome != Outcome.UNCHANGED
        ]
        _show(session, actor, fresh)
    return done


def withdraw_profile(actor: Actor, profile_id: str, expected_version: int | None = None) -> None:
    """The world no longer sees the party. Refused: publishing.not_possible."""
    with transaction() as session:
        publishing.withdraw(actor, profile_id, expected_version)
        hide_rows(session, [profile_id])
        record(ProfilesWithdrawn((profile_id,)))


def restore_revision(actor: Actor, subject_id: str, revision_id: str, expected_version: int | None = None) -> None:
    """An earlier text of the profile is live again. Refused: publishing.not_possible."""
    with transaction() as session:
        chosen = publishing.revert_to(actor, subject_id, revision_id, expected_version)
        _show(session, actor, [Shown(subject_id, chosen.id, from_json(chosen.content))])


def discard_draft(actor: Actor, organisation_id: str, expected_version: int | None = None) -> None:
    """Throw the draft away."""
    with transaction():
        publishing.discard_draft(actor, organisation_id, expected_version)


def _drafted(
    actor: Actor,
    organisation_id: str,
    profile: PartyProfile,
    source: str,
    batch_id: str | None,
    expected_version: int | None,
) -> Revision:
    new = NewSubject(SubjectKind.PROFILE, organisation_id, id=organisation_id)
    return publishing.save_draft(actor, new, to_json(profile), source, batch_id, expected_version)


def _show(session: Session, actor: Actor, shown: Sequence[Shown]) -> None:
    if not shown:
        return
    write_rows(session, shown)
    _keep_organisations_in_step(actor, shown)
    record(ProfilesPublished(tuple(item.profile_id for item in shown)))


def _keep_organisations_in_step(actor: Actor, shown: Sequence[Shown]) -> None:
    """Lists of parties show the name and code that the parties themselves publish."""
    held = queries.out_of_step([item.profile_id for item in shown])
    for item in (item for item in shown if item.profile_id in held):
        name, code = held[item.profile_id]
        if name != item.profile.name:
            organisations.rename(actor, item.profile_id, item.profile.name)
        if code != item.profile.enterprise_code:
            organisations.set_enterprise_code(actor, item.profile_id, item.profile.enterprise_code)


def _as_owner_may_say(actor: Actor, organisation_id: str, profile: PartyProfile) -> PartyProfile:
    """Owners declare figures; only what somebody else checked, and is unchanged, keeps that standing."""
    held = revisions.own_live_content(actor, organisation_id)
    return as_declared(profile, None if held is None else from_json(held))


def _check(organisation_id: str, profile: PartyProfile) -> None:
    _check_shape(profile)
    code = profile.enterprise_code
    if code is not None and queries.code_taken(code, organisation_id):
        raise Refused("profiles.code_taken", enterprise_code=code)


def _check_shape(profile: PartyProfile) -> None:
    if profile.name.is_empty:
        raise Refused("profiles.name_missing")
    if profile.enterprise_code is not None and not rules.is_enterprise_code(profile.enterprise_code):
        raise Refused("profiles.code_wrong", enterprise_code=profile.enterprise_code)
