"""What people come for is done with the keyboard alone; where the focus is can always be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.foundation.actor import acting_as
from tests.factories import deals
from tests.factories.accounts import PASSWORD, a_person
from tests.factories.organisations import a_member
from tests.factories.products import a_published_product
from tests.factories.profiles import a_published_enterprise

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

    from tests.browser.conftest import Person

MOST_STEPS = 150
FOCUS = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect(), look = getComputedStyle(one);
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return {
        seen: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2 || look.boxShadow !== "none",
        covered: !!top && !one.contains(top) && !top.contains(one) && !(one.labels || []).length,
        name: one.outerHTML.slice(0, 120),
    };
}"""


def walk_to(person: Person, wanted: Locator) -> None:
    """Press Tab until the wanted thing has the focus; on the way nothing hides where one is."""
    page = person.page
    wanted.first.wait_for()
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["seen"], f"the focus cannot be seen on {focus['name']}"
        assert not focus["covered"], f"something covers {focus['name']}"
        if wanted.first.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab never reaches {wanted}")


def press_enter(person: Person) -> None:
    """Enter, and wait for the page that follows."""
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")


def test_a_visitor_finds_a_company_by_sector_and_province(arrive: Callable[[str, str], Person]) -> None:
    enterprise, owner = a_published_enterprise("Demo Sao Biển", sectors=("health",), province="48")
    with acting_as(owner):
        a_published_product(enterprise, owner)
    visitor = arrive("visitor", "en")
    visitor.waits_for("/en/companies", "Demo Sao Biển")
    for field, code in (("sector", "health"), ("province", "48")):
        walk_to(visitor, visitor.page.locator(f'main a[href*="{field}={code}"]'))
        press_enter(visitor)
        assert f"{field}={code}" in visitor.page.url
    walk_to(visitor, visitor.page.locator("main article a", has_text="Demo Sao Biển"))
    press_enter(visitor)
    assert visitor.page.locator("h1").inner_text().startswith("Demo Sao Biển")


def test_suggestions_are_chosen_with_arrows(arrive: Callable[[str, str], Person]) -> None:
    a_published_enterprise("Demo Sao Biển")
    visitor = arrive("visitor", "en")
    visitor.waits_for("/en/companies", "Demo Sao Biển")
    box = visitor.visit("/en/companies").locator('main input[type="search"]')
    walk_to(visitor, box)
    visitor.page.keyboard.type("sao bi", delay=30)
    visitor.page.locator('[role="option"]').first.wait_for()
    visitor.page.keyboard.press("ArrowDown")
    assert visitor.page.locator('[role="option"][aria-selected="true"]').count() == 1
    visitor.page.keyboard.press("Escape")
    assert box.input_value() == "sao bi"
    assert visitor.page.locator('[role="option"]:visible').count() == 0
    visitor.page.keyboard.press("ArrowDown")
    visitor.page.locator('[role="option"][aria-selected="true"]').wait_for()
    press_enter(visitor)
    assert visitor.page.locator("h1").inner_text().startswith("Demo Sao Biển")


def test_an_enterprise_enters_and_answers_a_request(arrive: Callable[[str, str], Person]) -> None:
    pair = deals.a_pair()
    engagement_id = deals.a_request(pair)
    investor = a_person(name="Demo Investor", language="en")
    a_member(pair.investor, person=investor)
    reader = arrive("investor", "en")
    reader.visit(f"/en/sign-in?next=/workspace/introductions/{engagement_id}")
    walk_to(reader, reader.page.locator('[name="email"]'))
    reader.page.keyboard.type(investor.email)
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.type(PASSWORD)
    press_enter(reader)
    walk_to(reader, reader.page.locator("main").get_by_role("button", name="Yes, introduce us"))
    press_enter(reader)
    reader.sees("Open the conversation")
