"""The digest as a mail: one for a person, in its language, when it may come, with a way out of each part of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from marketplace.alerts.services.links import WayOut, signed
from marketplace.discovery.queries.saved import own_searches
from marketplace.discovery.rules import Kept
from marketplace.foundation.actor import Actor, Role
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.relay import drain
from marketplace.notifications import services as notices
from marketplace.notifications import tasks as notice_tasks
from marketplace.notifications.models import Delivery
from marketplace.notifications.rules import Wishes
from marketplace.profiles import services as profiles
from tests.alerts.letters import enter, mails, text_of
from tests.factories.accounts import a_person
from tests.factories.alerts import a_followed_search, a_week_later, let_a_week_pass, looked_at, source_of
from tests.factories.organisations import an_actor, an_enterprise
from tests.factories.products import a_published_product
from tests.factories.profiles import a_published_enterprise

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from marketplace.foundation.mail import Mail
    from tests.clients import PageClient

Settle = Callable[[], None]
WALLETS = Kept("everything", {"q": "wallet"})


def a_quiet_hour() -> Wishes:
    """It is quiet now, for three hours more."""
    hour = now().hour
    return Wishes(zone="UTC", digest_hour=hour, quiet_from=(hour - 1) % 24, quiet_until=(hour + 3) % 24)


def told(app: Flask, actor: Actor, settle: Settle) -> None:
    """Something new was found, and its mail was sent as its person wishes."""
    a_followed_search(actor)
    a_followed_search(actor, WALLETS, "Demo wallets")
    place, owner = a_published_enterprise("Demo Fresh")
    a_published_product(place, owner, "Demo Ví Sao")
    settle()
    assert a_week_later(actor) is not None
    db.session.commit()
    drain(app)


def test_one_mail_tells_each_party_once_with_every_reason(
    app: Flask, keeper: Actor, settle: Settle, data_dir: Path
) -> None:
    told(app, keeper, settle)
    (mail,) = mails(data_dir)
    assert mail["Subject"] == "1 new party in what you follow on Vươn"
    text = text_of(mail)
    assert text.count("Demo Fresh (") == 1
    assert "Meets your search “Demo AI”: Artificial intelligence" in text
    assert "Demo Ví Sao Wallet: Meets your search “Demo wallets”: “wallet”" in text
    assert "/en/companies/" in text
    assert "Demo Fresh" in text_of(mail, "html")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_it_is_in_its_readers_language(app: Flask, database: object, settle: Settle, data_dir: Path) -> None:
    told(app, an_actor(an_enterprise(), Role.VIEWER, a_person(language="vi")), settle)
    (mail,) = mails(data_dir)
    assert mail["Subject"] == "1 bên mới trong những gì bạn theo dõi trên Vươn"
    text = text_of(mail)
    assert "Công ty Demo Fresh" in text
    assert "Khớp với tìm kiếm “Demo AI” của bạn: Trí tuệ nhân tạo" in text
    assert "/vi/companies/" in text
    assert "Meets" not in text


def test_nothing_new_is_no_mail(app: Flask, keeper: Actor, settle: Settle, data_dir: Path) -> None:
    a_followed_search(keeper)
    assert a_week_later(keeper) is None
    drain(app)
    assert mails(data_dir) == []


def test_what_was_withdrawn_before_the_mail_goes_is_not_in_it_and_nothing_left_is_no_mail(
    app: Flask, keeper: Actor, settle: Settle, data_dir: Path
) -> None:
    a_followed_search(keeper)
    place, owner = a_published_enterprise("Demo Fresh")
    settle()
    assert a_week_later(keeper) is not None
    profiles.withdraw_profile(owner, place.id)
    db.session.commit()
    drain(app)
    assert mails(data_dir) == []
    (row,) = db.session.query(Delivery).all()
    assert row.mailed_at is not None


def test_quiet_hours_hold_it_back(
    app: Flask, keeper: Actor, settle: Settle, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notices.choose(keeper, a_quiet_hour())
    told(app, keeper, settle)
    assert mails(data_dir) == []
    later = now() + timedelta(hours=5)
    monkeypatch.setattr(notice_tasks, "now", lambda: later)
    notice_tasks.send_kept_back()
    notice_tasks.send_kept_back()
    assert len(mails(data_dir)) == 1


def test_it_is_a_letter_of_its_own_beside_the_digest_of_notices(
    app: Flask, keeper: Actor, settle: Settle, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notices.choose(keeper, a_quiet_hour())
    for _time in range(2):
        notices.notify([str(keeper.person_id)], "deals.asked", {"engagement_id": "0" * 26})
    told(app, keeper, settle)
    monkeypatch.setattr(notice_tasks, "now", lambda: now() + timedelta(hours=5))
    notice_tasks.send_kept_back()
    assert sorted(str(mail["Subject"]) for mail in mails(data_dir)) == [
        "1 new party in what you follow on Vươn",
        "2 notices for you on Vươn",
    ]


def test_a_letter_that_is_refused_repeats_no_other_mail(
    app: Flask, keeper: Actor, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    notices.choose(keeper, a_quiet_hour())
    for _time in range(2):
        notices.notify([str(keeper.person_id)], "deals.asked", {"engagement_id": "0" * 26})
    told(app, keeper, settle)
    tried: list[str] = []

    def deliver(mail: Mail) -> None:
        tried.append(mail.subject)
        if "follow" in mail.subject:
            raise ConnectionAbortedError

    monkeypatch.setattr(notice_tasks, "send", deliver)
    monkeypatch.setattr(notice_tasks, "now", lambda: now() + timedelta(hours=5))
    for _time in range(2):
        with pytest.raises(ConnectionAbortedError):
            notice_tasks.send_kept_back()
    assert [subject.split(" ", 1)[0] for subject in tried] == ["2", "1", "1"]


def test_who_wants_no_such_mail_finds_it_on_the_site(
    app: Flask, client: PageClient, keeper: Actor, settle: Settle, data_dir: Path
) -> None:
    notices.choose(keeper, Wishes({"alerts": "none"}))
    told(app, keeper, settle)
    assert mails(data_dir) == []
    enter(client, keeper)
    page = client.get("/workspace/notifications").text
    assert "2 new results in what you follow" in page
    assert "/workspace/alerts/" in page


def test_a_mail_that_is_sent_again_is_the_same_mail(app: Flask, keeper: Actor, settle: Settle, data_dir: Path) -> None:
    told(app, keeper, settle)
    with transaction() as session:
        (row,) = session.query(Delivery).all()
        row.mailed_at, row.mail_after = None, now() - timedelta(minutes=1)
    notice_tasks.send_kept_back()
    assert len(mails(data_dir)) == 1


# ------------------------------------------------------------------ ways out


def way_out_of(data_dir: Path, name: str) -> str:
    (mail,) = mails(data_dir)
    (line,) = [each for each in text_of(mail).splitlines() if each.startswith(f"- {name}: ")]
    parts = urlsplit(line.removeprefix(f"- {name}: "))
    return f"{parts.path}?{parts.query}"


def test_one_press_stops_one_search_signed_out_and_twice_is_fine(
    app: Flask, client: PageClient, keeper: Actor, settle: Settle, data_dir: Path
) -> None:
    told(app, keeper, settle)
    link = way_out_of(data_dir, "Demo AI")
    page = client.get(link)
    assert page.status_code == 200
    assert "Stop these alerts?" in page.text
    assert "Demo AI" not in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    for _time in range(2):
        answer = client.open(link, method="POST", data={"List-Unsubscribe": "One-Click"}, token=False)
        assert answer.status_code == 200
        assert "These alerts have stopped" in answer.text
    db.session.commit()
    frequencies = {row.name: source_of(keeper, row.id).frequency for row in own_searches(keeper)}
    assert frequencies == {"Demo AI": "off", "Demo wallets": "daily"}


def test_reading_the_way_out_stops_nothing(
    app: Flask, client: PageClient, keeper: Actor, settle: Settle, data_dir: Path
) -> None:
    told(app, keeper, settle)
    client.get(way_out_of(data_dir, "Demo AI"))
    let_a_week_pass()
    a_published_enterprise("Demo Later")
    settle()
    assert looked_at(keeper) is not None


def test_the_way_out_in_the_head_of_the_mail_stops_all_of_them(
    app: Flask, client: PageClient, keeper: Actor, settle: Settle, data_dir: Path
) -> None:
    told(app, keeper, settle)
    (mail,) = mails(data_dir)
    parts = urlsplit(str(mail["List-Unsubscribe"]).strip("<>"))
    answer = client.open(f"{parts.path}?{parts.query}", method="POST", data={}, token=False)
    assert answer.status_code == 200
    a_published_enterprise("Demo Later")
    settle()
    assert a_week_later(keeper) is not None
    db.session.commit()
    drain(app)
    assert len(mails(data_dir)) == 1


@pytest.mark.parametrize("key", ["", "x", "WyJhIiwiYiJd.forged", "a" * 4000])
def test_a_key_that_was_not_made_here_opens_nothing(client: PageClient, key: str) -> None:
    assert client.get("/en/alerts/stop", query_string={"key": key}).status_code == 404
    assert client.post("/en/alerts/stop", query_string={"key": key}).status_code == 404


def test_a_key_of_one_person_stops_nothing_of_another(client: PageClient, keeper: Actor) -> None:
    search = a_followed_search(keeper)
    other = a_person()
    key = signed(WayOut(other.id, source_of(keeper, search).id))
    assert client.post("/en/alerts/stop", query_string={"key": key}).status_code == 200
    assert source_of(keeper, search).frequency == "daily"


def test_the_way_out_of_what_is_gone_says_that_it_has_stopped(client: PageClient, keeper: Actor) -> None:
    key = signed(WayOut(str(keeper.person_id), new_id()))
    assert "These alerts have stopped" in client.get("/en/alerts/stop", query_string={"key": key}).text
