"""A page that is made without its form still knows the words beside its fields."""

from flask import Flask
from flask_babel import force_locale
from wtforms import StringField

from marketplace.foundation.form_labels import label_of, note_labels
from marketplace.foundation.i18n import lazy
from marketplace.products.forms import CertificateForm, ProductForm

DECLARED = (CertificateForm, ProductForm)


class One:
    demo_same = StringField(lazy("Name in English"))
    demo_other = StringField("One thing")


class Another:
    demo_same = StringField(lazy("Name in English"))
    demo_other = StringField("Another thing")


def test_fields_are_known_in_the_language_of_the_page(app: Flask) -> None:
    with app.test_request_context():
        with force_locale("en"):
            assert label_of("name_vi") == "Name in Vietnamese"
            assert label_of("certificates-0-body") == "Issued by"
        with force_locale("vi"):
            assert label_of("name_vi") == "Tên tiếng Việt"


def test_a_name_that_means_different_things_says_nothing(app: Flask) -> None:
    note_labels(One)
    note_labels(Another)
    with app.test_request_context():
        assert label_of("demo_other") == ""
        assert label_of("demo_same") != ""
        assert label_of("no_such_field") == ""
