"""The form of a whole profile: what it asks a kind of party, how it is filled, and what was typed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from wtforms import FieldList, FormField, ValidationError
from wtforms.validators import Email, Optional

from marketplace.foundation.clock import today
from marketplace.foundation.fields import CodeField, CodesField, RowForm, WebField, WholeNumberField
from marketplace.foundation.forms import AreaField, Form, TextField
from marketplace.foundation.i18n import _, lazy
from marketplace.foundation.text import Localised
from marketplace.profiles.content import PartyProfile, PastDeal
from marketplace.profiles.forms.codes import offered
from marketplace.profiles.forms.rows import (
    CertificateForm,
    FigureForm,
    PastDealForm,
    at_least_zero,
    certificate_row,
    figure_row,
    past_deal_row,
)
from marketplace.profiles.rules import SELF_DECLARED_FACETS, compact_code, is_enterprise_code

BLANK_ROWS = 1
MOST_ROWS = 100  # more come only from imports; the form shows the first hundred and keeps the rest
SUMMARY = 300
OLDEST = 1800
# What only an enterprise is asked.
_ENTERPRISE_ONLY = ("enterprise_code", "enterprise_type", "ownership", "development_stage", "facets", "segments")
_TEXTS = ("legal_name", "country", "province", "city", "website", "enterprise_type", "ownership", "control_country")
_MORE_TEXTS = ("development_stage", "industry", "contact_email")
_LANGUAGE_TEXTS = ("name", "summary", "description")
_CODES = ("technologies", "segments", "sectors", "markets", "languages", "facets")
_NUMBERS = ("founded_year", "employees")
Row = TypeVar("Row", bound=RowForm)


class ProfileForm(Form):
    """A whole profile. The kind of party, its figures' standing and the demo mark are never taken from a form."""

    name_vi = TextField(lazy("Name in Vietnamese"))
    name_en = TextField(lazy("Name in English"))
    legal_name = TextField(lazy("Registered name"))
    enterprise_code = TextField(lazy("Enterprise code"), description=lazy("10 digits, or 13 for a branch."))
    country = CodeField(lazy("Country"), offered("country"))
    province = CodeField(lazy("Province or city in Vietnam"), offered("province"))
    city = TextField(lazy("Town or city"))
    website = WebField(lazy("Website"), longest=300)
    contact_email = TextField(
        lazy("E-mail address for enquiries"), [Optional(), Email(lazy("Write an address such as name@example.com."))]
    )
    founded_year = WholeNumberField(lazy("Founded in the year"))
    employees = WholeNumberField(lazy("Number of employees"), at_least_zero())
    enterprise_type = CodeField(lazy("Type of enterprise"), offered("enterprise_type"))
    ownership = CodeField(lazy("Ownership"), offered("ownership"))
    control_country = CodeField(lazy("Country of ultimate control"), offered("country"))
    development_stage = CodeField(lazy("Stage of development"), offered("development_stage"))
    facets = CodesField(lazy("The enterprise is"), offered("facet", SELF_DECLARED_FACETS))
    summary_vi = AreaField(lazy("In one or two sentences, in Vietnamese"), longest=SUMMARY)
    summary_en = AreaField(lazy("In one or two sentences, in English"), longest=SUMMARY)
    description_vi = AreaField(lazy("In detail, in Vietnamese"))
    description_en = AreaField(lazy("In detail, in English"))
    technologies = CodesField(lazy("Technologies"), offered("technology"))
    segments = CodesField(lazy("Industry segments"), offered("segment"))
    sectors = CodesField(lazy("Sectors of application"), offered("sector"))
    industry = CodeField(lazy("Main line of business"), offered("industry"))
    markets = CodesField(lazy("Markets"), offered("country"))
    languages = CodesField(lazy("Working languages"), offered("language"))
    figures = FieldList(FormField(FigureForm), lazy("Figures by year"), max_entries=MOST_ROWS)
    certificates = FieldList(FormField(CertificateForm), lazy("Certificates"), max_entries=MOST_ROWS)
    past_deals = FieldList(FormField(PastDealForm), lazy("Past deals"), max_entries=MOST_ROWS)

    def validate_name_vi(self, field: Any) -> None:
        """One of the two names has to be there."""
        if not field.data and not self.name_en.data:
            raise ValidationError(_("Give the name in Vietnamese or in English."))

    def validate_enterprise_code(self, field: Any) -> None:
        """The check digit finds most slips."""
        if field.data and not is_enterprise_code(compact_code(field.data)):
            raise ValidationError(_("This code is not right. Compare it with the registration certificate."))

    def validate_founded_year(self, field: Any) -> None:
        """No year to come."""
        if isinstance(field.data, int) and not OLDEST <= field.data <= today().year:
            raise ValidationError(_("Give a year from %(first)s to %(last)s.", first=OLDEST, last=today().year))

    def validate_figures(self, field: Any) -> None:
        """One row for each year and market."""
        rows = [(row.form.year.data, row.form.market.data) for row in field if not row.form.is_blank]
        if len(set(rows)) < len(rows):
            raise ValidationError(_("Two rows have the same year and market. Put them together."))


def form_for(kind: str, **start: Any) -> ProfileForm:
    """The form that a kind of party is asked."""
    form = ProfileForm(**start)
    if kind == "investor":
        for name in (*_ENTERPRISE_ONLY, "figures"):
            delattr(form, name)
    return form


def filled(profile: PartyProfile, version: int) -> ProfileForm:
    """The form as it shows a profile, with blank rows to add to."""
    start: dict[str, Any] = {name: getattr(profile, name) for name in (*_TEXTS, *_MORE_TEXTS, *_NUMBERS)}
    start |= {name: getattr(profile, name) or "" for name in (*_TEXTS, *_MORE_TEXTS, "enterprise_code")}
    start |= {name: list(getattr(profile, name)) for name in _CODES}
    for name in _LANGUAGE_TEXTS:
        text: Localised = getattr(profile, name)
        start |= {f"{name}_vi": text.vi, f"{name}_en": text.en}
    start["figures"] = [figure_row(figure) for figure in profile.figures[:MOST_ROWS]]
    start["certificates"] = [certificate_row(certificate) for certificate in profile.certificates[:MOST_ROWS]]
    start["past_deals"] = [past_deal_row(deal) for deal in profile.past_deals[:MOST_ROWS]]
    form = form_for(profile.kind, **start)
    form.version.data = str(version)
    add_blank_rows(form)
    return form


def add_blank_rows(form: ProfileForm) -> None:
    """Room for more rows, without a script."""
    for name in ("figures", "certificates", "past_deals"):
        if name not in form:
            continue
        while _blank_rows(form[name]) < BLANK_ROWS and len(form[name]) < MOST_ROWS:
            form[name].append_entry()


def _blank_rows(rows: Any) -> int:
    return sum(row.form.is_blank for row in rows)


def typed(form: ProfileForm, base: PartyProfile) -> PartyProfile:
    """What was typed, over what the form does not ask (kind, stock symbol, demo mark)."""
    asked: dict[str, Any] = {name: form[name].data or None for name in (*_TEXTS, *_MORE_TEXTS) if name in form}
    asked |= {name: form[name].data for name in _NUMBERS}
    asked |= {name: tuple(form[name].data) for name in _CODES if name in form}
    asked |= {name: _localised(form, name, getattr(base, name)) for name in _LANGUAGE_TEXTS}
    if "enterprise_code" in form:
        asked["enterprise_code"] = compact_code(form.enterprise_code.data or "") or None
        kept = tuple(facet for facet in base.facets if facet not in SELF_DECLARED_FACETS)
        asked["facets"] = (*asked["facets"], *kept)
        figures = [_with_source(row.read(), base) for row in _rows(form.figures, FigureForm)]
        asked["figures"] = (*figures, *base.figures[MOST_ROWS:])
    certificates = [row.read() for row in _rows(form.certificates, CertificateForm)]
    asked["certificates"] = (*certificates, *base.certificates[MOST_ROWS:])
    asked["past_deals"] = (*_past_deals(form, base), *base.past_deals[MOST_ROWS:])
    return replace(base, **asked)


def _localised(form: ProfileForm, name: str, before: Localised) -> Localised:
    """The two texts; how they came about is kept while they are unchanged."""
    text = Localised(vi=form[f"{name}_vi"].data or "", en=form[f"{name}_en"].data or "").normalised()
    return before if (text.vi, text.en) == (before.vi, before.en) else text


def _with_source(figure: Any, base: PartyProfile) -> Any:
    """A figure that says what it said before keeps its standing and the source it was converted from."""
    for before in base.figures:
        unsourced = replace(
            before, status=figure.status, source_currency=None, source_amount=None, fx_rate=None, fx_date=None
        )
        if unsourced == figure:
            return before
    return figure


def _past_deals(form: ProfileForm, base: PartyProfile) -> list[PastDeal]:
    before = {(deal.counterparty_name, deal.type, deal.month): deal for deal in base.past_deals}
    read: list[PastDeal] = []
    for row in _rows(form.past_deals, PastDealForm):
        key = (str(row.counterparty_name.data), str(row.type.data), row.month.month)
        read.append(row.read(before.get(key)))
    return read


def _rows(entries: Any, kind: type[Row]) -> list[Row]:
    rows = [entry.form for entry in entries]
    return [row for row in rows if isinstance(row, kind) and not row.is_blank]
