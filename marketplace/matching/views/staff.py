"""The weights of matching for staff: what holds, what held, and what two versions differ in."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from marketplace.foundation import refusals
from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import NotFound, current_actor
from marketplace.foundation.i18n import lazy
from marketplace.matching import policies
from marketplace.matching.presenters.staff import coverage as coverage_words
from marketplace.matching.presenters.staff import weights as words
from marketplace.matching.presenters.staff.effect import rail_lines, scope_line
from marketplace.matching.queries import effects
from marketplace.matching.queries.books import NotReady
from marketplace.matching.queries.toplists import Kind
from marketplace.matching.queries.weights import Version, version_in_force, version_numbered, versions
from marketplace.matching.rules.reading import changed_pairs
from marketplace.matching.rules.seats import Role

LARGEST = 2**31 - 1  # that a row can bear
blueprint = Blueprint("matching_staff", __name__, url_prefix="/staff/matching")
refusals.texts(
    {
        "matching.outside_bounds": lazy("A change lies outside its bounds. Nothing was saved: check the values."),
        "matching.no_such_version": lazy("There is no such shipped version. Nothing was saved."),
        "matching.nothing_changes": lazy("This is what holds already. Nothing was saved."),
        "matching.no_reason": lazy("Write why the weights change."),
    }
)


@blueprint.get("")
@access(read=Who.STAFF)
def index() -> ResponseReturnValue:
    """The weights in force."""
    return _shown(version_in_force(current_actor()))


@blueprint.get("/versions")
@access(read=Who.STAFF)
def all_versions() -> ResponseReturnValue:
    """Every version, who made it, when and why."""
    actor = current_actor()
    held = version_in_force(actor).version
    lines = words.version_lines(versions(actor), held)
    return render_template(
        "matching/staff/versions.html", lines=lines, held=held, can_change=policies.can_change_weights(actor)
    )


@blueprint.get("/versions/<int:version>")
@access(read=Who.STAFF)
def one_version(version: int) -> ResponseReturnValue:
    """The weights of one version."""
    return _shown(version_asked(version))


@blueprint.get("/compare")
@access(read=Who.STAFF)
def compare() -> ResponseReturnValue:
    """What two versions differ in."""
    actor = current_actor()
    every = versions(actor)
    held = version_in_force(actor)
    later = version_asked(request.args.get("to", held.version, type=int))
    usual = later.based_on if later.based_on is not None else later.version
    earlier = version_asked(request.args.get("from", usual, type=int))
    return render_template(
        "matching/staff/compare.html",
        earlier=earlier,
        later=later,
        numbers=[each.version for each in every],
        lines=words.difference_lines(earlier.roles, later.roles),
        pairs=sum(changed_pairs(earlier.roles, later.roles, role) for role in Role),
    )


@blueprint.get("/exposure")
@access(read=Who.STAFF)
def exposure() -> ResponseReturnValue:
    """How often each party stands in somebody's first ten, and whom nobody sees."""
    kind = _kind()
    found = effects.coverage(current_actor(), kind)
    return render_template(
        "matching/staff/exposure.html",
        found=found,
        kind=kind,
        tabs=coverage_words.kind_tabs(".exposure", kind),
        scope=scope_line(found.scope),
        rails=rail_lines(found.rails, found.rails, kind),
        often=coverage_words.often(found),
        parts=coverage_words.group_parts(found),
        most=coverage_words.most_shown(found),
        never=coverage_words.never_shown(found),
        percent=coverage_words.percent,
    )


@blueprint.get("/groups")
@access(read=Who.STAFF)
def groups() -> ResponseReturnValue:
    """Whether groups of parties get the places that their number lets expect."""
    kind = _kind()
    found = effects.comparison(current_actor(), kind)
    return render_template(
        "matching/staff/groups.html",
        found=found,
        tabs=coverage_words.kind_tabs(".groups", kind),
        scope=scope_line(found.scope),
        parts=coverage_words.fair_parts(found),
    )


@blueprint.errorhandler(NotReady)
def not_ready(_error: NotReady) -> ResponseReturnValue:
    """After a start: the page asks again by itself, with and without script."""
    return render_template("matching/staff/preparing.html"), 200, {"Refresh": "3", "Cache-Control": "no-store"}


def version_asked(number: int) -> Version:
    """The version that an address names; NotFound for a number that never was, however large."""
    if number > LARGEST:
        raise NotFound
    return version_numbered(current_actor(), number)


def role_asked() -> Role:
    """The role that the address names, the first one where it names none."""
    try:
        return Role(request.values.get("role", Role.INVEST))
    except ValueError:
        raise NotFound from None


def _kind() -> Kind:
    try:
        return Kind(request.args.get("kind", Kind.COMPANIES_FOR_INVESTORS))
    except ValueError:
        raise NotFound from None


def _shown(version: Version) -> ResponseReturnValue:
    actor, role = current_actor(), role_asked()
    held = version_in_force(actor).version
    endpoint, address = (".index", {}) if version.version == held else (".one_version", {"version": version.version})
    return render_template(
        "matching/staff/weights.html",
        version=version,
        line=words.version_lines([version], held)[0],
        role=role,
        tabs=words.role_tabs(endpoint, role, **address),
        signals=words.signal_lines(version, role),
        off=words.off_lines(version, role),
        pairs=words.pair_lines(version, role),
        rules=words.policy_lines(version),
        sources=words.source_lines(version, role),
        calibration=words.calibration_rows(version, role),
        can_change=policies.can_change_weights(actor),
    )
