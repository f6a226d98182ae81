"""The scores that a digest tells: what they are made of is kept, once, so that each can be made again."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from sqlalchemy import select

from marketplace.alerts import services
from marketplace.alerts.models import Digest
from marketplace.alerts.rules.frequency import Frequency, Kind
from marketplace.alerts.services import gathering
from marketplace.foundation.actor import SYSTEM, Actor, acting_as
from marketplace.foundation.clock import now
from marketplace.foundation.database import db
from marketplace.foundation.journal import Fact
from marketplace.foundation.relay import drain
from marketplace.mandates.content import Privacy
from marketplace.matching.queries.board import Entered
from marketplace.matching.queries.books import renewed
from marketplace.matching.queries.weights import numbered
from marketplace.matching.rules.again import log_odds_again
from marketplace.matching.rules.score import out_of_hundred
from marketplace.matching.rules.seats import Role
from marketplace.matching.rules.taught import CODES as TAUGHT
from marketplace.matching.services import set_preference
from tests.alerts.letters import enter, mails, text_of
from tests.alerts.lists import Board, a_followed_mandate, came_in, read
from tests.factories.alerts import a_week_later, let_a_week_pass, looked_at, source_of
from tests.factories.mandates import a_raise, with_privacy
from tests.factories.profiles import a_published_enterprise, a_published_investor
from tests.matching.test_staff_weights import OTHER, an_officer, put

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from marketplace.alerts.presenters.digest import Reading
    from tests.clients import PageClient


def kept() -> list[dict[str, Any]]:
    """Everything that was kept of scores."""
    db.session.commit()
    wanted = select(Fact.values).where(Fact.name == "matching.matches_shown").order_by(Fact.id)
    return list(db.session.scalars(wanted))


def made_again(values: dict[str, Any]) -> dict[str, int]:
    """The scores of a fact, made again from the values kept there and the weights of its version."""
    weights = numbered(values["weights"]).roles[Role(values["role"])]
    odds = {
        profile: log_odds_again(values["signals"], row, weights, values["unit"])
        for profile, _mandate, _score, row in values["rows"]
    }
    return {profile: round(float(out_of_hundred(np.array([sum_]))[0])) for profile, sum_ in odds.items()}


def sentences(reading: Reading) -> list[str]:
    return [reason.sentence for entry in reading.entries for reason in entry.reasons]


@pytest.fixture
def mandate(owner: Actor, board: Board) -> str:
    """A followed mandate into whose list two funds came; one of them is like those that the owner said yes to."""
    key = a_followed_mandate(owner)
    first, _ = a_published_investor("Demo First Fund")
    second, _ = a_published_investor("Demo Second Fund", sectors=("health",), technologies=("iot",))
    liked, _ = a_published_investor("Demo Liked Fund")
    with acting_as(owner):
        set_preference(owner, liked.id, "must")
    for fund in (first, second):
        came_in(board, key, fund)
    return key


def test_every_score_in_mail_and_page_can_be_made_again(
    app: Flask, client: PageClient, owner: Actor, mandate: str, data_dir: Path
) -> None:
    digest = a_week_later(owner)
    assert digest is not None
    db.session.commit()
    drain(app)
    (values,) = kept()
    again = made_again(values)
    assert len(again) == 2
    assert set(TAUGHT) <= set(values["signals"]), "also what the own answers added"
    assert digest.parts[0]["points"] == again
    (mail,) = mails(data_dir)
    enter(client, owner)
    page = client.get(f"/workspace/alerts/{digest.id}").text
    for text in (text_of(mail), text_of(mail, "html"), page):
        for points in again.values():
            assert f"{points}/100 for your mandate “Demo seed round”" in text


def test_what_is_kept_says_for_whom_by_ids_alone(owner: Actor, mandate: str) -> None:
    digest = a_week_later(owner)
    assert digest is not None
    (values,) = kept()
    assert values["digest_id"] == digest.id
    assert values["reader_organisation_id"] == owner.organisation_id
    assert values["reader_mandate_id"] == mandate
    assert "Demo" not in repr(values)


def test_reading_it_again_keeps_nothing_more(app: Flask, client: PageClient, owner: Actor, mandate: str) -> None:
    digest = a_week_later(owner)
    assert digest is not None
    db.session.commit()
    drain(app)
    enter(client, owner)
    for _time in range(2):
        assert "/100" in client.get(f"/workspace/alerts/{digest.id}").text
    assert len(kept()) == 1


def test_each_list_of_a_digest_is_kept_for_itself(owner: Actor, mandate: str, board: Board) -> None:
    with acting_as(owner):
        services.choose(owner, Kind.LIST, "could_be_bought", Frequency.WEEKLY)
    looked_at(owner)
    firm, _ = a_published_enterprise("Demo Firm")
    came = now() + timedelta(seconds=1)
    board.append(Entered("could_be_bought", firm.id, firm.id, 1, 50.0, came))
    digest = a_week_later(owner)
    assert digest is not None
    assert len(digest.parts) == 2
    facts = {values["reader_mandate_id"]: values for values in kept()}
    assert set(facts) == {mandate, None}
    for part in digest.parts:
        is_list = part["source"] == source_of(owner, "could_be_bought").id
        assert part["points"] == made_again(facts[None if is_list else mandate])
    assert any("/100 in your list “" in said for said in sentences(read(digest)))


@pytest.mark.parametrize("workers", [1, pytest.param(4, marks=pytest.mark.concurrency)])
def test_a_task_that_runs_again_keeps_it_once(app: Flask, owner: Actor, mandate: str, workers: int) -> None:
    let_a_week_pass()
    renewed()  # else one worker makes the books while the others go on with those from before the funds
    ready = threading.Barrier(workers)

    def work() -> None:
        with app.app_context(), acting_as(SYSTEM):
            ready.wait()
            for _time in range(2):
                services.gather(str(owner.person_id))

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(kept()) == len(db.session.scalars(select(Digest)).all()) == 1


def test_a_run_that_dies_has_kept_nothing(owner: Actor, mandate: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_given: object) -> None:
        raise ConnectionAbortedError

    let_a_week_pass()
    with monkeypatch.context() as patched:
        patched.setattr(gathering, "notify", die)
        with pytest.raises(ConnectionAbortedError):
            looked_at(owner)
    assert kept() == []
    assert a_week_later(owner) is not None
    assert len(kept()) == 1


def test_the_page_goes_on_to_tell_the_score_that_was_told(owner: Actor, mandate: str) -> None:
    digest = a_week_later(owner)
    told = sentences(read(digest))
    put(an_officer(), OTHER)
    assert [said.split(".")[0] for said in sentences(read(digest))] == [said.split(".")[0] for said in told]
    (values,) = kept()
    assert digest is not None
    assert made_again(values) == digest.parts[0]["points"]


@pytest.mark.parametrize(("privacy", "name"), [(None, "your mandate “Demo seed round”"), (1, "one of your mandates")])
def test_where_nothing_was_kept_no_score_is_told(
    owner: Actor, board: Board, monkeypatch: pytest.MonkeyPatch, privacy: int | None, name: str
) -> None:
    fields = {} if privacy is None else {"privacy": with_privacy(a_raise(), Privacy.PRIVATE).privacy}
    key = a_followed_mandate(owner, **fields)
    came_in(board, key, a_published_investor("Demo New Fund")[0])
    with monkeypatch.context() as patched:
        patched.setattr("marketplace.alerts.queries.lists.among_first", lambda *_asked: [])
        digest = a_week_later(owner)
    assert kept() == []
    (said,) = sentences(read(digest, in_mail=True))
    assert said.startswith(f"New for {name}")
    assert "/100" not in said


def test_the_best_stand_first(owner: Actor, mandate: str) -> None:
    digest = a_week_later(owner)
    assert digest is not None
    names = [entry.name.best("en") for entry in read(digest).entries]
    points = digest.parts[0]["points"]
    assert max(points.values()) > min(points.values())
    assert names == ["Demo First Fund", "Demo Second Fund"]


def test_of_who_was_found_but_is_not_named_nothing_is_kept(
    owner: Actor, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.alerts.rules.digest.MOST_OF_ONE", 1)
    key = a_followed_mandate(owner)
    for name in ("Demo First Fund", "Demo Second Fund"):
        came_in(board, key, a_published_investor(name)[0])
    digest = a_week_later(owner)
    assert digest is not None
    (values,) = kept()
    assert [row[0] for row in values["rows"]] == [digest.parts[0]["things"][0][0]]
    assert digest.parts[0]["more"] == 1
