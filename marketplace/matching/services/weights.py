"""Putting weights in force: each change is a new version beside the earlier ones, and so is going back."""

from dataclasses import dataclass
from typing import Any

from marketplace.foundation.actor import Actor, Refused, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.once import claim
from marketplace.foundation.upsert import insert_new
from marketplace.foundation.versions import Conflict
from marketplace.matching import policies
from marketplace.matching.facts import WeightsPutInForce
from marketplace.matching.models import WeightsVersion
from marketplace.matching.queries.weights import Version, shipped_versions, version_in_force, version_numbered
from marketplace.matching.rules.editing import Changes, applied, to_plain, without_idle
from marketplace.matching.rules.reading import differences
from marketplace.matching.rules.weights import FIRST_OF_STAFF, Weights, weights_from


@dataclass(frozen=True)
class Draft:
    """Weights that are not in force: a shipped version, and what is changed of it."""

    shipped: int
    changes: Changes


@dataclass(frozen=True, slots=True)
class Ask:
    """Why a draft is put in force, on which version it was looked at, and the form's one-time key."""

    reason: str
    expected: int
    once: str


def drafted(actor: Actor, draft: Draft) -> tuple[dict[str, Any], Weights]:
    """The content of a draft, plain and as weights. Refused: matching.outside_bounds, matching.no_such_version."""
    if draft.shipped not in shipped_versions():
        raise Refused("matching.no_such_version")
    base = version_numbered(actor, draft.shipped)
    try:
        roles = applied(base.roles, draft.changes)
    except ValueError:
        raise Refused("matching.outside_bounds") from None
    told = {"version": 0, "roles": roles, "policies": _switched(draft), "provenance": _provenance(base)}
    return roles, weights_from(told)


def put_in_force(actor: Actor, draft: Draft, ask: Ask) -> int:
    """Make a draft the version that holds from now on; gives its number.

    Raises Conflict where another version holds than the one that was looked at.
    Refused: matching.outside_bounds, matching.no_such_version, matching.nothing_changes, matching.no_reason.
    """
    with transaction() as session:
        allow(policies.can_change_weights(actor))
        claim(ask.once, "matching.put_in_force", new_id())
        held = version_in_force(actor)
        if held.version != ask.expected:
            raise Conflict(held.version)
        if not ask.reason.strip():
            raise Refused("matching.no_reason")
        roles, _weights = drafted(actor, draft)
        if not differ(held, roles):
            raise Refused("matching.nothing_changes")
        base = version_numbered(actor, draft.shipped)
        changes = without_idle(draft.changes, base.roles)
        number = max(held.version + 1, FIRST_OF_STAFF)
        row = {
            "id": new_id(),
            "version": number,
            "based_on": held.version,
            "shipped": draft.shipped,
            "changes": to_plain(changes),
            "roles": roles,
            "policies": _switched(draft),
            "provenance": _provenance(base),
            "reason": ask.reason.strip(),
            "person_id": actor.person_id,
            "made_at": now(),
        }
        if not insert_new(session, WeightsVersion, row):
            raise Conflict(number)
        codes = tuple(sorted({code for _role, code in changes.signals}))
        record(WeightsPutInForce(number, held.version, draft.shipped, codes, tuple(sorted(changes.policies))))
    return number


def differ(held: Version, roles: dict[str, Any]) -> bool:
    """Whether this content scores any pair otherwise than a version does."""
    return bool(differences(held.roles, roles)) or any(
        held.roles[role].get(part) != roles[role].get(part)
        for role in roles
        for part in ("interactions", "intercept")
        if held.roles[role].get(part) or roles[role].get(part)
    )


def _switched(draft: Draft) -> dict[str, bool]:
    return dict.fromkeys(sorted(draft.changes.policies), True)


def _provenance(base: Version) -> dict[str, Any]:
    return {**base.provenance, "shipped": base.version}
