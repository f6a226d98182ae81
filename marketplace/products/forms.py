"""What an enterprise types about one product."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from wtforms import FieldList, FormField, ValidationError

from marketplace.foundation.fields import CodeField, CodesField, DayField, NamedCodesField, RowForm, WebField, needed
from marketplace.foundation.forms import AreaField, Form, TextField
from marketplace.foundation.i18n import _, language, lazy
from marketplace.foundation.text import Localised
from marketplace.products.content import Product
from marketplace.profiles.content import Certificate
from marketplace.reference.queries import choices, country_code, country_name

BLANK_ROWS = 1
MOST_ROWS = 50
SUMMARY = 300
_LANGUAGE_TEXTS = ("name", "summary", "description", "target_clients")
_CODES = ("technologies", "sectors", "segments", "markets")


def offered(taxonomy: str) -> Callable[[], list[tuple[str, str]]]:
    """Every code of a taxonomy with its label in the page's language."""
    return lambda: choices(taxonomy, language())


class CertificateForm(RowForm):
    """One certificate; an empty row is left out."""

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


class ProductForm(Form):
    """One product or service."""

    name_vi = TextField(lazy("Name in Vietnamese"))
    name_en = TextField(lazy("Name in English"))
    summary_vi = AreaField(lazy("In one or two sentences, in Vietnamese"), longest=SUMMARY)
    summary_en = AreaField(lazy("In one or two sentences, in English"), longest=SUMMARY)
    description_vi = AreaField(lazy("In detail, in Vietnamese"))
    description_en = AreaField(lazy("In detail, in English"))
    target_clients_vi = TextField(lazy("For whom, in Vietnamese"), longest=1000)
    target_clients_en = TextField(lazy("For whom, in English"), longest=1000)
    website = WebField(lazy("Web page of the product"), longest=300)
    technologies = CodesField(lazy("Technologies"), offered("technology"))
    sectors = CodesField(lazy("Sectors of application"), offered("sector"))
    segments = CodesField(lazy("Industry segments"), offered("segment"))
    markets = CodesField(lazy("Markets"), offered("country"))
    certificates = FieldList(FormField(CertificateForm), lazy("Certificates"), max_entries=MOST_ROWS)

    def validate_name_vi(self, field: Any) -> None:
        """One of the two names has to be there."""
        if not field.data and not self.name_en.data:
            raise ValidationError(_("Give the name in Vietnamese or in English."))


def filled(product: Product, version: int) -> ProductForm:
    """The form as it shows a product."""
    start: dict[str, Any] = {name: list(getattr(product, name)) for name in _CODES}
    for name in _LANGUAGE_TEXTS:
        text: Localised = getattr(product, name)
        start |= {f"{name}_vi": text.vi, f"{name}_en": text.en}
    start["website"] = product.website or ""
    start["certificates"] = [_certificate_row(certificate) for certificate in product.certificates]
    form = ProductForm(**start)
    form.version.data = str(version)
    return form


def add_blank_rows(form: ProductForm) -> None:
    """Room for more certificates, without a script."""
    while sum(row.form.is_blank for row in form.certificates) < BLANK_ROWS and len(form.certificates) < MOST_ROWS:
        form.certificates.append_entry()


def typed(form: ProductForm, base: Product | None) -> Product:
    """What was typed; how a text came about is kept while it is unchanged."""
    before = base or Product(name=Localised())
    rows: list[CertificateForm] = [entry.form for entry in form.certificates]
    asked: dict[str, Any] = {name: tuple(form[name].data) for name in _CODES}
    asked |= {name: _localised(form, name, getattr(before, name)) for name in _LANGUAGE_TEXTS}
    asked["website"] = form.website.data or None
    asked["certificates"] = tuple(row.read() for row in rows if not row.is_blank)
    return replace(before, **asked)


def _localised(form: ProductForm, name: str, before: Localised) -> Localised:
    text = Localised(vi=form[f"{name}_vi"].data or "", en=form[f"{name}_en"].data or "").normalised()
    return before if (text.vi, text.en) == (before.vi, before.en) else text


def _certificate_row(certificate: Certificate) -> dict[str, Any]:
    return {
        "standard": certificate.standard,
        "body": certificate.body,
        "number": certificate.number,
        "markets": ", ".join(country_name(code, language()) for code in certificate.markets),
        "valid_from": certificate.valid_from.isoformat() if certificate.valid_from else "",
        "valid_until": certificate.valid_until.isoformat() if certificate.valid_until else "",
    }
