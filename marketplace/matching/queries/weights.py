"""Which weights hold, any version that ever held, and what staff read about versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from marketplace.foundation.actor import Actor, NotFound
from marketplace.foundation.database import db
from marketplace.matching import policies
from marketplace.matching.models import WeightsVersion
from marketplace.matching.rules.editing import Changes, from_plain
from marketplace.matching.rules.measured import Measured, measured_at
from marketplace.matching.rules.seats import Role
from marketplace.matching.rules.weights import (
    FIRST_OF_STAFF,
    SHIPPED,
    Weights,
    shipped,
    shipped_content,
    weights_from,
)

REMEMBERED = 8


@dataclass(frozen=True)
class Version:
    """One version as staff read it: its content as plain data, and how it came about; shipped ones have no maker."""

    version: int
    shipped: int
    based_on: int | None
    roles: Mapping[str, Any]
    changes: Changes
    provenance: Mapping[str, Any]
    reason: str = ""
    person_id: str | None = None
    made_at: datetime | None = None

    @property
    def is_shipped(self) -> bool:
        """Whether it came with the product."""
        return self.version < FIRST_OF_STAFF


def current() -> Weights:
    """The newest version of the ministry; where it has made none, the weights that come with the product."""
    newest = select(WeightsVersion.id).order_by(WeightsVersion.version.desc()).limit(1)
    row_id = db.session.scalar(newest)
    return shipped() if row_id is None else _stored(row_id)


def numbered(version: int) -> Weights:
    """The weights of one version, as they were when they held; NotFound for a number that never was."""
    if version < FIRST_OF_STAFF:
        _expect_shipped(version)
        return shipped(version)
    row_id = db.session.scalar(select(WeightsVersion.id).where(WeightsVersion.version == version))
    if row_id is None:
        raise NotFound
    return _stored(row_id)


def measured(score: float, role: Role, version: int) -> Measured | None:
    """How often scores like this one were right, as the version brings it along; None where that was not measured."""
    return measured_at(score, role, version, numbered(version).provenance)


def version_in_force(actor: Actor) -> Version:
    """The version that holds now, for staff."""
    _expect_staff(actor)
    row = db.session.scalar(select(WeightsVersion).order_by(WeightsVersion.version.desc()).limit(1))
    return _of_file(SHIPPED) if row is None else _of_row(row)


def version_numbered(actor: Actor, version: int) -> Version:
    """One version, for staff; NotFound for a number that never was."""
    _expect_staff(actor)
    if version < FIRST_OF_STAFF:
        _expect_shipped(version)
        return _of_file(version)
    row = db.session.scalar(select(WeightsVersion).where(WeightsVersion.version == version))
    if row is None:
        raise NotFound
    return _of_row(row)


def versions(actor: Actor) -> list[Version]:
    """Every version, for staff: the ministry's, newest first, then those that came with the product."""
    _expect_staff(actor)
    made = db.session.scalars(select(WeightsVersion).order_by(WeightsVersion.version.desc())).all()
    return [*map(_of_row, made), *map(_of_file, reversed(shipped_versions()))]


@lru_cache(maxsize=1)
def shipped_versions() -> tuple[int, ...]:
    """The numbers of the files that come with the product."""
    return tuple(number for number in range(1, SHIPPED + 1) if _is_there(number))


def _is_there(number: int) -> bool:
    try:
        shipped_content(number)
    except FileNotFoundError:
        return False
    return True


def _expect_shipped(version: int) -> None:
    if version not in shipped_versions():
        raise NotFound


def _expect_staff(actor: Actor) -> None:
    if not policies.can_see_weights(actor):
        raise NotFound


@lru_cache(maxsize=REMEMBERED)
def _stored(row_id: str) -> Weights:
    """A row never changes, so each process reads it once."""
    row = db.session.get_one(WeightsVersion, row_id)
    return weights_from(
        {"version": row.version, "roles": row.roles, "policies": row.policies, "provenance": row.provenance}
    )


def _of_row(row: WeightsVersion) -> Version:
    return Version(
        row.version,
        row.shipped,
        row.based_on,
        row.roles,
        from_plain(row.changes),
        row.provenance,
        row.reason,
        row.person_id,
        row.made_at,
    )


def _of_file(number: int) -> Version:
    content = shipped_content(number)
    return Version(number, number, None, content["roles"], Changes(), content["provenance"])
