"""Which weights hold, and any version that ever held."""

from functools import lru_cache

from sqlalchemy import select

from marketplace.foundation.actor import NotFound
from marketplace.foundation.database import db
from marketplace.matching.models import WeightsVersion
from marketplace.matching.rules.weights import FIRST_OF_STAFF, Weights, shipped, weights_from

REMEMBERED = 8


def current() -> Weights:
    """The newest version of the ministry; where it has made none, the weights that come with the product."""
    newest = select(WeightsVersion.id).order_by(WeightsVersion.version.desc()).limit(1)
    row_id = db.session.scalar(newest)
    return shipped() if row_id is None else _stored(row_id)


def numbered(version: int) -> Weights:
    """The weights of one version, as they were when they held; NotFound for a number that never was."""
    if version < FIRST_OF_STAFF:
        try:
            return shipped(version)
        except FileNotFoundError:
            raise NotFound from None
    row_id = db.session.scalar(select(WeightsVersion.id).where(WeightsVersion.version == version))
    if row_id is None:
        raise NotFound
    return _stored(row_id)


@lru_cache(maxsize=REMEMBERED)
def _stored(row_id: str) -> Weights:
    """A row never changes, so each process reads it once."""
    row = db.session.get_one(WeightsVersion, row_id)
    return weights_from(
        {"version": row.version, "roles": row.roles, "policies": row.policies, "provenance": row.provenance}
    )
