"""The pages of introductions, deals and verification: the whole way over HTTP, refusals, and 404 for strangers."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from flask import url_for
from sqlalchemy import event, select

from marketplace.accounts.models import Person
from marketplace.deals.models import Deal, Engagement, Proposal
from marketplace.deals.queries.counting import tier_counts
from marketplace.deals.queries.deals import evidence_of, parties_of
from marketplace.foundation.actor import Actor, Power
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import Fact
from marketplace.profiles.services import withdraw_profile
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.deals import (
    Pair,
    a_closed_deal,
    a_deal,
    a_pair,
    a_proposal,
    a_request,
    a_submitted_deal,
    a_verified_deal,
    an_introduction,
    officers,
)
from tests.factories.organisations import (
    a_member,
    a_ministry_unit,
    a_staff_actor,
    an_enterprise,
    an_investor,
    an_organisation,
)
from tests.factories.profiles import a_published_enterprise

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from marketplace.organisations.models import Organisation
    from tests.clients import PageClient

    Visit = Callable[[Organisation | Actor], PageClient]

AN_ID = re.compile(r"[0-9a-hjkmnp-tv-z]{26}")


@pytest.fixture
def visit(app: Flask, database: object) -> Visit:
    """A browser in which somebody of an organisation, or this very officer, is signed in."""

    def enter(who: Organisation | Actor) -> PageClient:
        visitor: PageClient = app.test_client()  # type: ignore[assignment]
        if isinstance(who, Actor):
            with transaction() as session:
                person, organisation_id = session.get_one(Person, who.person_id), who.organisation_id
                person.language = "en"
        else:
            person, organisation_id = a_member(who, person=a_person(language="en")), who.id
        sign_in_as(visitor, person, organisation_id)
        return visitor

    return enter


def one(model: type[Any]) -> Any:
    db.session.rollback()
    return db.session.scalars(select(model)).one()


def terms(**changes: str) -> dict[str, str]:
    typed = {
        "type": "merger_acquisition",
        "direction": "inbound",
        "currency": "USD",
        "agreed": "1,250,000.50",
        "stake": "51%",
        "signed_on": "1 September 2026",
        "completed_on": "2026-10-01",
        "once": new_id(),
    }
    return {**typed, **changes}


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def upload(visitor: PageClient, deal_id: str, kind: str) -> TestResponse:
    return visitor.post(
        f"/workspace/deals/{deal_id}/evidence",
        data={"kind": kind, "file": (BytesIO(b"%PDF-1.7\n" + kind.encode()), "demo.pdf"), "once": new_id()},
        content_type="multipart/form-data",
    )


def verify_on_pages(first: PageClient, second: PageClient, deal_id: str) -> TestResponse:
    """One officer proposes, the other confirms."""
    assert deal_id in first.get("/staff/verification").text
    assert "51" in first.get(f"/staff/verification/{deal_id}").text
    proposing = {"reason": "Demo: checked", "version": one(Deal).version, "once": new_id()}
    first.post(f"/staff/verification/{deal_id}/verify", data=proposing)
    assert "Confirm the proposal" in second.get(f"/staff/verification/{deal_id}").text
    return second.post(f"/staff/proposals/{one(Proposal).id}/confirm", follow_redirects=True)


def test_the_whole_way_from_a_request_to_the_count(visit: Visit) -> None:
    pair, both = a_pair(), officers()
    owner, investor = visit(pair.enterprise), visit(pair.investor)
    ask = f"/workspace/introductions/ask?mandate={pair.mandate_id}&counterparty={pair.investor.id}"
    assert "not your name" in owner.get(ask).text
    assert owner.post(ask, data={"once": new_id()}).status_code == 302
    engagement = one(Engagement)
    seen = investor.get(f"/workspace/introductions/{engagement.id}").text
    assert pair.enterprise.name.en not in seen
    assert pair.mandate_id not in seen
    investor.post(f"/workspace/introductions/{engagement.id}/accept", data={"version": engagement.version})
    assert pair.enterprise.name.en in investor.get("/workspace/introductions").text
    assert owner.get(f"/workspace/introductions/{engagement.id}/deal").status_code == 200
    owner.post(f"/workspace/introductions/{engagement.id}/deal", data=terms())
    deal_id = one(Deal).id
    assert one(Deal).agreed_minor == 125_000_050
    for kind in ("signed_agreement", "registry_change"):
        assert upload(owner, deal_id, kind).status_code == 302
    for move in ("sign", "close"):
        owner.post(f"/workspace/deals/{deal_id}/move", data={"move": move, "version": one(Deal).version})
    for visitor in (owner, investor):
        shown = visitor.get(f"/workspace/deals/{deal_id}").text
        said = {"terms_hash": hidden(shown, "terms_hash"), "answer": "confirm"}
        visitor.post(f"/workspace/deals/{deal_id}/answer", data=said)
    owner.post(f"/workspace/deals/{deal_id}/move", data={"move": "submit", "version": one(Deal).version})
    answer = verify_on_pages(visit(both.proposer), visit(both.confirmer), deal_id)
    assert "Counted" in answer.text
    assert one(Deal).stage == "counted"
    assert tier_counts()["counted"] == 1


def test_asking_shows_no_name_that_is_not_public(visit: Visit) -> None:
    pair, hidden = a_pair(), an_investor("Demo Hidden Fund")
    owner, unpublished = visit(pair.enterprise), visit(hidden)
    pages = []
    for organisation_id in (hidden.id, new_id()):
        address = f"/workspace/introductions/ask?mandate={pair.mandate_id}&counterparty={organisation_id}"
        shown, sent_ = owner.get(address), owner.post(address, data={"once": new_id()})
        assert (shown.status_code, sent_.status_code) == (404, 404)
        pages.append(AN_ID.sub("#", shown.text))
    assert pages[0] == pages[1]
    own = unpublished.get(f"/workspace/introductions/ask?mandate={pair.mandate_id}", follow_redirects=True)
    assert "Publish your organisation’s profile first" in own.text


def routes(deal_id: str, engagement_id: str, proposal_id: str) -> list[tuple[str, str]]:
    """Every route of the feature that names a thing, with its method."""
    party, document = parties_of(deal_id)[0].id, evidence_of(deal_id)[0].id
    deal, staff = f"/workspace/deals/{deal_id}", f"/staff/verification/{deal_id}"
    met, made = f"/workspace/introductions/{engagement_id}", f"/staff/proposals/{proposal_id}"
    reading = [deal, met, f"{met}/deal", f"{deal}/terms", f"{deal}/parties/{party}", f"{deal}/evidence"]
    reading += [f"{deal}/evidence/{document}", f"{deal}/step_back", f"{deal}/abandon"]
    reading += [staff, f"{staff}/verify", f"{staff}/tell_apart", f"{staff}/revoke", f"{staff}/amend", f"{made}/reject"]
    writing = [f"{met}/{verb}" for verb in ("accept", "decline", "withdraw", "deal")]
    writing += [f"{deal}/{verb}" for verb in ("terms", "evidence", "answer", "move", "step_back", "abandon")]
    writing += [f"{deal}/parties/{party}", f"{deal}/evidence/{document}/withdraw"]
    writing += [f"{staff}/{verb}" for verb in ("verify", "tell_apart", "revoke", "amend", "recount")]
    writing += [f"{made}/{verb}" for verb in ("confirm", "reject", "withdraw")]
    return [("GET", path) for path in reading] + [("POST", path) for path in writing]


def sent(deal_id: str) -> dict[str, str]:
    return {**terms(), "move": "submit", "reason": "Demo", "terms_hash": "0" * 64, "name": "Demo", "kind": "other"}


def test_strangers_get_404_on_every_route(app: Flask, visit: Visit) -> None:
    pair, both = a_pair(), officers()
    deal_id = a_submitted_deal(pair)
    proposal_id = a_proposal(deal_id, both.proposer)
    engagement_id = one(Engagement).id
    stranger = visit(an_enterprise())
    uninvolved = visit(a_staff_actor(a_ministry_unit(), (Power.REVIEW, Power.OPERATE)))
    named = routes(deal_id, engagement_id, proposal_id)
    known = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("deals.")}
    reached = {app.url_map.bind("x").match(path, method=method)[0] for method, path in named}
    listing = {"deals.introductions", "deals.ask", "deals.index", "deals.declare", "deals.verification"}
    assert known == reached | listing
    for visitor in (stranger, uninvolved):
        for method, path in named:
            answer = visitor.open(path, method=method, data=sent(deal_id) if method == "POST" else None)
            assert (path, answer.status_code) == (path, 404)
    db.session.rollback()
    assert db.session.get_one(Deal, deal_id).stage == "verification"


def test_a_party_finds_none_of_the_officers_pages(visit: Visit) -> None:
    pair, both = a_pair(), officers()
    deal_id = a_submitted_deal(pair)
    proposal_id = a_proposal(deal_id, both.proposer)
    party = visit(pair.enterprise)
    for method, path in routes(deal_id, one(Engagement).id, proposal_id):
        if path.startswith("/staff"):
            assert party.open(path, method=method, data=sent(deal_id) if method == "POST" else None).status_code == 404
    assert party.get("/staff/verification").status_code == 404


def test_an_officer_sees_no_deal_that_was_not_submitted(visit: Visit) -> None:
    deal_id = a_closed_deal(a_pair())
    officer = visit(officers().proposer)
    assert officer.get(f"/staff/verification/{deal_id}").status_code == 404
    assert officer.get(f"/workspace/deals/{deal_id}").status_code == 404
    (document, *_others) = evidence_of(deal_id)
    assert officer.get(f"/workspace/deals/{deal_id}/evidence/{document.id}").status_code == 404


def test_an_officer_reads_evidence_and_that_is_logged(visit: Visit) -> None:
    deal_id = a_submitted_deal(a_pair())
    document = evidence_of(deal_id)[0]
    answer = visit(officers().proposer).get(f"/workspace/deals/{deal_id}/evidence/{document.id}")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")
    answer.close()
    db.session.rollback()
    assert len(db.session.scalars(select(Fact).where(Fact.name == "files.file_read")).all()) == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"agreed": "1.000"}, "Enter the amount without separators"),
        ({"agreed": "a lot"}, "Enter the amount in digits"),
        ({"agreed": "€5000000"}, "names another currency"),
        ({"agreed": "1000000.005"}, "fewer decimals"),
        ({"signed_on": "04/06/2026"}, "Enter the month as a word"),
        ({"signed_on": "31 February 2026"}, "Enter a date that exists"),
        ({"stake": "120"}, "Enter a percentage above 0"),
        ({"type": ""}, "Fill in this field"),
    ],
)
def test_bad_input_keeps_everything_typed(visit: Visit, typed: dict[str, str], words: str) -> None:
    pair = a_pair()
    engagement_id = an_introduction(pair)
    answer = visit(pair.enterprise).post(f"/workspace/introductions/{engagement_id}/deal", data=terms(**typed))
    assert answer.status_code == 422
    assert words in answer.text
    assert "There is a problem" in answer.text
    kept = {**terms(), **typed}
    for name in ("agreed", "stake", "signed_on", "completed_on"):
        assert f'value="{kept[name]}"' in answer.text
    assert db.session.scalars(select(Deal)).all() == []


def test_an_old_form_shows_both_versions_and_saves_nothing(visit: Visit) -> None:
    pair = a_pair()
    deal_id = a_deal(pair)
    owner = visit(pair.enterprise)
    answer = owner.post(f"/workspace/deals/{deal_id}/terms", data=terms(agreed="7000000", version="0"))
    assert answer.status_code == 409
    assert "1,500,000" in answer.text
    assert 'value="7000000"' in answer.text
    assert one(Deal).agreed_minor == 150_000_000


def test_what_is_missing_is_said_in_words(visit: Visit) -> None:
    pair = a_pair()
    deal_id = a_deal(pair)
    answer = visit(pair.enterprise).post(
        f"/workspace/deals/{deal_id}/move", data={"move": "sign"}, follow_redirects=True
    )
    assert "Still missing: The signed agreement or a notice of signing is filed." in answer.text


@pytest.mark.parametrize("move", ["verify", "count", "amend", "revoke", "step_back", "nonsense", ""])
def test_moves_of_others_cannot_be_sent(visit: Visit, move: str) -> None:
    pair = a_pair()
    deal_id = a_submitted_deal(pair)
    answer = visit(pair.enterprise).post(f"/workspace/deals/{deal_id}/move", data={"move": move})
    assert answer.status_code in {302, 403, 404}
    assert one(Deal).stage == "verification"


def test_a_file_of_another_type_is_refused_with_words(visit: Visit) -> None:
    pair = a_pair()
    deal_id = a_deal(pair)
    answer = visit(pair.enterprise).post(
        f"/workspace/deals/{deal_id}/evidence",
        data={"kind": "other", "file": (BytesIO(b"MZ"), "demo.exe"), "once": new_id()},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert "PDF, DOCX" in answer.text


def declared_by_a_province() -> dict[str, str]:
    return terms(
        reached="closed",
        home_code="0100 112 437",
        home_name="Demo As Typed",
        foreign_name="Demo Harbour Group",
        foreign_country="JP",
        foreign_control="JP",
    )


def test_a_code_shows_no_name_that_is_not_public(visit: Visit) -> None:
    enterprise, owner = a_published_enterprise("Demo Hidden Name", enterprise_code="0100112437")
    withdraw_profile(owner, enterprise.id)
    office = visit(an_organisation("province"))
    answer = office.post("/workspace/deals/declare", data=declared_by_a_province(), follow_redirects=True)
    assert "Demo As Typed" in answer.text
    assert "Hidden Name" not in answer.text
    assert parties_of(one(Deal).id)[0].organisation_id is None


def test_a_province_declares_a_deal_and_the_enterprise_is_found_by_its_code(visit: Visit) -> None:
    enterprise, _owner = a_published_enterprise(enterprise_code="0100112437")
    office = visit(an_organisation("province"))
    declared = declared_by_a_province()
    assert office.get("/workspace/deals/declare").status_code == 200
    assert office.post("/workspace/deals/declare", data=declared).status_code == 302
    deal = one(Deal)
    assert (deal.origin, deal.stage) == ("declared", "closed")
    assert parties_of(deal.id)[0].organisation_id == enterprise.id
    again = office.post("/workspace/deals/declare", data=declared)
    assert again.location.endswith(deal.id)
    assert one(Deal).id == deal.id


def test_pages_speak_vietnamese(app: Flask, database: object) -> None:
    pair = a_pair()
    a_request(pair)
    visitor = app.test_client()
    sign_in_as(visitor, a_member(pair.investor, person=a_person(language="vi")), pair.investor.id)
    page = visitor.get("/workspace/introductions").text
    assert "Giới thiệu" in page
    assert "Waiting for your answer" not in page


def test_a_correction_is_proposed_and_confirmed_on_pages(visit: Visit) -> None:
    both = officers()
    deal_id = a_verified_deal(a_pair(), both)
    first, second = visit(both.proposer), visit(both.confirmer)
    assert first.get(f"/staff/verification/{deal_id}/amend").status_code == 200
    typed = terms(agreed="999,999.99", reason="Demo: typing error", version=str(one(Deal).version))
    assert first.post(f"/staff/verification/{deal_id}/amend", data=typed).status_code == 302
    db.session.rollback()
    live = db.session.scalars(select(Proposal).where(Proposal.live.is_(True))).one()
    assert "999" in second.get(f"/staff/verification/{deal_id}").text
    second.post(f"/staff/proposals/{live.id}/confirm")
    assert one(Deal).stage == "amended"


def test_a_rejection_needs_a_reason(visit: Visit) -> None:
    both, deal_id = officers(), a_submitted_deal(a_pair())
    proposal_id = a_proposal(deal_id, both.proposer)
    second = visit(both.confirmer)
    address = f"/staff/proposals/{proposal_id}/reject"
    assert second.get(address).status_code == 200
    assert second.post(address, data={"reason": ""}).status_code == 422
    assert second.post(address, data={"reason": "Demo: a page is missing"}).status_code == 302


def test_lists_do_not_ask_more_the_longer_they_are(app: Flask, visit: Visit, database: Any) -> None:
    pair: Pair = a_pair()
    a_submitted_deal(pair)
    officer = visit(officers().proposer)
    counts = []
    for _round in range(2):
        statements: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object, kept: list[str] = statements) -> None:
            kept.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        officer.get("/staff/verification")
        event.remove(database.engine, "before_cursor_execute", note)
        counts.append(len(statements))
        a_submitted_deal(a_pair())
        a_submitted_deal(a_pair())
    assert counts[1] <= counts[0]


def test_addresses_are_where_others_expect_them(app: Flask) -> None:
    with app.test_request_context():
        assert url_for("deals.introductions") == "/workspace/introductions"
        assert url_for("deals.ask", mandate="m", counterparty="c").startswith("/workspace/introductions/ask?")
