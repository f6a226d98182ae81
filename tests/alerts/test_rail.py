"""When a digest may be written and sent: once a day, whatever fails, comes late or happens in between."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from marketplace.alerts import services
from marketplace.alerts.models import Digest, Source
from marketplace.alerts.queries import finders, sources
from marketplace.alerts.rules.frequency import Frequency, Kind
from marketplace.alerts.rules.news import Looked, Thing
from marketplace.alerts.services import gathering
from marketplace.discovery.rules import Kept
from marketplace.foundation.actor import SYSTEM, Actor, Role, acting_as
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.relay import drain
from marketplace.matching.services import set_preference
from marketplace.notifications import services as notices
from marketplace.notifications import tasks as notice_tasks
from marketplace.notifications.models import Delivery
from marketplace.notifications.rules import Wishes
from marketplace.organisations.models import Membership, Organisation
from tests.alerts.letters import enter, mails, text_of
from tests.factories.accounts import a_person
from tests.factories.alerts import a_followed_search, a_week_later, let_a_week_pass, looked_at, source_of
from tests.factories.organisations import an_actor, an_enterprise
from tests.factories.profiles import a_published_enterprise, a_published_investor

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from marketplace.foundation.mail import Mail
    from tests.clients import PageClient

Settle = Callable[[], None]
OTHERS = Kept("company", {"q": "demo"})


def at(text: str) -> datetime:
    """A moment by Viet Nam's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@dataclass
class Days:
    """A clock that the test sets, and what each search finds by then; a search in `broken` cannot be looked at."""

    moment: datetime
    found: dict[str, list[str]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    def look(self, _actor: Actor, key: str, _since: datetime | None) -> Looked:
        if key in self.broken:
            raise ConnectionAbortedError
        return Looked(tuple(Thing(each, self.moment) for each in self.found.get(key, [])))

    def gathered(self, actor: Actor, moment: str) -> list[str] | None:
        """What the digest of the moment tells; None where there is none."""
        self.moment = at(moment)
        digest_id = looked_at(actor)
        if digest_id is None:
            return None
        digest = db.session.get_one(Digest, digest_id)
        return sorted(thing for part in digest.parts for thing, _why in part["things"])


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    clock = Days(at("2027-03-01T05:00"))
    for module in ("alerts.services.gathering", "alerts.services.rows", "notifications.services.telling"):
        monkeypatch.setattr(f"marketplace.{module}.now", lambda: clock.moment)
    held = finders.finder_of(Kind.SEARCH)
    assert held is not None
    finder = finders.Finder(held.owns, clock.look, lambda ids: dict.fromkeys(ids, "another"))
    monkeypatch.setitem(finders._FINDERS, Kind.SEARCH, finder)
    monkeypatch.setattr(gathering, "first_public", lambda _ids: {})
    return clock


@pytest.fixture
def public_keeper(database: object) -> Actor:
    """An administrator of a fund that others may see and answer, who reads English."""
    place, _ = a_published_investor("Demo Reader Fund")
    return an_actor(place, Role.ADMIN, a_person(language="en"))


# ------------------------------------------------------------------ once a day


def test_a_digest_that_is_late_twice_is_one_a_day_and_loses_nothing(keeper: Actor, days: Days) -> None:
    search = a_followed_search(keeper)
    days.found[search] = ["a"]
    assert days.gathered(keeper, "2027-03-02T00:10") == ["a"], "Monday's, when the worker was back"
    days.found[search] = ["b", "a"]
    for moment in ("2027-03-02T07:00", "2027-03-02T07:01", "2027-03-02T23:59"):
        assert days.gathered(keeper, moment) is None
    assert source_of(keeper, search).due_at == at("2027-03-03T07:00")
    assert days.gathered(keeper, "2027-03-03T09:30") == ["b"]
    assert days.gathered(keeper, "2027-03-04T07:00") is None


def test_what_failed_while_others_were_told_is_told_the_next_day(keeper: Actor, days: Days) -> None:
    first, second = a_followed_search(keeper), a_followed_search(keeper, OTHERS, "Demo others")
    days.found = {first: ["a"], second: ["b"]}
    days.broken = {second}
    assert days.gathered(keeper, "2027-03-01T07:00") == ["a"]
    days.broken = set()
    assert days.gathered(keeper, "2027-03-01T07:15") is None
    assert days.gathered(keeper, "2027-03-02T07:00") == ["b"]


def test_what_failed_alone_is_told_as_soon_as_it_can_be_looked_at(keeper: Actor, days: Days) -> None:
    search = a_followed_search(keeper)
    days.found, days.broken = {search: ["a"]}, {search}
    assert days.gathered(keeper, "2027-03-01T07:00") is None
    days.broken = set()
    assert days.gathered(keeper, "2027-03-01T07:15") == ["a"]


def test_another_hour_chosen_on_the_same_day_holds_from_the_next(keeper: Actor, days: Days) -> None:
    search = a_followed_search(keeper)
    days.found[search] = ["a"]
    assert days.gathered(keeper, "2027-03-01T07:00") == ["a"]
    notices.choose(keeper, Wishes(digest_hour=18))
    services.follow_wishes(str(keeper.person_id))
    days.found[search] = ["b"]
    assert days.gathered(keeper, "2027-03-01T18:00") is None
    assert days.gathered(keeper, "2027-03-02T18:00") == ["b"]


def test_one_written_in_the_quiet_over_midnight_waits_for_its_end_and_is_that_days(keeper: Actor, days: Days) -> None:
    notices.choose(keeper, Wishes(digest_hour=7, quiet_from=22, quiet_until=7))
    search = a_followed_search(keeper)
    days.found[search] = ["a"]
    assert days.gathered(keeper, "2027-03-01T23:30") == ["a"]
    (row,) = db.session.scalars(select(Delivery)).all()
    assert row.mail_after == at("2027-03-02T07:00")
    days.found[search] = ["b"]
    assert days.gathered(keeper, "2027-03-02T07:00") is None
    assert days.gathered(keeper, "2027-03-03T07:00") == ["b"]


@pytest.mark.concurrency
def test_two_workers_with_different_searches_of_one_person_write_one_digest(
    app: Flask, keeper: Actor, days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [a_followed_search(keeper), a_followed_search(keeper, OTHERS, "Demo others")]
    days.found = {keys[0]: ["a"], keys[1]: ["b"]}
    days.moment = at("2027-03-01T07:00")
    both, mine, ready = sources.due_of, threading.local(), threading.Barrier(2)

    def some(person_id: str, moment: datetime) -> list[Source]:
        found = [row for row in both(person_id, moment) if row.key == mine.key]
        ready.wait()
        return found

    monkeypatch.setattr(sources, "due_of", some)
    written: list[str | None] = []

    def work(key: str) -> None:
        mine.key = key
        with app.app_context(), acting_as(SYSTEM):
            written.append(services.gather(str(keeper.person_id)))

    threads = [threading.Thread(target=work, args=(key,)) for key in keys]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    db.session.commit()
    assert len([each for each in written if each]) == 1
    assert len(db.session.scalars(select(Digest)).all()) == 1
    monkeypatch.setattr(sources, "due_of", both)
    assert days.gathered(keeper, "2027-03-02T07:00") in (["a"], ["b"]), "the other one's is told the next day"


# ------------------------------------------------------------------ what happens while it is made


@contextmanager
def while_looking(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], None]) -> Iterator[None]:
    """Something happens after a search was looked at, and before the digest is written."""
    held = finders.finder_of(Kind.SEARCH)
    assert held is not None

    def look(actor: Actor, key: str, since: datetime | None) -> Looked | None:
        found = held.look(actor, key, since)
        happens()
        return found

    with monkeypatch.context() as patched:
        patched.setitem(finders._FINDERS, Kind.SEARCH, finders.Finder(held.owns, look, held.parties))
        yield


@pytest.mark.parametrize("again", [False, True])
def test_a_stop_while_it_is_looked_at_holds(
    keeper: Actor, settle: Settle, monkeypatch: pytest.MonkeyPatch, again: bool
) -> None:
    search = a_followed_search(keeper)
    source = source_of(keeper, search).id
    a_published_enterprise("Demo Fresh")
    settle()

    def stopped() -> None:
        with acting_as(keeper):
            services.stop(keeper, source)
            if again:
                services.choose(keeper, Kind.SEARCH, search, Frequency.DAILY)

    with while_looking(monkeypatch, stopped):
        assert a_week_later(keeper) is None
    assert db.session.scalars(select(Digest)).all() == []
    row = source_of(keeper, search)
    assert (row.frequency, row.known) == ("daily" if again else "off", None)


def test_who_parts_while_it_is_looked_at_is_not_in_it(
    public_keeper: Actor, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = public_keeper
    a_followed_search(keeper)
    fresh, _ = a_published_enterprise("Demo Fresh")
    _shy, theirs = a_published_enterprise("Demo Shy")
    settle()

    def parted() -> None:
        with acting_as(theirs):
            set_preference(theirs, str(keeper.organisation_id), "no")

    let_a_week_pass()
    with while_looking(monkeypatch, parted):
        digest_id = looked_at(keeper)
    assert digest_id is not None
    assert [part["things"] for part in db.session.get_one(Digest, digest_id).parts] == [[[fresh.id, "new"]]]


# ------------------------------------------------------------------ what happens before it is sent


@pytest.mark.parametrize("side", ["theirs", "ours"])
def test_the_mail_names_nobody_who_has_been_parted_with_since(
    app: Flask, public_keeper: Actor, settle: Settle, data_dir: Path, side: str
) -> None:
    keeper = public_keeper
    a_followed_search(keeper)
    a_published_enterprise("Demo Fresh")
    shy, theirs = a_published_enterprise("Demo Shy")
    settle()
    digest = a_week_later(keeper)
    assert digest is not None
    assert digest.things == 2
    who, whom = (theirs, str(keeper.organisation_id)) if side == "theirs" else (keeper, shy.id)
    with acting_as(who):
        set_preference(who, whom, "no")
    db.session.commit()
    drain(app)
    (mail,) = mails(data_dir)
    assert mail["Subject"] == "1 new party in what you follow on Vươn"
    for kind in ("plain", "html"):
        assert "Demo Fresh" in text_of(mail, kind)
        assert "Demo Shy" not in text_of(mail, kind)
        assert shy.id not in text_of(mail, kind)


def test_who_left_the_organisation_before_the_mail_goes_is_told_nothing(
    app: Flask, client: PageClient, keeper: Actor, settle: Settle, data_dir: Path
) -> None:
    a_followed_search(keeper)
    a_published_enterprise("Demo Fresh")
    settle()
    digest = a_week_later(keeper)
    assert digest is not None
    with transaction() as session:
        session.delete(session.scalars(select(Membership).where(Membership.person_id == keeper.person_id)).one())
    drain(app)
    assert mails(data_dir) == []
    elsewhere = Actor(person_id=keeper.person_id, organisation_id=an_enterprise("Demo Elsewhere").id)
    with transaction() as session:
        session.add(Membership(person_id=keeper.person_id, organisation_id=elsewhere.organisation_id, role=Role.VIEWER))
    assert db.session.get(Organisation, elsewhere.organisation_id) is not None
    enter(client, elsewhere)
    assert "Demo Fresh" not in client.get(f"/workspace/alerts/{digest.id}").text


def test_a_refused_mail_is_sent_later_and_what_it_tells_is_neither_lost_nor_told_twice(
    keeper: Actor, settle: Settle, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = a_followed_search(keeper)
    a_published_enterprise("Demo Fresh")
    settle()
    before = source_of(keeper, search).mark
    digest = a_week_later(keeper)
    assert digest is not None
    assert source_of(keeper, search).mark > before, "digest, mark and the order to send it are one transaction"
    with transaction() as session:
        (row,) = session.scalars(select(Delivery)).all()
        row.mail_after = now()  # as after quiet hours: this test sends it itself

    def refused(_mail: Mail) -> None:
        raise ConnectionAbortedError

    with monkeypatch.context() as away:
        away.setattr(notice_tasks, "send", refused)
        with pytest.raises(ConnectionAbortedError):
            notice_tasks.send_kept_back()
    assert db.session.scalars(select(Delivery.mailed_at)).all() == [None]
    assert a_week_later(keeper) is None
    for _time in range(2):
        notice_tasks.send_kept_back()
    (mail,) = mails(data_dir)
    assert "Demo Fresh" in text_of(mail)
