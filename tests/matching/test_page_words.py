"""What pages about matching say and how: nothing twice, nothing without a unit, no number that misleads."""

from __future__ import annotations

import pytest
from flask import Flask

from marketplace.foundation.i18n import force_locale, time_zone
from marketplace.matching.presenters.pair import unsaid
from marketplace.matching.presenters.staff.weights import FULL, bar_of, difference_lines, signed
from marketplace.matching.rules.editing import JUDGED
from marketplace.matching.rules.explanation import Missing
from marketplace.matching.rules.reading import Reach
from marketplace.matching.rules.weights import shipped_content
from marketplace.matching.services import set_preference
from marketplace.organisations.rules import Kind
from marketplace.profiles.services import publish_profile
from tests.clients import PageClient
from tests.factories.mandates import a_published_mandate, a_raise, an_investment
from tests.factories.organisations import an_actor, an_organisation
from tests.factories.profiles import a_profile, a_published_enterprise, a_published_investor
from tests.matching.test_pages import LIST, visiting


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0, "0"), (-0.004, "0"), (0.004, "0"), (0.3, "+0.3"), (-1.206, "−1.21")]
)
def test_nothing_bears_no_sign(app: Flask, value: float, shown: str) -> None:
    with app.test_request_context(), force_locale("en"):
        assert signed(value) == shown


def test_what_adds_very_much_leaves_the_other_bars_readable() -> None:
    everything = bar_of(Reach("exposure", -8.0, 8.0, JUDGED, ()), FULL)
    assert (everything.x, everything.width) == (0, 200)


def test_the_largest_change_is_told_first(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        before, after = (shipped_content(version)["roles"] for version in (1, 2))
        lines = difference_lines(before, after)
        assert lines[0].title == "Already fills the lists of many others"


def test_points_are_called_points(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        told = dict(unsaid({Missing("figures", is_ours=True): 1.2, Missing("stage", is_ours=False): 3.4}))
    assert list(told.values()) == ["up to 3 points more", "up to 1 point more"]


def test_clocks_are_named_in_the_pages_language(app: Flask) -> None:
    with app.test_request_context():
        with force_locale("vi"):
            assert time_zone("Asia/Ho_Chi_Minh") == "Giờ Việt Nam"
        with force_locale("en"):
            assert (time_zone("Asia/Ho_Chi_Minh"), time_zone("UTC")) == ("Vietnam Time", "UTC")


def test_what_the_reader_left_out_is_said_once_for_all_matches(client: PageClient) -> None:
    enterprise, founder = a_published_enterprise()
    a_published_mandate(enterprise, founder, a_raise(existing_investors=()))
    for name in ("Demo Lotus Fund", "Demo Bamboo Fund"):
        a_published_mandate(*a_published_investor(name), an_investment())
    with visiting(founder):
        page = client.get(LIST).get_data(as_text=True)
    assert page.count('class="entry-title"') == 2
    assert page.count("các nhà đầu tư hiện tại của bạn") == 1


def test_who_has_published_is_not_told_to_publish(client: PageClient) -> None:
    customer = an_organisation(Kind.CUSTOMER, "Demo Hospital")
    buyer = an_actor(customer)
    with visiting(buyer):
        assert "Hãy công bố hồ sơ của bạn" in client.get(LIST).get_data(as_text=True)
    publish_profile(buyer, customer.id, a_profile("Demo Hospital", kind=Kind.CUSTOMER))
    with visiting(buyer):
        page = client.get(LIST).get_data(as_text=True)
    assert "Hãy công bố hồ sơ của bạn" not in page
    assert "Hồ sơ của bạn đã được công bố" in page


def test_own_answers_lead_to_the_public_page_and_unknown_kinds_show_all(client: PageClient) -> None:
    _, founder = a_published_enterprise()
    investor, _ = a_published_investor()
    set_preference(founder, investor.id, "must")
    with visiting(founder):
        page = client.get(f"{LIST}/answers?only=nonsense").get_data(as_text=True)
    assert f"/vi/investors/{investor.id}" in page
