"""Provinces with their successors, and the classes of markets by year."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.foundation import refusals
from marketplace.foundation.access import access
from marketplace.foundation.actor import NotFound, Power, Refused, current_actor
from marketplace.foundation.clock import today
from marketplace.foundation.i18n import _
from marketplace.foundation.once import Repeated
from marketplace.foundation.pages import page_number, page_of
from marketplace.foundation.versions import Conflict
from marketplace.reference import services
from marketplace.reference.forms import PROVINCE_KINDS, EndProvinceForm, MarketForm, NamesForm, NewProvinceForm
from marketplace.reference.queries import deciding
from marketplace.reference.views.base import DECIDERS, READERS, blueprint, tell_conflict

SIZE = 50


@blueprint.get("/provinces")
@access(read=READERS)
def provinces() -> ResponseReturnValue:
    """Every province in its time, with the one that follows it."""
    actor = current_actor()
    return render_template(
        "reference/provinces.html",
        page=page_of(deciding.province_rows(actor), page_number(request.args.get("page")), SIZE),
        kinds=PROVINCE_KINDS,
        today=today(),
        can_write=actor.has(Power.REFERENCE),
    )


@blueprint.route("/provinces/new", methods=["GET", "POST"])
@access(read=DECIDERS, write=DECIDERS)
def new_province() -> ResponseReturnValue:
    """Add a province from a day on."""
    form = NewProvinceForm()
    if form.is_sent():
        try:
            services.add_province(current_actor(), form.province(), form.once_key)
        except Repeated:
            return redirect(url_for(".provinces"))
        except Refused as refusal:
            form.code.errors = [refusals.words(refusal)]
        else:
            flash(_("The province is added."), "positive")
            return redirect(url_for(".provinces"))
    return render_template("reference/province.html", form=form, row=None), 422 if form.errors else 200


@blueprint.route("/provinces/<code>/<valid_from>", methods=["GET", "POST"])
@access(read=DECIDERS, write=DECIDERS)
def province(code: str, valid_from: str) -> ResponseReturnValue:
    """Change the names of a province."""
    actor, key = current_actor(), _key(code, valid_from)
    row = deciding.province_row(actor, *key)
    form = NamesForm(data={"vi": row.name.vi, "en": row.name.en, "version": str(row.changes)})
    if form.is_sent():
        try:
            services.rename_province(actor, key, form.name(), form.version_number)
        except Conflict as conflict:
            tell_conflict(form, conflict)
        else:
            flash(_("Saved. Search follows within minutes."), "positive")
            return redirect(url_for(".provinces"))
    return render_template("reference/province.html", form=form, row=row), 422 if form.errors else 200


@blueprint.route("/provinces/<code>/<valid_from>/end", methods=["GET", "POST"])
@access(read=DECIDERS, write=DECIDERS)
def end_province(code: str, valid_from: str) -> ResponseReturnValue:
    """Say which day is a province's last, and which province follows."""
    actor, key = current_actor(), _key(code, valid_from)
    row = deciding.province_row(actor, *key)
    form = EndProvinceForm(data={"version": str(row.changes)})
    if form.is_sent():
        until = form.until.day or today()
        try:
            services.end_province(actor, key, until, str(form.successor.data), form.version_number)
        except Conflict as conflict:
            tell_conflict(form, conflict)
        except Refused as refusal:
            form.successor.errors = [refusals.words(refusal)]
        else:
            flash(_("The end of the province is recorded."), "positive")
            return redirect(url_for(".provinces"))
    return render_template("reference/end_province.html", form=form, row=row), 422 if form.errors else 200


def _key(code: str, valid_from: str) -> tuple[str, date]:
    try:
        return code, date.fromisoformat(valid_from)
    except ValueError:
        raise NotFound from None


@blueprint.route("/markets", methods=["GET", "POST"])
@access(read=READERS, write=DECIDERS)
def markets() -> ResponseReturnValue:
    """The classes of markets in one year; deciding about one in a new year brings the others along."""
    actor, form = current_actor(), MarketForm()
    years = deciding.market_years(actor)
    newest = max([*years, today().year])
    year = _year(request.args.get("year"), min(newest, today().year))
    if form.is_sent():
        try:
            services.class_market(actor, year, str(form.country.data), str(form.market_class.data or ""))
        except Refused as refusal:
            form.market_class.errors = [refusals.words(refusal)]
        else:
            flash(_("The class is recorded."), "positive")
            return redirect(url_for(".markets", year=year))
    answer = render_template(
        "reference/markets.html",
        form=form,
        rows=deciding.market_rows(actor, year),
        year=year,
        years=sorted({*years, newest, newest + 1}, reverse=True),
        is_new=year not in years,
        can_write=actor.has(Power.REFERENCE),
    )
    return answer, 422 if form.errors else 200


def _year(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) == 4 else otherwise
