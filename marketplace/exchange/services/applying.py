"""Bringing plans live in batches: repeatable, and never over what an owner has published since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from marketplace.exchange import queries
from marketplace.exchange.models import ImportRow, SourceRecord
from marketplace.exchange.rules.readings import Outcome, Unread
from marketplace.exchange.services.plans import Choices, Plan
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.insertion import insert_rows
from marketplace.mandates import services as mandates
from marketplace.organisations.services import organisations
from marketplace.products import services as products
from marketplace.profiles import services as profiles
from marketplace.publishing.queries import locked_standings
from marketplace.publishing.rules import Source
from marketplace.publishing.services import Outcome as Publication
from marketplace.publishing.services import Published

CHUNK = 500
PARTY = "party"


@dataclass(frozen=True, slots=True)
class Made:
    """What one row made live: the kind of subject, the subject, its revision, and the one that was live before."""

    kind: str
    subject_id: str
    revision_id: str
    outcome: str
    previous_id: str | None

    def to_json(self) -> dict[str, str | None]:
        """As it is stored with the row."""
        names = ("kind", "subject_id", "revision_id", "outcome", "previous_id")
        return {name: getattr(self, name) for name in names}


@dataclass(slots=True)
class Done:
    """What became of one row."""

    plan: Plan
    outcome: Outcome
    made: list[Made] = field(default_factory=list)
    reasons: list[Unread] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of an import."""

    actor: Actor
    batch_id: str
    kind: str
    choices: Choices


def apply(run: Run, plans: Sequence[Plan], progress: Callable[[int], None]) -> list[Done]:
    """All plans in chunks, each in a transaction of its own; what became of each row, in order."""
    done: list[Done] = []
    for start in range(0, len(plans), CHUNK):
        chunk = plans[start : start + CHUNK]
        with transaction() as session:
            rows = _Chunk(run, session, chunk).apply()
            insert_rows(session, ImportRow, [_row(run, item) for item in rows])
        done.extend(rows)
        progress(len(chunk))
    return done


class _Chunk:
    """Some plans inside one transaction: what their keys mean, and what is live of it."""

    def __init__(self, run: Run, session: Session, plans: Sequence[Plan]) -> None:
        self.run, self.session, self.plans = run, session, plans
        source = run.choices.source
        parties = queries.records(source, PARTY, (plan.party_key for plan in plans))
        items = queries.records(source, run.kind, (plan.key for plan in plans if plan.product or plan.mandate))
        self.parties = {key: record.organisation_id for key, record in parties.items()}
        self.items = {key: record.subject_id for key, record in items.items() if record.subject_id}
        known = list(dict.fromkeys([*self.parties.values(), *self.items.values()]))
        locked_standings(known)  # what owners did is looked at under the lock
        self.live = queries.live_sources(known)
        self.taken_back = queries.withdrawn_by_owners(known)
        self.done = {plan.number: self._standing(plan) for plan in plans}

    def apply(self) -> list[Done]:
        """What the plans want, live; the rows in order."""
        self._found_parties()
        wanted = [plan for plan in self.plans if self.done[plan.number].outcome is not Outcome.REFUSED]
        fresh = [plan for plan in wanted if (plan.product or plan.mandate) and plan.key not in self.items]
        self.items.update((plan.key, new_id()) for plan in fresh)
        self._publish(wanted)
        self._remember(self.run.kind, fresh)
        return [self.done[plan.number] for plan in self.plans]

    def _standing(self, plan: Plan) -> Done:
        """Refused where the owner has published something since: an import never overwrites it."""
        of_party = self.parties.get(plan.party_key) if plan.party is not None else None
        for subject in (of_party, self.items.get(plan.key)):
            edited = subject in self.live and self.live[subject][1] == Source.FORM
            if edited or subject in self.taken_back:
                return Done(plan, Outcome.REFUSED, reasons=[Unread("row", "row.edited_by_owner")])
        return Done(plan, Outcome.UNCHANGED)

    def _found_parties(self) -> None:
        """Parties that the source names for the first time come into being."""
        told = [(plan, plan.party) for plan in self.plans if plan.party and plan.party_key not in self.parties]
        new = [
            organisations.NewOrganisation(party.kind, party.name, party.country, party.enterprise_code)
            for _, party in told
        ]
        for (plan, _), made_id in zip(told, organisations.create_organisations(self.run.actor, new), strict=True):
            self.parties[plan.party_key] = made_id
        self._remember(PARTY, [plan for plan, _ in told])

    def _publish(self, plans: Sequence[Plan]) -> None:
        run, parties, items = self.run, self.parties, self.items
        told = [(plan, plan.party) for plan in plans if plan.party]
        offered = [(plan, plan.product) for plan in plans if plan.product]
        sought = [(plan, plan.mandate) for plan in plans if plan.mandate]
        profiles_made = profiles.publish_many(run.actor, [(parties[p.party_key], t) for p, t in told], run.batch_id)
        self._note("profile", [plan for plan, _ in told], profiles_made)
        products_wanted = [(items[plan.key], parties[plan.party_key], product) for plan, product in offered]
        products_made = products.publish_many(run.actor, products_wanted, run.batch_id)
        self._note("product", [plan for plan, _ in offered], products_made)
        mandates_wanted = [(items[plan.key], parties[plan.party_key], mandate) for plan, mandate in sought]
        mandates_made = mandates.publish_many(run.actor, mandates_wanted, run.batch_id)
        self._note("mandate", [plan for plan, _ in sought], mandates_made)

    def _note(self, kind: str, plans: Sequence[Plan], published: Sequence[Published]) -> None:
        for plan, item in zip(plans, published, strict=True):
            if item.outcome == Publication.UNCHANGED:
                continue
            before = self.live.get(item.subject_id)
            row = self.done[plan.number]
            row.made.append(Made(kind, item.subject_id, item.revision_id, item.outcome, before and before[0]))
            created = item.outcome == Publication.CREATED and row.outcome is not Outcome.CHANGED
            row.outcome = Outcome.CREATED if created else Outcome.CHANGED

    def _remember(self, kind: str, plans: Sequence[Plan]) -> None:
        rows: list[dict[str, object]] = [
            {
                "id": new_id(),
                "source": self.run.choices.source,
                "kind": kind,
                "source_key": plan.party_key if kind == PARTY else plan.key,
                "organisation_id": self.parties[plan.party_key],
                "subject_id": None if kind == PARTY else self.items[plan.key],
            }
            for plan in plans
        ]
        insert_rows(self.session, SourceRecord, rows)


def _row(run: Run, item: Done) -> dict[str, object]:
    unread = [*item.reasons, *item.plan.notes.unread]
    return {
        "id": new_id(),
        "batch_id": run.batch_id,
        "number": item.plan.number,
        "source_key": item.plan.key,
        "outcome": item.outcome,
        "notes": [[note.field, note.code, note.text] for note in unread],
        "published": [made.to_json() for made in item.made],
    }
