"""What was live when: today, and after any decision of the past, read from the ledger of decisions."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import func, select

from marketplace.foundation.clock import day_of
from marketplace.foundation.database import db
from marketplace.mandates.models import MandateRow
from marketplace.matching.queries import meanings
from marketplace.matching.queries.seats import month_of
from marketplace.organisations.models import Organisation
from marketplace.products.models import ProductRow
from marketplace.profiles.models import Profile
from marketplace.publishing.models import Revision, RevisionMoved, Subject
from marketplace.publishing.rules import RevisionState, SubjectKind

FINE = 64  # the statistics follow every decision up to twice as many, later every doubling of them half as often


class Live(NamedTuple):
    """Which revisions are live of one party, its group, the month of the profile's last publication.

    `meanings` is a digest of what was read of its public texts, "" if nothing was.
    """

    profile: str
    products: tuple[str, ...]
    mandates: tuple[tuple[str, str], ...]
    group: str | None
    changed: int
    meanings: str = ""


def decisions() -> int:
    """How many decisions about revisions there have been."""
    return db.session.scalar(select(func.count()).select_from(RevisionMoved)) or 0


def settled(count: int) -> int:
    """After how many of these decisions the statistics of the books were read: one or two in a hundred behind at most.

    A function of the count alone, so that every process has the same statistics whenever it was started.
    """
    return count - count % (1 << max(0, (count // FINE).bit_length() - 1))


def decision(number: int) -> str:
    """The id of a decision by its number, beginning with 1; "" for 0."""
    wanted = select(RevisionMoved.id).order_by(RevisionMoved.id).offset(number - 1).limit(1)
    return (db.session.scalar(wanted) or "") if number else ""


def live_now() -> dict[str, Live]:
    """By party what is live this moment."""
    parties = select(Profile.id, Profile.revision_id, Profile.published_at).where(Profile.live)
    rows = [(key, SubjectKind.PROFILE, key, rev, month_of(day_of(at))) for key, rev, at in db.session.execute(parties)]
    products = select(ProductRow.organisation_id, ProductRow.id, ProductRow.revision_id).where(ProductRow.live)
    rows += [(owner, SubjectKind.PRODUCT, key, rev, 0) for owner, key, rev in db.session.execute(products)]
    mandates = select(MandateRow.organisation_id, MandateRow.id, MandateRow.revision_id).where(MandateRow.live)
    rows += [(owner, SubjectKind.MANDATE, key, rev, 0) for owner, key, rev in db.session.execute(mandates)]
    read = meanings.digests()
    return {owner: live._replace(meanings=read.get(owner, "")) for owner, live in _by_party(rows).items()}


def live_after(decision_id: str) -> dict[str, Live]:
    """By party what was live after a decision, without meanings: statistics do not depend on what was read when.

    Groups are as they are today, for nobody wrote down when they changed.
    """
    last = (
        select(func.max(RevisionMoved.id))
        .where(RevisionMoved.id <= decision_id)
        .group_by(RevisionMoved.revision_id)
        .scalar_subquery()
    )
    wanted = (
        select(Subject.organisation_id, Subject.kind, Subject.id, Revision.id, RevisionMoved.moved_at)
        .join(Revision, Revision.id == RevisionMoved.revision_id)
        .join(Subject, Subject.id == Revision.subject_id)
        .where(RevisionMoved.id.in_(last), RevisionMoved.to_state == RevisionState.LIVE)
        .order_by(Subject.id, Revision.number)
    )
    found = db.session.execute(wanted)
    return _by_party((owner, kind, key, rev, month_of(day_of(at))) for owner, kind, key, rev, at in found)


def _by_party(rows: Iterable[tuple[str, str, str, str, int]]) -> dict[str, Live]:
    """From rows of owner, kind, subject, revision and month; who has no live profile is left out."""
    profiles: dict[str, tuple[str, int]] = {}
    others: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: {kind: {} for kind in SubjectKind})
    for owner, kind, subject_id, revision_id, month in rows:
        if kind == SubjectKind.PROFILE:
            profiles[owner] = (revision_id, month)
        else:
            others[owner][kind][subject_id] = revision_id
    groups = select(Organisation.id, Organisation.group_id).where(Organisation.group_id.is_not(None))
    group_of = {row.id: row.group_id for row in db.session.execute(groups)}
    return {
        owner: Live(
            revision_id,
            tuple(rev for _, rev in sorted(others[owner][SubjectKind.PRODUCT].items())),
            tuple(sorted(others[owner][SubjectKind.MANDATE].items())),
            group_of.get(owner),
            month,
        )
        for owner, (revision_id, month) in sorted(profiles.items())
    }
