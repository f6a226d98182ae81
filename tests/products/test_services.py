"""Products go live beside their enterprise, and disappear with it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from marketplace.foundation.actor import ANONYMOUS, SYSTEM, Actor, NotFound, Refused
from marketplace.foundation.ids import new_id
from marketplace.foundation.once import Repeated
from marketplace.foundation.text import Localised
from marketplace.organisations.models import Organisation
from marketplace.products import queries, searchable, services
from marketplace.products.services import NewProduct
from marketplace.profiles import services as profiles
from marketplace.publishing.services import Outcome
from tests.factories.organisations import an_actor, an_enterprise
from tests.factories.products import a_product, a_published_product
from tests.factories.profiles import a_profile, a_published_enterprise

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def enterprise(database: SQLAlchemy) -> tuple[Organisation, Actor]:
    return a_published_enterprise()


def test_a_draft_product_is_invisible_to_the_world(enterprise: tuple[Organisation, Actor]) -> None:
    organisation, owner = enterprise
    draft = services.save_draft(owner, NewProduct(organisation.id), a_product())

    with pytest.raises(NotFound):
        queries.public_product(ANONYMOUS, draft.subject_id)
    with pytest.raises(NotFound):
        queries.own_product(an_actor(an_enterprise()), draft.subject_id)
    assert [own.product_id for own in queries.own_products(owner, organisation.id)] == [draft.subject_id]


def test_a_published_product_is_shown_with_its_enterprise(enterprise: tuple[Organisation, Actor]) -> None:
    organisation, owner = enterprise
    product_id = a_published_product(organisation, owner)

    assert queries.public_product(ANONYMOUS, product_id)[1] == a_product()
    assert [row.id for row in queries.products_of(organisation.id)] == [product_id]
    assert queries.live_contents() == {product_id: (organisation.id, a_product())}


def test_a_product_of_a_withdrawn_enterprise_is_not_shown(enterprise: tuple[Organisation, Actor]) -> None:
    organisation, owner = enterprise
    product_id = a_published_product(organisation, owner)
    profiles.withdraw_profile(owner, organisation.id)

    with pytest.raises(NotFound):
        queries.public_product(ANONYMOUS, product_id)
    assert queries.all_ids() == []
    assert searchable.documents_for([product_id]) == []
    assert searchable.ids_touched_by_profiles([organisation.id]) == [product_id]


def test_a_withdrawn_product_is_gone_and_can_come_back(enterprise: tuple[Organisation, Actor]) -> None:
    organisation, owner = enterprise
    product_id = a_published_product(organisation, owner)
    first = queries.own_revisions(owner, product_id)[0]
    services.withdraw_product(owner, product_id)
    assert queries.products_of(organisation.id) == []

    services.restore_revision(owner, product_id, first.id)
    assert len(queries.products_of(organisation.id)) == 1


def test_a_form_sent_twice_makes_one_product(enterprise: tuple[Organisation, Actor]) -> None:
    organisation, owner = enterprise
    key = new_id()
    product_id = services.publish_product(owner, NewProduct(organisation.id, key), a_product())

    with pytest.raises(Repeated) as repeated:
        services.publish_product(owner, NewProduct(organisation.id, key), a_product())
    assert repeated.value.result_id == product_id


def test_a_product_needs_a_name(enterprise: tuple[Organisation, Actor]) -> None:
    organisation, owner = enterprise

    with pytest.raises(Refused):
        services.publish_product(owner, NewProduct(organisation.id), replace(a_product(), name=Localised()))


def test_a_profile_cannot_be_handled_as_a_product(enterprise: tuple[Organisation, Actor]) -> None:
    organisation, owner = enterprise

    with pytest.raises(NotFound):
        services.withdraw_product(owner, organisation.id)


def test_an_import_repeated_changes_nothing(enterprise: tuple[Organisation, Actor]) -> None:
    organisation, _ = enterprise
    wanted = [(new_id(), organisation.id, a_product(f"Demo {n}")) for n in range(5)]

    first = services.publish_many(SYSTEM, wanted, new_id())
    second = services.publish_many(SYSTEM, wanted, new_id())

    assert {item.outcome for item in first} == {Outcome.CREATED}
    assert {item.outcome for item in second} == {Outcome.UNCHANGED}


def test_a_products_document_says_who_offers_it(enterprise: tuple[Organisation, Actor]) -> None:
    organisation, owner = enterprise
    product_id = a_published_product(organisation, owner)
    before = searchable.documents_for([product_id])[0]

    profiles.publish_profile(owner, organisation.id, a_profile("Demo Renamed", province="79"))

    assert searchable.ids_touched_by_profiles([organisation.id]) == [product_id]
    after = searchable.documents_for([product_id])[0]
    assert after.hash != before.hash
    assert "Demo Renamed" in after.text["body"]["en"]
    assert after.filters["province"] == ("79",)


@pytest.mark.concurrency
def test_of_eight_publishers_of_one_draft_one_decides(
    app: Flask, enterprise: tuple[Organisation, Actor], database: SQLAlchemy
) -> None:
    organisation, owner = enterprise
    draft = services.save_draft(owner, NewProduct(organisation.id), a_product())
    database.session.rollback()

    def decide(_: int) -> bool:
        with app.app_context():
            try:
                services.publish_draft(owner, draft.subject_id)
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(decide, range(8))).count(True) == 1


@pytest.mark.concurrency
def test_of_eight_who_withdraw_one_product_one_decides(
    app: Flask, enterprise: tuple[Organisation, Actor], database: SQLAlchemy
) -> None:
    organisation, owner = enterprise
    product_id = a_published_product(organisation, owner)
    database.session.rollback()

    def withdraw(_: int) -> bool:
        with app.app_context():
            try:
                services.withdraw_product(owner, product_id)
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(withdraw, range(8))).count(True) == 1
