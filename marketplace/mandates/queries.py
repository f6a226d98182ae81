"""Mandates: everything of one's own organisation, and of others what their owners let the reader know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select

from marketplace.foundation.actor import Actor, NotFound
from marketplace.foundation.database import Json, db
from marketplace.mandates.content import Mandate, Privacy, from_json, public_part, visible_to_other_side
from marketplace.mandates.models import MandateRow
from marketplace.publishing import queries as publishing
from marketplace.publishing.models import Revision, Subject
from marketplace.publishing.rules import SubjectKind


@dataclass(frozen=True, slots=True)
class OwnMandate:
    """A mandate as its own members see it: draft, live, state and the version for the form."""

    mandate_id: str
    organisation_id: str
    state: str
    version: int
    draft: Mandate | None
    live: Mandate | None

    @property
    def newest(self) -> Mandate | None:
        """The draft, else what is live."""
        return self.draft or self.live


def own_mandate(actor: Actor, mandate_id: str) -> OwnMandate:
    """One mandate of the own organisation; NotFound for strangers."""
    held = publishing.subject(actor, mandate_id)
    if held.kind != SubjectKind.MANDATE:
        raise NotFound
    return _own([held], _contents([held]))[0]


def own_mandates(actor: Actor, organisation_id: str) -> list[OwnMandate]:
    """Every mandate of the own organisation, drafts and withdrawn ones too, newest first."""
    publishing.expect_reach(actor, organisation_id)
    mine = publishing.subjects_of(actor).where(
        Subject.organisation_id == organisation_id, Subject.kind == SubjectKind.MANDATE
    )
    held = db.session.scalars(mine.order_by(Subject.id.desc())).all()
    return _own(held, _contents(held))


def own_revisions(actor: Actor, mandate_id: str) -> Sequence[Revision]:
    """Every revision of an own mandate, newest first."""
    own_mandate(actor, mandate_id)
    return publishing.revisions(actor, mandate_id)


def _contents(held: Sequence[Subject]) -> dict[str, Json]:
    pointers = [pointer for row in held for pointer in (row.draft_revision_id, row.live_revision_id) if pointer]
    return publishing.contents_by_revision(pointers)


def _own(held: Sequence[Subject], contents: dict[str, Json]) -> list[OwnMandate]:
    def read(revision_id: str | None) -> Mandate | None:
        return None if revision_id is None else from_json(contents[revision_id])

    return [
        OwnMandate(
            row.id,
            row.organisation_id,
            row.state,
            row.version,
            read(row.draft_revision_id),
            read(row.live_revision_id),
        )
        for row in held
    ]


def mandates_seen_by(actor: Actor) -> Select[MandateRow]:
    """Live mandates that the actor may know of: its own; as a member also open ones; else public ones."""
    open_to_reader = [Privacy.PUBLIC, Privacy.SHARED] if actor.is_member else [Privacy.PUBLIC]
    mine = MandateRow.organisation_id == actor.organisation_id
    return select(MandateRow).where(MandateRow.live, or_(mine, MandateRow.visibility.in_(open_to_reader)))


def live_mandate(actor: Actor, mandate_id: str) -> tuple[MandateRow, Mandate]:
    """A live mandate and what the actor may know of it; NotFound if that is nothing.

    The row is complete: show a reader only the content.
    """
    row = db.session.scalar(mandates_seen_by(actor).where(MandateRow.id == mandate_id))
    if row is None:
        raise NotFound
    content = from_json(publishing.live_content(SubjectKind.MANDATE, row.id))
    return row, content_for(actor, row.organisation_id, content)


def content_for(actor: Actor, organisation_id: str, mandate: Mandate) -> Mandate:
    """What a reader may know of a mandate: owners all, members of other parties the shared part, others the public."""
    if actor.acts_for(organisation_id):
        return mandate
    return visible_to_other_side(mandate) if actor.is_member else public_part(mandate)


def open_mandate_owner(actor: Actor, mandate_id: str) -> str | None:
    """Whose mandate this is, if the actor may know of it and it is live."""
    row = db.session.scalar(mandates_seen_by(actor).where(MandateRow.id == mandate_id))
    return row.organisation_id if row else None


def live_contents(mandate_ids: Iterable[str] | None = None) -> dict[str, tuple[str, Mandate]]:
    """Organisation id and whole content of these mandates, or of all: for their owners' own pages alone."""
    rows = live_rows(None if mandate_ids is None else list(mandate_ids))
    stored = publishing.live_contents(SubjectKind.MANDATE, list(rows))
    return {key: (rows[key].organisation_id, from_json(plain)) for key, plain in stored.items()}


def visible_contents(mandate_ids: Iterable[str] | None = None) -> dict[str, tuple[str, Mandate]]:
    """Organisation id and what the other side may know, of open mandates alone."""
    every = live_contents(mandate_ids)
    return {key: (owner, visible_to_other_side(held)) for key, (owner, held) in every.items() if held.is_open}


def live_contents_of(organisation_ids: Sequence[str]) -> dict[str, tuple[str, Mandate]]:
    """The same as `live_contents`, for the mandates of some organisations."""
    return live_contents(ids_of(organisation_ids))


def public_mandates_of(organisation_ids: Sequence[str]) -> dict[str, list[tuple[str, Mandate]]]:
    """By organisation, the id and public part of each live mandate that shows everybody more than its kind."""
    found: dict[str, list[tuple[str, Mandate]]] = {}
    for mandate_id, (owner, mandate) in live_contents_of(organisation_ids).items():
        if mandate.is_public:
            found.setdefault(owner, []).append((mandate_id, public_part(mandate)))
    return found


def live_rows(mandate_ids: Sequence[str] | None = None) -> dict[str, MandateRow]:
    """The rows of these mandates (or of all) that are live, by id."""
    live = select(MandateRow).where(MandateRow.live)
    if mandate_ids is None:
        return {row.id: row for row in db.session.scalars(live)}
    found: dict[str, MandateRow] = {}
    for chunk in publishing.chunks(mandate_ids):
        found.update((row.id, row) for row in db.session.scalars(live.where(MandateRow.id.in_(chunk))))
    return found


def ids_of(organisation_ids: Sequence[str]) -> list[str]:
    """The ids of all mandates of these organisations, live or not."""
    found: list[str] = []
    for chunk in publishing.chunks(organisation_ids):
        wanted = select(MandateRow.id).where(MandateRow.organisation_id.in_(chunk)).order_by(MandateRow.id)
        found.extend(db.session.scalars(wanted))
    return found


def owners_of(mandate_ids: Sequence[str]) -> set[str]:
    """The organisations of these mandates, live or not: whose documents a change of theirs may touch."""
    found: set[str] = set()
    for chunk in publishing.chunks(mandate_ids):
        found.update(db.session.scalars(select(MandateRow.organisation_id).where(MandateRow.id.in_(chunk))))
    return found


def owners_with_tickets() -> list[str]:
    """The organisations with a live mandate that says how much is invested at a time."""
    sized = or_(MandateRow.ticket_minimum.is_not(None), MandateRow.ticket_maximum.is_not(None))
    wanted = select(MandateRow.organisation_id).where(MandateRow.live, sized).distinct()
    return list(db.session.scalars(wanted.order_by(MandateRow.organisation_id)))


def written_before(mandate_ids: Sequence[str]) -> set[str]:
    """Which of these have a row already."""
    found: set[str] = set()
    for chunk in publishing.chunks(mandate_ids):
        found.update(db.session.scalars(select(MandateRow.id).where(MandateRow.id.in_(chunk))))
    return found
