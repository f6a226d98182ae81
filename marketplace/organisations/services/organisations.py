"""Parties come into being, get their names and codes, and stand in corporate groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from stdnum.exceptions import ValidationError
from stdnum.vn import mst

from marketplace.accounts.queries import locked_person
from marketplace.foundation.actor import Actor, NotFound, Refused, Role, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, locked, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.insertion import insert_rows
from marketplace.foundation.journal import record
from marketplace.foundation.once import claim
from marketplace.foundation.text import Localised, folded_key, sort_key
from marketplace.foundation.versions import expect, touch
from marketplace.organisations import policies, queries
from marketplace.organisations.facts import (
    EnterpriseCodeSet,
    MemberJoined,
    OrganisationRenamed,
    OrganisationsCreated,
    OrganisationsGrouped,
    OrganisationUngrouped,
)
from marketplace.organisations.models import Group, Membership, Organisation
from marketplace.organisations.rules import ORGANISATIONS_PER_PERSON, Kind

KEY_LENGTH = 400


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """What is known of a party when it comes into being."""

    kind: str
    name: Localised
    country: str | None = None
    enterprise_code: str | None = None
    is_demo: bool = False


def clean_code(text: str | None) -> str | None:
    """An enterprise code as it is stored: 10 or 13 digits with a right checksum, or None for nothing.

    Raises Refused `organisations.bad_code`.
    """
    if not text or not text.strip():
        return None
    try:
        return str(mst.validate(text))
    except ValidationError:
        raise Refused("organisations.bad_code") from None


def create_organisation(actor: Actor, new: NewOrganisation) -> Organisation:
    """One party, without members. Raises Refused `organisations.bad_code` or `organisations.code_taken`."""
    with transaction() as session:
        (organisation_id,) = create_organisations(actor, [new])
        return session.get_one(Organisation, organisation_id)


def create_organisations(actor: Actor, many: Sequence[NewOrganisation]) -> list[str]:
    """Many parties at once, for an import: one fact for all of them. Gives their ids, in the order given."""
    with transaction() as session:
        for kind in {new.kind for new in many}:
            allow(policies.can_create(actor, kind))
        moment = now()
        rows = [{**_values(new, new_id()), "created_at": moment, "version": 1} for new in many]
        _refuse_taken_codes([row["enterprise_code"] for row in rows if row["enterprise_code"]])
        ids = [row["id"] for row in rows]
        if rows:
            with _one_code_each():
                insert_rows(session, Organisation, rows)
            record(OrganisationsCreated(tuple(ids)))
    return ids


def found_organisation(actor: Actor, new: NewOrganisation, once: str) -> Organisation:
    """A person founds a party and becomes its first administrator. Raises Repeated for the same form."""
    with transaction() as session:
        allow(actor.is_signed_in and policies.can_create(actor, new.kind))
        row_id = new_id()
        claim(once, "organisations.found", row_id)
        locked_person(actor, str(actor.person_id))  # two at once are counted one after the other
        founded = select(func.count(Membership.id)).where(
            Membership.person_id == actor.person_id, Membership.role == Role.ADMIN
        )
        if (session.scalar(founded) or 0) >= ORGANISATIONS_PER_PERSON:
            raise Refused("organisations.too_many", limit=ORGANISATIONS_PER_PERSON)
        row = Organisation(**_values(new, row_id))
        _refuse_taken_codes([row.enterprise_code] if row.enterprise_code else [])
        session.add(row)
        with _one_code_each():
            session.flush()
        member = Membership(id=new_id(), person_id=actor.person_id, organisation_id=row.id, role=Role.ADMIN)
        session.add(member)
        record(OrganisationsCreated((row.id,)))
        record(MemberJoined(row.id, member.id, member.person_id, Role.ADMIN, "founder"))
    return row


def _values(new: NewOrganisation, organisation_id: str) -> dict[str, Any]:
    name = new.name.normalised()
    if name.is_empty:
        raise ValueError("an organisation needs a name")
    return {
        "id": organisation_id,
        "kind": Kind(new.kind).value,
        "name": name,
        "folded_name": _folded(name),
        "sort_key": sort_key(name.best("vi"))[:KEY_LENGTH],
        "country": new.country.upper() if new.country else None,
        "enterprise_code": clean_code(new.enterprise_code),
        "is_demo": new.is_demo,
    }


def _folded(name: Localised) -> str:
    """Every language's folded name, so that a search finds either."""
    return " / ".join(dict.fromkeys(folded_key(text) for text in name.texts()))[:KEY_LENGTH]


def _refuse_taken_codes(codes: Sequence[str]) -> None:
    taken = len(set(codes)) < len(codes) or any(queries.found_by_code(code) for code in codes)
    if taken:
        raise Refused("organisations.code_taken")


@contextmanager
def _one_code_each() -> Iterator[None]:
    """Two parties that come with one code at the same moment: the database lets in the first."""
    try:
        yield
    except IntegrityError:
        raise Refused("organisations.code_taken") from None


def rename(actor: Actor, organisation_id: str, name: Localised, version: int | None = None) -> None:
    """A party's name changes; the profile calls this when it goes live."""
    with transaction():
        row = queries.locked_organisation(actor, organisation_id)
        allow(policies.can_rename(actor, row))
        expect(row, version)
        if row.name == name.normalised():
            return
        row.name = name.normalised()
        row.folded_name, row.sort_key = _folded(row.name), sort_key(row.name.best("vi"))[:KEY_LENGTH]
        touch(row)
        record(OrganisationRenamed(row.id))


def set_enterprise_code(actor: Actor, organisation_id: str, text: str | None) -> None:
    """A party's enterprise code is entered or corrected; unique among all parties."""
    with transaction():
        row = queries.locked_organisation(actor, organisation_id)
        allow(policies.can_rename(actor, row))
        code = clean_code(text)
        if code == row.enterprise_code:
            return
        _refuse_taken_codes([code] if code else [])
        row.enterprise_code = code
        touch(row)
        with _one_code_each():
            db.session.flush()
        record(EnterpriseCodeSet(row.id))


def group(actor: Actor, organisation_ids: Iterable[str]) -> str:
    """These parties stand under one control, together with the groups that they already belong to."""
    with transaction() as session:
        allow(policies.can_group(actor))
        rows = _locked_with_groups(sorted(set(organisation_ids)))
        common = Group(id=new_id())
        session.add(common)
        session.flush()
        for row in rows:
            row.group_id = common.id
            touch(row)
        record(OrganisationsGrouped(common.id, tuple(row.id for row in rows)))
    return common.id


def _locked_with_groups(ids: Sequence[str]) -> list[Organisation]:
    """These rows and everything already in a group with one of them, locked in the order of their ids."""
    earlier = select(Organisation.group_id).where(Organisation.id.in_(ids), Organisation.group_id.is_not(None))
    rows = db.session.scalars(
        locked(
            select(Organisation)
            .where(Organisation.id.in_(ids) | Organisation.group_id.in_(earlier))
            .order_by(Organisation.id)
        )
    ).all()
    if len({row.id for row in rows} & set(ids)) < len(ids):
        raise NotFound
    return list(rows)


def ungroup(actor: Actor, organisation_id: str) -> None:
    """A party leaves its corporate group."""
    with transaction():
        row = queries.locked_organisation(actor, organisation_id)
        allow(policies.can_group(actor))
        if row.group_id is None:
            return
        left, row.group_id = row.group_id, None
        touch(row)
        record(OrganisationUngrouped(row.id, left))
