"""A page that is made without its form still knows the words beside its fields."""

from flask import Flask
from flask_babel import force_locale
from wtforms import RadioField, SelectField, StringField

from marketplace.foundation.form_labels import label_of, note_labels, words_of_choice
from marketplace.foundation.forms import option
from marketplace.foundation.i18n import lazy
from marketplace.foundation.typed import sent_now
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


class Short:
    demo_place = SelectField(lazy("Country"), choices=[option("XA", "Demoland"), option("XB", "Other Demoland")])
    demo_note = StringField(lazy("Note"))


class Long:
    demo_place = StringField("Where in the room")
    demo_note = StringField(lazy("Note"))
    demo_more = StringField("More")


class Later:
    demo_kind = RadioField(lazy("Kind"))  # offered only when its page is made


for declared in (Short, Long, Later):
    note_labels(declared)


def test_what_came_with_a_field_tells_whose_it_is(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        assert label_of("demo_place") == ""
        assert label_of("demo_place", ["demo_place", "demo_note"]) == "Country"
        assert label_of("demo_place", ["demo_place", "demo_note", "demo_more"]) == "Where in the room"
        assert label_of("rows-3-demo_place", ["rows-3-demo_place", "rows-3-demo_note", "demo_more"]) == "Country"


def test_a_choice_is_given_in_its_words(app: Flask) -> None:
    sent = ["demo_place", "demo_note"]
    with app.test_request_context():
        assert words_of_choice("demo_place", "XB", sent) == "Other Demoland"
        assert words_of_choice("demo_place", "XZ", sent) == ""
        assert words_of_choice("demo_note", "XB", sent) is None
        assert words_of_choice("demo_kind", "one", ["demo_kind"]) == ""


def test_codes_without_words_are_not_read_out_but_are_sent_again(app: Flask) -> None:
    data = {"demo_place": "XA", "demo_note": "VN", "demo_kind": "sme", "no_such_field": "sme", "no_such_text": "số 3"}
    with app.test_request_context("/", method="POST", data=data), force_locale("en"):
        sent = sent_now()
    assert {(one.label, one.text) for one in sent.typed} >= {("", "số 3"), ("Note", "VN")}
    assert "sme" not in {one.text for one in sent.typed}
    assert dict(sent.hidden) == data
