"""Answers about other parties: append-only, the last one holds, and a veto parts both sides."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from hypothesis import given
from hypothesis import strategies as st
from limits import parse_many
from sqlalchemy import delete, func, select
from sqlalchemy.exc import DBAPIError

from marketplace.foundation.actor import Actor, NotAllowed, NotFound, Role, acting_as
from marketplace.foundation.clock import today
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import Fact
from marketplace.matching import queries, services
from marketplace.matching.models import Preference
from marketplace.matching.queries.matches import companies_for, investors_for
from marketplace.matching.rules.answers import MONTHS, USUAL_MONTHS, asked_again_on
from marketplace.profiles.services import withdraw_profile
from tests.clients import PageClient
from tests.factories.mandates import a_published_mandate
from tests.factories.organisations import an_actor, an_enterprise, an_investor
from tests.factories.profiles import a_published_enterprise, a_published_investor
from tests.matching.test_pages import LIST, visiting

pytestmark = pytest.mark.usefixtures("database")


def say(actor: Actor, about: str, answer: str) -> None:
    with acting_as(actor):
        services.set_preference(actor, about, answer)


def test_a_veto_parts_the_pair_on_both_sides_until_it_is_taken_back() -> None:
    enterprise, founder = a_published_enterprise()
    investor, partner = a_published_investor()
    a_published_mandate(enterprise, founder)
    a_published_mandate(investor, partner)
    assert [match.organisation_id for match in investors_for(founder).items] == [investor.id]
    assert [match.organisation_id for match in companies_for(partner).items] == [enterprise.id]
    say(partner, enterprise.id, "no")
    assert queries.blocked(enterprise.id, investor.id)
    assert queries.blocked(investor.id, enterprise.id)
    assert not investors_for(founder).items
    assert not companies_for(partner).items
    say(partner, enterprise.id, "open")
    assert not queries.blocked(enterprise.id, investor.id)
    assert investors_for(founder).items


def test_not_now_hides_only_on_ones_own_page() -> None:
    enterprise, founder = a_published_enterprise()
    investor, partner = a_published_investor()
    say(founder, investor.id, "later")
    assert not investors_for(founder).items
    assert [match.organisation_id for match in companies_for(partner).items] == [enterprise.id]
    assert not queries.blocked(enterprise.id, investor.id)


@pytest.mark.parametrize("months", MONTHS)
def test_who_is_put_off_comes_back_after_the_months_that_were_chosen(
    monkeypatch: pytest.MonkeyPatch, months: int
) -> None:
    _, founder = a_published_enterprise()
    investor, _ = a_published_investor()
    with acting_as(founder):
        services.set_preference(founder, investor.id, "later", months)
    back = asked_again_on(today(), months)
    for day, is_there in ((back - timedelta(days=1), False), (back, True)):
        monkeypatch.setattr("marketplace.matching.queries.preferences.today", lambda day=day: day)
        assert bool(investors_for(founder).items) is is_there
    assert queries.own_answers(founder)[0].comes_back_on == back


def test_months_are_those_offered_and_go_with_later_alone() -> None:
    investor, (other, _) = an_investor(), a_published_enterprise()
    actor = an_actor(investor)
    for months in (0, 2, 24, -1):
        with pytest.raises(ValueError, match="months"), acting_as(actor):
            services.set_preference(actor, other.id, "later", months)
    with acting_as(actor):
        services.set_preference(actor, other.id, "later")
        services.set_preference(actor, other.id, "must", 6)
    assert list(db.session.scalars(select(Preference.months).order_by(Preference.number))) == [USUAL_MONTHS, None]


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.sampled_from(MONTHS))
def test_a_party_comes_back_on_the_same_day_some_months_on(said: date, months: int) -> None:
    back = asked_again_on(said, months)
    assert (back.year - said.year) * 12 + back.month - said.month == months
    assert back.day == said.day or (back.day < said.day and (back + timedelta(days=1)).day == 1)


def test_what_is_answered_is_marked_listed_and_undone_on_the_page(client: PageClient) -> None:
    enterprise, _ = a_published_enterprise("Demo Sao Mai")
    a_published_enterprise("Demo Sao Hôm")
    _, partner = a_published_investor()
    about = enterprise.id
    with visiting(partner):
        answer = client.post(f"{LIST}/answers/{about}/must", data={"view": "fits_mandate", "number": "1"})
        assert answer.headers["Location"].endswith(f"?view=fits_mandate&answered={about}#party-{about}")
        page = client.get(answer.headers["Location"]).get_data(as_text=True)
        assert "Bạn đã trả lời: Rất muốn gặp" in page
        assert "Hoàn tác" in page
        assert "Demo Sao Mai" in client.get(f"{LIST}/answers?only=must").get_data(as_text=True)
        assert "Demo Sao Mai" not in client.get(f"{LIST}/answers?only=no").get_data(as_text=True)
        answer = client.post(f"{LIST}/answers/{about}/later", data={"view": "fits_mandate", "months": "6"})
        page = client.get(answer.headers["Location"]).get_data(as_text=True)
        assert page.count("Demo Sao Mai") == 1, "only the line with the way back names it"
        assert "Hoàn tác" in page
        answer = client.post(f"{LIST}/answers/{about}/open", data={"view": "fits_mandate"})
        page = client.get(answer.headers["Location"]).get_data(as_text=True)
        assert "Hoàn tác" not in page
        assert "Demo Sao Mai" in page


def test_the_page_says_what_each_answer_does_before_it_is_pressed(client: PageClient) -> None:
    enterprise, _ = a_published_enterprise()
    _, partner = a_published_investor()
    with visiting(partner):
        page = client.get(LIST).get_data(as_text=True)
    for answer, meaning in (("must", "sẽ có thêm"), ("yes", "đôi chút"), ("later", "Tạm ra khỏi"), ("no", "Chấm dứt")):
        form = page[page.index(f"/answers/{enterprise.id}/{answer}") :]
        described = form.index(f'id="{answer}-{enterprise.id}"')
        assert described < form.index(meaning) < form.index(f'aria-describedby="{answer}-{enterprise.id}"')


def test_nobody_is_named_to_a_reader_who_did_not_answer(client: PageClient) -> None:
    hidden = an_enterprise("Demo Hidden Name")
    a_published_enterprise()
    _, partner = a_published_investor()
    hidden_id = hidden.id
    with visiting(partner):
        assert "Demo Hidden Name" not in client.get(f"{LIST}?answered={hidden_id}").get_data(as_text=True)


def test_an_enterprise_without_a_mandate_is_matched_by_profile_and_products() -> None:
    _, founder = a_published_enterprise()
    investor, _ = a_published_investor()
    found = investors_for(founder).items[0]
    assert found.organisation_id == investor.id
    assert found.log_odds == pytest.approx(found.intercept + sum(part.adds for part in found.parts))


def test_every_answer_is_kept_and_the_last_one_holds() -> None:
    investor, (other, _) = an_investor(), a_published_enterprise()
    actor = an_actor(investor)
    for answer in ("yes", "must", "later"):
        say(actor, other.id, answer)
    kept = db.session.scalars(select(Preference.answer).order_by(Preference.number)).all()
    assert list(kept) == ["yes", "must", "later"]
    assert [said.answer for said in queries.own_answers(actor)] == ["later"]
    values = db.session.scalars(select(Fact.values).where(Fact.name == "matching.preference_set")).all()
    assert values[-1]["answer"] == "later"


def test_answers_cannot_be_erased() -> None:
    investor, (other, _) = an_investor(), a_published_enterprise()
    say(an_actor(investor), other.id, "no")
    with pytest.raises(DBAPIError), transaction() as session:
        session.execute(delete(Preference))


def test_who_only_looks_on_cannot_answer_and_nobody_answers_about_itself() -> None:
    investor, (other, _) = an_investor(), a_published_enterprise()
    with pytest.raises(NotAllowed):
        say(an_actor(investor, Role.VIEWER), other.id, "no")
    with pytest.raises(NotAllowed):
        say(an_actor(investor), investor.id, "no")
    with pytest.raises(NotFound):
        say(an_actor(investor), new_id(), "no")
    assert not queries.blocked(investor.id, other.id)


def test_nothing_is_said_about_a_party_that_is_not_public() -> None:
    actor, hidden = an_actor(an_investor()), an_enterprise()
    for answer in ("no", "open"):
        with pytest.raises(NotFound):
            say(actor, hidden.id, answer)
    assert queries.own_answers(actor) == []


def test_an_answer_about_a_party_that_withdrew_can_be_taken_back() -> None:
    enterprise, founder = a_published_enterprise()
    actor = an_actor(an_investor())
    say(actor, enterprise.id, "no")
    withdraw_profile(founder, enterprise.id)
    say(actor, enterprise.id, "open")
    assert queries.own_answers(actor) == []


@pytest.mark.concurrency
def test_eight_people_who_answer_at_once_leave_one_order(app: Flask, database: SQLAlchemy) -> None:
    investor, (other, _) = an_investor(), a_published_enterprise()
    people, about = [an_actor(investor) for _ in range(8)], other.id
    db.session.commit()
    start, failures = threading.Barrier(8), []

    def answer(actor: Actor) -> None:
        with app.app_context():
            start.wait()
            try:
                say(actor, about, "no")
            except Exception as error:  # noqa: BLE001 - the test looks at what came out
                failures.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=answer, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    numbers = db.session.scalars(select(Preference.number).order_by(Preference.number)).all()
    assert list(numbers) == list(range(1, 9))


def test_answers_without_end_are_refused(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    _, founder = a_published_enterprise()
    investor, _ = a_published_investor()
    limiter = client.application.extensions["limiter"]
    monkeypatch.setitem(limiter.items, "answer.organisation", parse_many("2 per hour"))
    with visiting(founder):
        answers = [client.post(f"{LIST}/answers/{investor.id}/{said}") for said in ("yes", "open", "yes")]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Preference)) == 2
