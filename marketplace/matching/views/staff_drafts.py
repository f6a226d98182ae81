"""Drafts of weights: changed by staff, looked at with their effect, and put in force with a reason."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.foundation import refusals
from marketplace.foundation.access import access, staff_with
from marketplace.foundation.actor import Power, Refused, current_actor
from marketplace.foundation.i18n import _
from marketplace.foundation.once import Repeated
from marketplace.foundation.versions import Conflict
from marketplace.matching.forms import ChangeForm, ConfirmForm, DraftForm, SignalForm, as_draft, as_number, as_numbers
from marketplace.matching.presenters.staff import weights as words
from marketplace.matching.presenters.staff.effect import EffectPart, effect_parts
from marketplace.matching.presenters.staff.words import PROBLEMS, ROLES
from marketplace.matching.queries import effects
from marketplace.matching.queries.books import NotReady
from marketplace.matching.queries.weights import Version, shipped_versions, version_in_force, version_numbered
from marketplace.matching.rules.editing import (
    AS_SHIPPED,
    PRIORITIES,
    Bound,
    Change,
    Changes,
    Problem,
    bound_of,
    editable,
    is_judged,
    problem_of,
    without_idle,
)
from marketplace.matching.rules.seats import Role
from marketplace.matching.rules.signals import CODES
from marketplace.matching.rules.weights import Table
from marketplace.matching.services.weights import Ask, Draft, differ, drafted, put_in_force
from marketplace.matching.views.staff import blueprint, role_asked, version_asked

OFFICERS = staff_with(Power.REFERENCE)
GO_ON = "edit"


@blueprint.route("/change", methods=["GET", "POST"])
@access(read=OFFICERS, write=OFFICERS)
def change() -> ResponseReturnValue:
    """Change the weights of one role in a draft; sending it shows what it would do."""
    role, held = role_asked(), version_in_force(current_actor())
    if request.method == "POST" and request.form.get("go") == GO_ON:
        handed = DraftForm()
        kept = handed.changes()
        base = _base(handed.shipped_number(), held)
        return _change_page(_filled(base, role, kept or held.changes), role, base)
    if request.method == "GET":
        base = _base(held.shipped, held)
        return _change_page(_filled(base, role, held.changes), role, base)
    form = ChangeForm()
    form.offer(shipped_versions(), _rules())
    base = _base(form.shipped_number(), held)
    right, changes = form.is_sent(), _typed(form, role, base)
    if changes is None or not right:
        return _change_page(form, role, base, 422)
    return _preview(Draft(base.version, changes), held, role)


@blueprint.get("/versions/<int:version>/again")
@access(read=OFFICERS)
def again(version: int) -> ResponseReturnValue:
    """What going back to an earlier version would change now."""
    chosen = version_asked(version)
    return _preview(Draft(chosen.shipped, chosen.changes), version_in_force(current_actor()), role_asked())


@blueprint.post("/confirm")
@access(write=OFFICERS)
def confirm() -> ResponseReturnValue:
    """Put a draft in force."""
    actor, form = current_actor(), ConfirmForm()
    changes, held = form.changes(), version_in_force(actor)
    if changes is None:
        flash(_("The draft could not be read. Nothing was saved: begin again from what holds."), "caution")
        return redirect(url_for(".change"))
    draft = Draft(form.shipped_number(), changes)
    if form.is_sent():
        ask = Ask(str(form.reason.data), form.version_number or 0, form.once_key)
        try:
            made = put_in_force(actor, draft, ask)
        except Repeated:
            return redirect(url_for(".index"))
        except Conflict:
            _tell_conflict(form, held)
        except Refused as refusal:
            form.reason.errors = [refusals.words(refusal)]
        else:
            flash(_("Version %(version)s is in force now. Lists follow within seconds.", version=made), "positive")
            return redirect(url_for(".index"))
    return _preview(draft, held, role_asked(), form)


def _tell_conflict(form: ConfirmForm, held: Version) -> None:
    form.version.data = str(held.version)
    form.version.raw_data = [str(held.version)]
    told = _(
        "Version %(version)s has come into force meanwhile. Below stands what your draft would change of it.",
        version=held.version,
    )
    form.form_errors.append(told)


def _base(number_asked: int, held: Version) -> Version:
    """The shipped version that a draft rests on; that of the version in force where the number is none."""
    chosen = number_asked if number_asked in shipped_versions() else held.shipped
    return version_numbered(current_actor(), chosen)


def _rules() -> list[tuple[str, str]]:
    return [(code, words.title_of(code)) for code in PRIORITIES if code in CODES]


def _filled(base: Version, role: Role, changes: Changes) -> ChangeForm:
    """The form as a draft stands."""
    rows = [
        {"code": code, **_as_typed(row, changes.signals.get((role, code), AS_SHIPPED))}
        for code, row in sorted(editable(base.roles, role).items(), key=lambda pair: words.topic_of(pair[0]))
    ]
    form = ChangeForm(
        formdata=None,
        data={
            "signals": rows,
            "policies": sorted(changes.policies),
            "shipped": str(base.version),
            "draft": as_draft(changes),
        },
    )
    form.offer(shipped_versions(), _rules())
    return form


def _as_typed(row: Any, changed: Change) -> dict[str, Any]:
    table = changed.table or (Table(tuple(row["at"]), tuple(row["adds"])) if is_judged(row) else None)
    return {
        "off": changed.off,
        "times": as_number(changed.times),
        "at": as_numbers(table.at) if table else "",
        "adds": as_numbers(table.adds) if table else "",
    }


def _typed(form: ChangeForm, role: Role, base: Version) -> Changes | None:
    """The draft with what was typed for one role; None, with the errors beside the fields, where that is impossible."""
    rows, kept = editable(base.roles, role), form.changes()
    if kept is None:
        form.draft.data = as_draft(Changes())
        form.form_errors.append(_("What was changed for the other role could not be read. Change it there once more."))
        return None
    signals = {
        key: each
        for key, each in kept.signals.items()
        if key[0] is not role and key[1] in base.roles[key[0]]["signals"]
    }
    right = True
    for entry in form.signals:
        row = rows.get(str(entry.form.code.data))
        if row is None or entry.errors:
            continue
        made = _change(entry.form, is_judged(row))
        problem = problem_of(str(entry.form.code.data), made, row)
        if problem is not None:
            _tell(entry.form, problem)
            right = False
        signals[role, str(entry.form.code.data)] = made
    form.signals.errors = [] if right else [entry.errors for entry in form.signals]
    policies = frozenset(str(code) for code in form.policies.data or ())
    return without_idle(Changes(signals, policies), base.roles) if right else None


def _change(form: SignalForm, judged: bool) -> Change:
    off, numbers = bool(form.off.data), (form.at.numbers, form.adds.numbers)
    table = Table(*numbers) if judged and (any(numbers) or not off) else None
    return Change(1.0 if judged else form.times.number, table, off)


def _tell(form: SignalForm, problem: Problem) -> None:
    bound: Bound = bound_of(str(form.code.data))
    ends = {name: words.signed(getattr(bound, name)) for name in ("first", "last", "least", "most")}
    text = str(PROBLEMS[problem])
    field = form.times if problem is Problem.TIMES else form.at if problem in _OF_VALUES else form.adds
    field.errors = [text % ends if "%(" in text else text]


_OF_VALUES = (Problem.FEW_OR_MANY, Problem.NOT_RISING, Problem.OUTSIDE)


def _change_page(form: ChangeForm, role: Role, base: Version, status: int = 200) -> ResponseReturnValue:
    rows = editable(base.roles, role)
    entries: dict[str, list[dict[str, Any]]] = {}
    for entry in form.signals:
        code = str(entry.form.code.data)
        if code in rows:
            entries.setdefault(words.topic_of(code), []).append(_entry(entry.form, code, rows[code]))
    page = render_template(
        "matching/staff/change.html", form=form, role=role, groups=entries, signed=words.signed, title=ROLES[role]
    )
    return page, status


def _entry(form: SignalForm, code: str, row: Any) -> dict[str, Any]:
    """One signal of the form; `shipped` says how it was shipped where the form says otherwise."""
    usual, judged = _as_typed(row, AS_SHIPPED), is_judged(row)
    same = not form.off.data and (judged or form.times.data in (None, "", usual["times"]))
    same = same and (not judged or (form.at.data, form.adds.data) == (usual["at"], usual["adds"]))
    for field in (form.times, form.at, form.adds):
        field.flags.required = True  # for people; what is left out of a form that was cut short stays as shipped
    told = "" if same else f"{usual['at']} → {usual['adds']}" if judged else f"{usual['times']} ×"
    return {"form": form, "title": words.title_of(code), "judged": judged, "bound": bound_of(code), "shipped": told}


def _preview(draft: Draft, held: Version, role: Role, form: ConfirmForm | None = None) -> ResponseReturnValue:
    """What a draft would change, and the form that puts it in force; nothing is saved by looking."""
    actor = current_actor()
    try:
        roles, weights = drafted(actor, draft)
    except Refused as refusal:
        flash(refusals.words(refusal), "caution")
        return redirect(url_for(".change", role=role))
    changes = differ(held, roles)
    parts: list[EffectPart] | None = []
    if changes:
        try:
            parts = effect_parts(effects.previews(actor, weights))
        except NotReady:
            parts = None
    shown = form or ConfirmForm(
        formdata=None,
        data={"draft": as_draft(draft.changes), "shipped": str(draft.shipped), "version": str(held.version)},
    )
    page = render_template(
        "matching/staff/preview.html",
        form=shown,
        role=role,
        held=held,
        draft=as_draft(draft.changes),
        shipped=draft.shipped,
        lines=words.difference_lines(held.roles, roles),
        changes=changes,
        parts=parts,
    )
    return page, 422 if form is not None and form.errors else 200
