"""What is published can be found, what is withdrawn cannot, and whatever happened in between is mended."""

from collections.abc import Callable

import pytest
from flask import Flask

from marketplace.discovery import services
from marketplace.foundation import relay
from marketplace.foundation.actor import Actor
from marketplace.foundation.search import engine
from marketplace.foundation.text import Localised
from marketplace.organisations.models import Organisation
from marketplace.products import services as products
from marketplace.profiles import services as profiles
from search_index.query import SearchQuery
from tests.factories.documents import a_document
from tests.factories.products import a_product, a_published_product
from tests.factories.profiles import a_profile, a_published_enterprise, a_published_investor
from tests.workers import wait_until_idle

Settle = Callable[[], None]


def found(text: str, kind: str = "company") -> tuple[str, ...]:
    return engine().search(SearchQuery((kind,), text)).ids


def test_a_published_company_is_found_with_and_without_accents(settle: Settle) -> None:
    company, _ = a_published_enterprise("Demo Sao Biển")
    assert found("sao bien") == ()
    settle()
    assert found("sao bien") == found("Sao Biển") == (company.id,)


def test_an_investor_is_found_among_investors_only(settle: Settle) -> None:
    investor, _ = a_published_investor("Demo Lotus Fund")
    settle()
    assert found("lotus", "investor") == (investor.id,)
    assert found("lotus", "company") == ()


def test_a_change_replaces_what_was_found(settle: Settle) -> None:
    company, actor = a_published_enterprise("Demo Sao Biển")
    settle()
    profiles.publish_profile(actor, company.id, a_profile("Demo Mặt Trời"))
    settle()
    assert found("sao biển") == ()
    assert found("mặt trời") == (company.id,)


def test_a_withdrawn_company_goes_with_its_products(settle: Settle) -> None:
    company, actor = a_published_enterprise("Demo Sao Biển")
    product = a_published_product(company, actor, "Demo Ví Sao")
    settle()
    assert found("ví sao", "product") == (product,)
    profiles.withdraw_profile(actor, company.id)
    settle()
    assert engine().hashes() == {}


def test_a_withdrawn_product_goes_alone(settle: Settle) -> None:
    company, actor = a_published_enterprise("Demo Sao Biển")
    product = a_published_product(company, actor)
    settle()
    products.withdraw_product(actor, product)
    settle()
    assert set(engine().hashes()) == {company.id}


def test_a_product_is_found_by_the_name_of_who_offers_it(settle: Settle) -> None:
    company, actor = a_published_enterprise("Demo Sao Biển")
    product = a_published_product(company, actor, "Demo Ví")
    settle()
    profiles.publish_profile(actor, company.id, a_profile("Demo Mặt Trời"))
    settle()
    assert found("mặt trời", "product") == (product,)
    assert found("sao biển", "product") == ()


def test_refreshing_twice_changes_nothing(settle: Settle) -> None:
    company, _ = a_published_enterprise()
    settle()
    before = engine().hashes()
    services.refresh([company.id, company.id, "0" * 26])
    services.refresh([company.id])
    assert engine().hashes() == before
    assert engine().search(SearchQuery(("company",))).total == 1


def published(names: list[str]) -> list[tuple[Organisation, Actor]]:
    return [a_published_enterprise(name) for name in names]


def test_a_check_finds_and_mends_every_one_of_25_differences(settle: Settle) -> None:
    parties = published([f"Demo {n}" for n in range(24)])
    settle()
    ids = [organisation.id for organisation, _ in parties]
    later = max(engine().versions(ids).values()) + 1
    engine().remove(dict.fromkeys(ids[:10], later))
    engine().put(a_document(id_, "Demo cũ", version=later) for id_ in ids[10:20])
    engine().put(a_document(f"stranger{n}", "Demo lạ") for n in range(5))
    seen = services.check(mend=False)
    assert (len(seen.found.missing), len(seen.found.changed), len(seen.found.surplus)) == (10, 10, 5)
    assert services.check().repaired == 25
    assert services.check(mend=False).found.count == 0
    assert set(engine().hashes()) == set(ids)


def test_the_relay_begins_with_a_check(app: Flask, settle: Settle) -> None:
    company, _ = a_published_enterprise()
    settle()
    engine().clear()
    held: relay.Relay = app.extensions["relay"]()
    assert held.hold()
    held.turn()
    wait_until_idle()
    held.let_go()
    assert set(engine().hashes()) == {company.id}


def test_an_index_of_another_shape_is_made_anew(settle: Settle, monkeypatch: pytest.MonkeyPatch) -> None:
    company, _ = a_published_enterprise()
    settle()
    monkeypatch.setattr(type(engine()), "is_current", lambda _: False)
    checked = services.check()
    assert (checked.rebuilt, checked.expected) == (True, 1)
    assert set(engine().hashes()) == {company.id}


def test_the_operator_rebuilds_and_checks(app: Flask, settle: Settle) -> None:
    company, _ = a_published_enterprise()
    settle()
    run = app.test_cli_runner().invoke
    assert "holds 1 document" in run(args=["index", "rebuild"]).output
    assert run(args=["index", "rebuild", "--if-needed"]).output == "The index is of this release.\n"
    assert run(args=["index", "check"]).exit_code == 0
    engine().remove({company.id: engine().versions([company.id])[company.id] + 1})
    differing = run(args=["index", "check"])
    assert (differing.exit_code, company.id in differing.output) == (1, True)
    assert "mended" in run(args=["index", "check", "--repair"]).output
    assert run(args=["index", "check"]).exit_code == 0


def test_words_in_either_language_are_found(settle: Settle) -> None:
    company, actor = a_published_enterprise()
    both = Localised(vi="Ví điện tử", en="Mobile wallet")
    product = products.publish_product(actor, products.NewProduct(company.id), a_product(summary=both))
    settle()
    assert found("mobile wallet", "product") == found("vi dien tu", "product") == (product,)
