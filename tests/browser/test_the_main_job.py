"""The main job, walked by five people in two languages: from an empty profile to a deal that counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.factories.accounts import a_person, sign_in_as
from tests.factories.organisations import a_ministry_unit, a_staff_actor

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

    from tests.browser.conftest import Person

    Arrive = Callable[[str, str], Person]

ENTERPRISE = "Demo Hoá đơn Số"
FUND = "Demo Lakeside Ventures"
PASSWORD = "bảy con vịt bơi qua sông Hồng"
DOCUMENT = b"%PDF-1.7\nDemo document\n"


def _signs_up(person: Person, address: str, kind: str, name: str, country: str) -> None:
    person.visit(f"/{person.language}/sign-up")
    person.fill(email=address)
    person.press("Send me the link")
    person.opens_mail(address)
    person.fill(name=person.name, password=PASSWORD)
    person.press("Create my account")
    person.visit("/workspace/organisation/new")
    person.choose(kind=kind, country=country)
    person.fill(name=name)
    person.press("Found the organisation")


def _publishes_the_enterprise(lan: Person) -> None:
    _signs_up(lan, "lan@demo.example", "enterprise", ENTERPRISE, "VN")
    lan.visit("/workspace/profile")
    lan.fill(name_en="Demo Digital Invoices", summary_vi="Hoá đơn điện tử (minh hoạ)", summary_en="Invoices (demo)")
    lan.choose(country="VN", ownership="vietnamese", control_country="VN", enterprise_type="t2")
    lan.choose(technologies="ai cloud", sectors="finance commerce", segments="software", markets="SG")
    lan.press("Publish")
    lan.picture("1-enterprise-profile")
    lan.visit("/workspace/mandates/new/raise")
    lan.fill(title_vi="Gọi vốn (minh hoạ)", title_en="Raise (demo)", amount_sought="2000000")
    lan.choose(stages="growth", sectors="finance", technologies="ai")
    lan.press("Publish the mandate")
    lan.picture("2-enterprise-mandate")


def _publishes_the_fund(emma: Person) -> None:
    _signs_up(emma, "emma@demo.example", "investor", FUND, "SG")
    emma.visit("/workspace/profile")
    emma.fill(summary_en="Growth capital for finance software (demo)")
    emma.choose(country="SG", control_country="SG")
    emma.press("Publish")
    emma.visit("/workspace/mandates/new/invest")
    emma.fill(title_en="Finance software (demo)", ticket_minimum="500000", ticket_maximum="5000000", markets="Vietnam")
    emma.choose(stages="growth", sectors="finance", technologies="ai")
    emma.press("Publish the mandate")
    emma.picture("3-investor-mandate")


def _finds_the_enterprise(reader: Person) -> None:
    reader.waits_for("/en/companies?q=hoa+don", "Demo Digital Invoices")
    reader.picture("4-search")
    reader.page.get_by_role("link", name="Demo Digital Invoices").first.click()
    reader.sees("Invoices (demo)")
    reader.picture("5-company-page")


def _are_introduced(lan: Person, emma: Person) -> None:
    lan.waits_for("/workspace/matches", FUND)
    lan.picture("6-matches")
    lan.press("Ask for an introduction")
    lan.picture("7-ask")
    lan.press("Ask to be introduced")
    emma.visit("/workspace/introductions")
    emma.page.locator("main .entry-list a").first.click()
    emma.picture("8-asked-to-meet")
    emma.press("Yes, introduce us")
    emma.picture("8-introduced")
    emma.press("Open the conversation")
    emma.fill(text="Good morning, shall we talk on Tuesday?")
    emma.press("Send message")
    lan.visit("/workspace/conversations")
    lan.page.get_by_role("link", name=FUND).first.click()
    lan.sees("Good morning, shall we talk on Tuesday?")
    lan.picture("9-conversation")


def _record_the_deal(lan: Person, emma: Person) -> str:
    lan.visit("/workspace/introductions")
    lan.page.locator("main .entry-list a").first.click()
    lan.press("Record a deal")
    lan.choose(type="merger_acquisition", direction="inbound", currency="USD")
    lan.fill(agreed="1000000", signed_on="1/9/2026", completed_on="1/10/2026")
    lan.press("Record the deal")
    address = lan.page.url.removeprefix(lan.site)
    for kind in ("signed_agreement", "registry_change", "payment_proof"):
        lan.visit(f"{address}/evidence")
        lan.choose(kind=kind)
        lan.attach("file", f"{kind}.pdf", DOCUMENT + kind.encode())
        lan.press("File the document")
    for step in ("Mark as signed", "Mark as completed"):
        lan.visit(address)
        lan.press(step)
    for person in (lan, emma):
        person.visit(address)
        person.press("Confirm the terms")
    lan.visit(address)
    lan.press("Submit for verification")
    lan.picture("10-deal-submitted")
    return address


def _verify(first: Person, second: Person) -> None:
    first.visit("/staff/verification")
    first.picture("11-queue")
    first.page.locator("main table a").first.click()
    first.picture("12-verify")
    first.page.locator('main a[href$="/verify"]').first.click()
    first.fill(reason="Hợp đồng, đăng ký và thanh toán đã được đối chiếu (minh hoạ)")
    first.press("Send the proposal")
    second.visit("/staff/verification")
    second.page.locator("main table a").first.click()
    second.press("Confirm the proposal")
    second.picture("13-verified")


def _an_officer(app: Flask, officer: Person) -> None:
    """Officers' accounts are opened by the operator; the browser gets the cookie of a session."""
    person, unit, visitor = a_person(name=officer.name), a_ministry_unit(), app.test_client()
    a_staff_actor(unit, person=person)
    sign_in_as(visitor, person, unit.organisation_id)
    cookie = visitor.get_cookie("session")
    assert cookie is not None
    officer.page.context.add_cookies([{"name": "session", "value": cookie.value, "url": officer.site}])


def test_five_people_bring_a_deal_to_the_count(app: Flask, database: SQLAlchemy, arrive: Arrive) -> None:
    lan, emma, reader = arrive("Trần Thị Lan", "vi"), arrive("Emma Demo", "en"), arrive("Reader", "en")
    first, second = arrive("Phạm Văn Minh", "vi"), arrive("Lê Thu Hà", "vi")
    reader.waits_for("/en/kpi", "0 / 25")
    _publishes_the_enterprise(lan)
    _publishes_the_fund(emma)
    _finds_the_enterprise(reader)
    _are_introduced(lan, emma)
    _record_the_deal(lan, emma)
    for officer in (first, second):
        _an_officer(app, officer)
    _verify(first, second)
    reader.waits_for("/en/kpi", "1 / 25")
    reader.picture("14-counted")
