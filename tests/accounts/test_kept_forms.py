"""Forms keep what was typed, whatever happens: the session ends, the page is old, somebody was faster, too often."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from sqlalchemy import update

from marketplace.accounts.models import PersonSession
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.profiles.queries import own_profile
from tests.factories.accounts import PASSWORD, a_person, sign_in_as
from tests.factories.organisations import a_member, an_actor, an_enterprise

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from marketplace.accounts.models import Person
    from marketplace.organisations.models import Organisation
    from tests.clients import PageClient

pytestmark = pytest.mark.usefixtures("database")
FORM = "/workspace/profile"
WORDS = "Máy chủ “đo đạc” <b>& bản đồ"
TYPED = {
    "name_vi": "Demo Công ty",
    "summary_vi": WORDS,
    "sectors": ["finance", "health"],
    "then": "draft",
    "version": "0",
}
OURS = {"Sec-Fetch-Site": "same-origin"}


def a_writer(client: PageClient) -> tuple[Organisation, Person]:
    place = an_enterprise()
    person = a_member(place, person=a_person(language="en"))
    sign_in_as(client, person, place.id)
    return place, person


def let_the_session_end() -> None:
    with transaction() as session:
        session.execute(update(PersonSession).values(last_seen_at=now() - timedelta(hours=1)))


def form_of(page: TestResponse) -> str:
    """The one form of the page that people fill: not the search, not the switch of languages."""
    return page.text.split('<form class="form"', 1)[1].split("</form>", 1)[0]


def hidden_of(form: str) -> dict[str, list[str]]:
    """Its hidden fields, as a browser would send them."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        assert name
        found.setdefault(unescape(name[1]), []).append(unescape(value[1] if value else ""))
    return found


def send_the_form_of(client: PageClient, page: TestResponse, **more: str) -> TestResponse:
    """Press the button on the page, with exactly what stands in it."""
    form = form_of(page)
    action = re.search(r'action="([^"]*)"', form)
    assert action
    return client.post(unescape(action[1]), data={**hidden_of(form), **more}, token=False)


def test_after_the_session_ended_signing_in_brings_everything_back(client: PageClient) -> None:
    place, person = a_writer(client)
    let_the_session_end()
    ended = client.post(FORM, data=TYPED)
    assert ended.status_code == 403
    assert "What you typed is kept" in ended.text or "vẫn được giữ" in ended.text
    assert WORDS in unescape(ended.text)
    assert "<b>&" not in ended.text  # shown as text
    back = send_the_form_of(client, ended, email=person.email, password=PASSWORD)
    assert back.status_code == 200
    assert WORDS in unescape(back.text)
    saved = send_the_form_of(client, back)
    assert saved.status_code == 302
    assert urlsplit(saved.headers["Location"]).path == FORM
    db.session.commit()
    draft = own_profile(an_actor(place), place.id).draft
    assert draft is not None
    assert (draft.summary.vi, draft.sectors) == (WORDS, ("finance", "health"))


def test_the_list_of_what_was_typed_speaks_in_words(client: PageClient) -> None:
    a_writer(client)
    let_the_session_end()
    ended = client.post(FORM, data={**TYPED, "country": "VN"}, headers={"Accept-Language": "en"}).text
    listed = ended.split('<dl class="definition-list">', 1)[1].split("</dl>", 1)[0]
    assert "<dt>Country</dt>" in listed
    assert "<dt>Sectors of application</dt>" in listed
    assert not {"VN", "finance", "health"} & set(re.findall(r'<dd class="typed">([^<]*)</dd>', listed))
    assert "Field" not in listed


def test_who_signs_in_instead_does_not_get_what_another_typed(client: PageClient) -> None:
    a_writer(client)
    let_the_session_end()
    ended = client.post(FORM, data=TYPED)
    other = send_the_form_of(client, ended, email=a_person().email, password=PASSWORD)
    assert other.status_code == 303
    assert WORDS not in unescape(other.text)


def test_a_wrong_password_on_the_way_back_loses_nothing(client: PageClient) -> None:
    _place, person = a_writer(client)
    let_the_session_end()
    ended = client.post(FORM, data=TYPED)
    wrong = send_the_form_of(client, ended, email=person.email, password="not this one at all")
    assert wrong.status_code == 422
    back = send_the_form_of(client, wrong, email=person.email, password=PASSWORD)
    assert back.status_code == 200
    assert WORDS in unescape(back.text)


def sign_in(client: PageClient, person: Person) -> str:
    """By the page, as people do; gives the token that forms carry from then on."""
    assert client.post("/en/sign-in", data={"email": person.email, "password": PASSWORD}).status_code == 303
    page = client.get("/workspace/account")
    found = re.search(r'name="csrf_token" value="([^"]*)"', page.text)
    assert found
    return unescape(found[1])


def test_signing_out_in_another_tab_loses_nothing_either(client: PageClient) -> None:
    """Signing out empties the form's own cookie too, so its protection has run out."""
    person = a_member(an_enterprise(), person=a_person(language="en"))
    token = sign_in(client, person)
    client.post("/workspace/sign-out")
    ended = client.post(FORM, data={**TYPED, "csrf_token": token}, token=False, headers=OURS)
    assert ended.status_code == 403
    back = send_the_form_of(client, ended, email=person.email, password=PASSWORD)
    assert WORDS in unescape(back.text)


def test_after_signing_out_in_another_tab_it_is_for_nobody_else(client: PageClient) -> None:
    """The cookie of the session is gone then: the form itself tells whose it was."""
    token = sign_in(client, a_member(an_enterprise(), person=a_person(language="en")))
    client.post("/workspace/sign-out")
    ended = client.post(FORM, data={**TYPED, "csrf_token": token}, token=False, headers=OURS)
    other = send_the_form_of(client, ended, email=a_person().email, password=PASSWORD)
    assert other.status_code == 303
    assert WORDS not in unescape(other.text)


def test_a_form_that_does_not_tell_whose_it_was_is_for_nobody(client: PageClient) -> None:
    _place, person = a_writer(client)
    client.post("/workspace/sign-out")
    ended = client.post(FORM, data=TYPED, token=False, headers=OURS)
    assert send_the_form_of(client, ended, email=person.email, password=PASSWORD).status_code == 303


def test_a_form_of_another_person_is_not_sent_in_the_name_of_who_signed_in_after(client: PageClient) -> None:
    token = sign_in(client, a_member(an_enterprise(), person=a_person(language="en")))
    client.post("/workspace/sign-out")
    sign_in(client, a_member(an_enterprise(), person=a_person(language="en")))
    late = client.post(FORM, data={**TYPED, "csrf_token": token}, token=False, headers=OURS)
    assert late.status_code == 403
    assert WORDS not in unescape(late.text)
    assert "Someone else is signed in" in late.text


def test_who_signs_in_again_in_another_tab_gets_the_form_back_at_once(client: PageClient) -> None:
    person = a_member(an_enterprise(), person=a_person(language="en"))
    token = sign_in(client, person)
    client.post("/workspace/sign-out")
    sign_in(client, person)
    late = client.post(FORM, data={**TYPED, "csrf_token": token}, token=False, headers=OURS)
    assert late.status_code == 400
    assert WORDS in unescape(late.text)


def test_no_secret_is_kept(client: PageClient) -> None:
    a_writer(client)
    let_the_session_end()
    secret = "mười hai con ngựa chạy"
    data = {"old": "cũ " + secret, "password": secret, "note": "ghi chú"}
    ended = client.post("/workspace/account/password", data=data)
    assert ended.status_code == 403
    assert secret not in unescape(ended.text)


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}],
)
def test_a_form_of_another_site_is_never_offered_for_sending(client: PageClient, headers: dict[str, str]) -> None:
    a_writer(client)
    answer = client.post(FORM, data=TYPED, token=False, headers=headers)
    assert answer.status_code == 400
    assert WORDS not in unescape(answer.text)


@pytest.mark.parametrize("headers", [OURS, {"Origin": "http://localhost"}])
def test_a_page_that_was_open_for_too_long_gives_everything_back(client: PageClient, headers: dict[str, str]) -> None:
    place, _person = a_writer(client)
    old = client.post(FORM, data={**TYPED, "csrf_token": "of yesterday"}, token=False, headers=headers)
    assert old.status_code == 400
    assert WORDS in unescape(old.text)
    assert send_the_form_of(client, old).status_code == 302
    db.session.commit()
    assert own_profile(an_actor(place), place.id).draft is not None


def test_an_empty_form_leads_to_sign_in_as_before(client: PageClient) -> None:
    answer = client.post(FORM)
    assert answer.status_code == 302
    assert "/sign-in" in answer.headers["Location"]


@pytest.mark.parametrize("kept", ["", "x", "WyIvIl0.forged.x", "a" * 400_000])
def test_what_was_not_kept_by_us_is_not_shown(client: PageClient, kept: str) -> None:
    person = a_person()
    answer = client.post("/en/sign-in", data={"email": person.email, "password": PASSWORD, "kept": kept})
    assert answer.status_code == 303


def test_what_is_too_long_to_be_carried_is_still_on_the_page(client: PageClient) -> None:
    a_writer(client)
    let_the_session_end()
    long = "".join(chr(0x4E00 + (number * 7919) % 20000) for number in range(120_000))
    ended = client.post(FORM, data={**TYPED, "description_vi": long})
    assert ended.status_code == 403
    assert long in ended.text
    assert 'name="kept"' not in ended.text


def test_a_second_tab_shows_both_texts(client: PageClient) -> None:
    a_writer(client)
    assert client.post(FORM, data=TYPED).status_code == 302
    second = client.post(FORM, data={**TYPED, "summary_vi": "Bản của cửa sổ thứ hai"})
    assert second.status_code == 409
    assert WORDS in unescape(second.text)
    assert "Bản của cửa sổ thứ hai" in unescape(second.text)


def test_a_conflict_without_a_page_of_its_own_shows_what_was_typed(client: PageClient) -> None:
    _place, person = a_writer(client)
    client.post("/workspace/account/details", data={"name": "Demo Một", "language": "en", "version": "1"})
    late = client.post("/workspace/account/details", data={"name": "Demo Hai", "language": "en", "version": "1"})
    assert late.status_code == 409
    assert "Demo Hai" in unescape(late.text)
    assert 'href="/workspace/account/details"' in late.text
    assert person.id not in late.text


def test_trying_too_often_keeps_what_was_typed(client: PageClient) -> None:
    a_writer(client)
    answers = [client.post("/workspace/organisation/join", data={"enterprise_code": "0100109106"}) for _ in range(21)]
    assert {answer.status_code for answer in answers[:20]} == {303}
    assert answers[20].status_code == 429
    assert "0100109106" in answers[20].text
    assert int(answers[20].headers["Retry-After"]) > 0


def test_a_mistake_keeps_every_field(client: PageClient) -> None:
    a_writer(client)
    wrong = client.post(FORM, data={**TYPED, "founded_year": "not a year"})
    assert wrong.status_code == 422
    assert WORDS in unescape(wrong.text)
    assert "not a year" in wrong.text


def test_an_error_of_ours_gives_back_what_was_typed(
    app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_writer(client)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("marketplace.profiles.services.save_draft", fail)
    broken = client.post(FORM, data=TYPED)
    assert broken.status_code == 500
    assert WORDS in unescape(broken.text)
    monkeypatch.undo()
    assert send_the_form_of(client, broken).status_code == 302


def test_sending_twice_saves_once(client: PageClient) -> None:
    sign_in_as(client, a_person(language="en"))
    page = client.get("/workspace/organisation/new")
    once = hidden_of(form_of(page))["once"][0]
    data = {"name": "Demo Twice", "kind": "partner", "country": "SG", "once": once}
    first, second = (client.post("/workspace/organisation/new", data=data) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert client.get("/workspace/organisation/choose").text.count("Demo Twice") <= 3
