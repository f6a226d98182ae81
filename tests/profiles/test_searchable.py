"""What the public index holds of parties: the live, the public, and only declared fields."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event

from marketplace.foundation.actor import SYSTEM, acting_as
from marketplace.foundation.ids import new_id
from marketplace.foundation.text import Localised
from marketplace.profiles import queries, searchable, services
from marketplace.profiles.content import Certificate
from marketplace.reference.content import TermText
from marketplace.reference.queries.deciding import term_row
from marketplace.reference.services.load import load_reference
from marketplace.reference.services.terms import change_term
from search_index.fields import COMPANY, INVESTOR, KindFields
from tests.factories.organisations import a_ministry_unit, a_staff_actor, an_enterprise, an_organisation
from tests.factories.profiles import a_profile, a_published_enterprise, a_published_investor

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(("publish", "kind"), [(a_published_enterprise, COMPANY), (a_published_investor, INVESTOR)])
def test_a_document_uses_only_fields_that_its_kind_declares(publish: Any, kind: KindFields) -> None:
    organisation, _ = publish()
    (document,) = searchable.documents_for([organisation.id])

    assert document.kind == kind.kind
    assert set(document.filters) <= set(kind.filters)
    assert set(document.numbers) <= set(kind.numbers)
    assert set(document.sort) <= set(kind.sorts)


@pytest.mark.parametrize(
    "change",
    [
        {"name": Localised(en="Demo Renamed")},
        {"summary": Localised(en="Something else")},
        {"description": Localised(vi="Khác hẳn")},
        {"technologies": ("robotics",)},
        {"segments": ()},
        {"sectors": ("health",)},
        {"markets": ()},
        {"province": "79"},
        {"country": "SG"},
        {"enterprise_type": "t1"},
        {"ownership": "fdi"},
        {"development_stage": "mastery"},
        {"facets": ("sme",)},
        {"certificates": (Certificate("iso"),)},
        {"founded_year": 1999},
        {"employees": 3},
        {"legal_name": "Demo Legal"},
        {"enterprise_code": "0100109106"},
        {"stock_symbol": "DMO"},
        {"industry": "J"},
    ],
)
def test_what_changes_in_a_profile_changes_its_document(change: dict[str, Any]) -> None:
    organisation, actor = a_published_enterprise()
    before = searchable.documents_for([organisation.id])[0].hash
    _, profile = queries.live_profile(actor, organisation.id)
    services.publish_profile(actor, organisation.id, type(profile)(**{**_fields(profile), **change}))

    assert searchable.documents_for([organisation.id])[0].hash != before


def _fields(profile: Any) -> dict[str, Any]:
    return {name: getattr(profile, name) for name in profile.__dataclass_fields__}


def test_an_expired_certificate_is_no_standard_in_force() -> None:
    certificates = (Certificate("iso", valid_until=date(2020, 1, 1)), Certificate("cmmi"))

    assert searchable.standards_in_force(certificates) == ("cmmi",)


def test_what_is_withdrawn_or_has_no_public_page_has_no_document() -> None:
    organisation, actor = a_published_enterprise()
    services.withdraw_profile(actor, organisation.id)
    province = an_organisation("province")
    services.publish_many(SYSTEM, [(province.id, a_profile("Demo Province", kind="province"))], new_id())

    assert searchable.documents_for([organisation.id, province.id]) == []
    assert searchable.all_ids() == []


def test_the_number_of_statements_does_not_grow_with_the_documents(database: SQLAlchemy) -> None:
    wanted = [(an_enterprise(f"Demo {n}").id, a_profile(f"Demo {n}")) for n in range(30)]
    services.publish_many(SYSTEM, wanted, new_id())
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    searchable.documents_for([wanted[0][0]])
    few = len(asked)
    searchable.documents_for([organisation_id for organisation_id, _ in wanted])

    assert len(asked) - few <= few


def test_other_names_that_officers_give_a_term_are_found() -> None:
    organisation, _ = a_published_enterprise(technologies=("robotics",))
    load_reference(SYSTEM)
    actor = a_staff_actor(a_ministry_unit())
    row = term_row(actor, "technology", "robotics")
    text = TermText(row.label, ("người máy minh họa",))
    with acting_as(actor):
        change_term(actor, "technology", "robotics", text, row.changes)
    (document,) = searchable.documents_for([organisation.id])
    assert {language: "người máy minh họa" in said for language, said in document.text["tags"].items()} == {
        "vi": True,
        "en": True,
    }
