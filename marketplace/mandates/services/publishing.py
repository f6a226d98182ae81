"""The use cases of mandates: each is one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.foundation.actor import Actor, Refused, allow
from marketplace.foundation.database import transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.once import claim
from marketplace.mandates import policies, queries, rules
from marketplace.mandates.content import Mandate, from_json, problems, to_json
from marketplace.mandates.facts import MandatesPublished, MandatesWithdrawn
from marketplace.mandates.services.rows import Shown, hide_rows, write_rows
from marketplace.publishing import queries as revisions
from marketplace.publishing import services as publishing
from marketplace.publishing.models import Revision
from marketplace.publishing.rules import RevisionState, Source, SubjectKind
from marketplace.publishing.services import NewSubject, Outcome, Published, Wanted
from marketplace.reference.queries import unknown_codes


@dataclass(frozen=True, slots=True)
class NewMandate:
    """A mandate that is not there yet: whose it will be, and the form's one-time key."""

    organisation_id: str
    once: str | None = None


def save_draft(
    actor: Actor, place: str | NewMandate, mandate: Mandate, expected_version: int | None = None
) -> Revision:
    """Keep what was typed as the draft of an own mandate, or of a new one. Raises Repeated for a key used before."""
    with transaction():
        return _drafted(actor, place, mandate, Source.FORM, None, expected_version)


def publish_mandate(
    actor: Actor,
    place: str | NewMandate,
    mandate: Mandate,
    source: str = Source.FORM,
    batch_id: str | None = None,
    expected_version: int | None = None,
) -> str:
    """Make this the live mandate; gives its id. Refused: mandates.title_missing, mandates.unknown_code, ..."""
    with transaction() as session:
        check(mandate)
        draft = _drafted(actor, place, mandate, source, batch_id, expected_version)
        if draft.state == RevisionState.LIVE:
            return draft.subject_id
        held = publishing.go_live(actor, draft)
        _show(session, [Shown(held.id, held.organisation_id, draft.id, mandate)])
    return held.id


def publish_draft(actor: Actor, mandate_id: str, expected_version: int | None = None) -> str:
    """Make the kept draft live. Refused: mandates.no_draft."""
    with transaction():
        revisions.locked_subject(actor, mandate_id)
        own = queries.own_mandate(actor, mandate_id)
        if own.draft is None:
            raise Refused("mandates.no_draft")
        return publish_mandate(actor, mandate_id, own.draft, expected_version=expected_version)


def publish_many(
    actor: Actor, wanted: Sequence[tuple[str, str, Mandate]], batch_id: str, source: str = Source.IMPORT
) -> list[Published]:
    """Bring many mandates (id, organisation id, content) live, in the order given, with one fact."""
    with transaction() as session:
        texts = []
        for mandate_id, organisation_id, mandate in wanted:
            check(mandate)
            allow(policies.can_write_kind(actor, organisation_id, mandate.kind))
            texts.append(Wanted(mandate_id, organisation_id, to_json(mandate)))
        done = publishing.publish_many(actor, SubjectKind.MANDATE, texts, source, batch_id)
        by_id = {mandate_id: (organisation_id, mandate) for mandate_id, organisation_id, mandate in wanted}
        _show(session, [_shown(item, *by_id[item.subject_id]) for item in done if item.outcome != Outcome.UNCHANGED])
    return done


def withdraw_mandate(actor: Actor, mandate_id: str, expected_version: int | None = None) -> None:
    """The mandate holds no more; nobody finds it. Refused: publishing.not_possible."""
    with transaction() as session:
        queries.own_mandate(actor, mandate_id)
        publishing.withdraw(actor, mandate_id, expected_version)
        hide_rows(session, [mandate_id])
        record(MandatesWithdrawn((mandate_id,)))


def restore_revision(actor: Actor, subject_id: str, revision_id: str, expected_version: int | None = None) -> None:
    """An earlier text of the mandate is live again. Refused: publishing.not_possible."""
    with transaction() as session:
        owner = queries.own_mandate(actor, subject_id).organisation_id
        chosen = publishing.revert_to(actor, subject_id, revision_id, expected_version)
        _show(session, [Shown(subject_id, owner, chosen.id, from_json(chosen.content))])


def discard_draft(actor: Actor, mandate_id: str, expected_version: int | None = None) -> None:
    """Throw the draft away."""
    with transaction():
        queries.own_mandate(actor, mandate_id)
        publishing.discard_draft(actor, mandate_id, expected_version)


def check(mandate: Mandate) -> None:
    """Refuse what cannot go live: the first problem's code, and the criterion that has it."""
    for criterion, problem in problems(mandate):
        raise Refused(f"mandates.{problem}", criterion=criterion)
    for criterion, taxonomy in rules.TAXONOMY_OF.items():
        codes = unknown_codes(taxonomy, getattr(mandate, criterion)) if getattr(mandate, criterion) else ()
        if codes:
            raise Refused("mandates.unknown_code", criterion=criterion)


def _drafted(
    actor: Actor,
    place: str | NewMandate,
    mandate: Mandate,
    source: str,
    batch_id: str | None,
    expected_version: int | None,
) -> Revision:
    if isinstance(place, str):
        owner = queries.own_mandate(actor, place).organisation_id
        allow(policies.can_write_kind(actor, owner, mandate.kind))
        return publishing.save_draft(actor, place, to_json(mandate), source, batch_id, expected_version)
    allow(policies.can_write_kind(actor, place.organisation_id, mandate.kind))
    mandate_id = new_id()
    if place.once is not None:
        claim(place.once, "mandates.new", mandate_id)
    subject = NewSubject(SubjectKind.MANDATE, place.organisation_id, mandate_id)
    return publishing.save_draft(actor, subject, to_json(mandate), source, batch_id)


def _shown(published: Published, organisation_id: str, mandate: Mandate) -> Shown:
    is_new = published.outcome == Outcome.CREATED
    return Shown(published.subject_id, organisation_id, published.revision_id, mandate, is_new)


def _show(session: Session, shown: Sequence[Shown]) -> None:
    if not shown:
        return
    write_rows(session, shown)
    record(MandatesPublished(tuple(item.mandate_id for item in shown)))
