"""The repeated parts of the form: one row for each year, certificate and past deal; an empty row is left out."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField, ValidationError
from wtforms.validators import NumberRange, Optional

from marketplace.foundation.clock import today
from marketplace.foundation.fields import (
    CodeField,
    DayField,
    DollarsField,
    MonthField,
    NamedCodesField,
    RowForm,
    WholeNumberField,
    dollars,
    needed,
)
from marketplace.foundation.forms import TextField
from marketplace.foundation.i18n import _, lazy
from marketplace.profiles.content import Basis, Certificate, PastDeal, YearFigure
from marketplace.profiles.forms.codes import country_names, offered
from marketplace.reference.queries import country_code

FIRST_YEAR = 1990


def _last_year(_form: Any, field: Any) -> None:
    if field.data is None:
        raise ValidationError(_("Give the year."))
    if not FIRST_YEAR <= field.data <= today().year:
        raise ValidationError(_("Give a year from %(first)s to %(last)s.", first=FIRST_YEAR, last=today().year))


def _bases() -> list[tuple[str, str]]:
    return [
        (Basis.ESTIMATE, _("Estimate")),
        (Basis.UNAUDITED, _("Own accounts, not audited")),
        (Basis.AUDITED, _("Audited accounts")),
    ]


class FigureForm(RowForm):
    """The figures of one year in one market."""

    DEFAULTS = ("basis",)

    year = WholeNumberField(lazy("Year"), [_last_year])
    market = CodeField(lazy("Market"), offered("country"), lazy("All markets"))
    export_usd = DollarsField(lazy("Exports from Vietnam (US dollars)"))
    overseas_usd = DollarsField(lazy("Sales of subsidiaries abroad (US dollars)"))
    revenue_usd = DollarsField(lazy("Total revenue (US dollars)"))
    basis = SelectField(lazy("How the figures were made"), choices=_bases, default=Basis.UNAUDITED)
    evidence = TextField(lazy("Where this can be checked"), longest=300)

    def read(self) -> YearFigure:
        """The figures that were typed."""
        return YearFigure(
            year=self.year.data or 0,
            market=self.market.data or None,
            export_usd=self.export_usd.cents,
            overseas_usd=self.overseas_usd.cents,
            revenue_usd=self.revenue_usd.cents,
            basis=Basis(self.basis.data),
            evidence=self.evidence.data or None,
        )


def figure_row(figure: YearFigure) -> dict[str, Any]:
    """Figures as the row shows them."""
    return {
        "year": figure.year,
        "market": figure.market or "",
        "export_usd": dollars(figure.export_usd),
        "overseas_usd": dollars(figure.overseas_usd),
        "revenue_usd": dollars(figure.revenue_usd),
        "basis": figure.basis.value,
        "evidence": figure.evidence,
    }


class CertificateForm(RowForm):
    """One certificate."""

    standard = CodeField(lazy("Standard"), offered("standard"), validators=[needed(lazy("Choose the standard."))])
    body = TextField(lazy("Issued by"))
    number = TextField(lazy("Certificate number"))
    markets = NamedCodesField(
        lazy("Valid in these countries"), country_code, description=lazy("Names separated by commas.")
    )
    valid_from = DayField(lazy("Valid from"))
    valid_until = DayField(lazy("Valid until"))

    def read(self) -> Certificate:
        """The certificate that was typed."""
        return Certificate(
            standard=str(self.standard.data),
            body=self.body.data or None,
            number=self.number.data or None,
            markets=self.markets.codes,
            valid_from=self.valid_from.day,
            valid_until=self.valid_until.day,
        )


def certificate_row(certificate: Certificate) -> dict[str, Any]:
    """A certificate as the row shows it."""
    return {
        "standard": certificate.standard,
        "body": certificate.body,
        "number": certificate.number,
        "markets": country_names(certificate.markets),
        "valid_from": certificate.valid_from.isoformat() if certificate.valid_from else "",
        "valid_until": certificate.valid_until.isoformat() if certificate.valid_until else "",
    }


class PastDealForm(RowForm):
    """One deal made before."""

    counterparty_name = TextField(lazy("With whom"), [needed(lazy("Name the other party."))])
    counterparty_country = CodeField(lazy("Country of the other party"), offered("country"))
    type = CodeField(lazy("Type of deal"), offered("deal_type"), validators=[needed(lazy("Choose the type of deal."))])
    month = MonthField(lazy("Month"), [needed(lazy("Give the month, for example 2025-06."))])
    amount_usd = DollarsField(lazy("Amount (US dollars)"))
    stage = CodeField(lazy("Stage"), offered("stage"))

    def read(self, before: PastDeal | None) -> PastDeal:
        """The deal that was typed; what the form does not ask is kept from the deal that stood in this row."""
        return PastDeal(
            counterparty_name=str(self.counterparty_name.data),
            counterparty_country=self.counterparty_country.data or None,
            counterparty_city=before.counterparty_city if before else None,
            type=str(self.type.data),
            month=self.month.month,
            amount_usd=self.amount_usd.cents,
            stage=self.stage.data or None,
            tags=before.tags if before else (),
        )


def past_deal_row(deal: PastDeal) -> dict[str, Any]:
    """A deal as the row shows it."""
    return {
        "counterparty_name": deal.counterparty_name,
        "counterparty_country": deal.counterparty_country or "",
        "type": deal.type,
        "month": deal.month,
        "amount_usd": dollars(deal.amount_usd),
        "stage": deal.stage or "",
    }


def at_least_zero() -> list[Any]:
    """A number that may be missing and is not negative."""
    return [Optional(), NumberRange(min=0, max=10_000_000, message=lazy("Give a whole number, not below zero."))]
