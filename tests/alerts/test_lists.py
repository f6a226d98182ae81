"""The lists of one's mandates are followed by themselves; who newly came among the first is told with the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.alerts import services
from marketplace.alerts.models import Source
from marketplace.alerts.queries import lists
from marketplace.alerts.rules.frequency import Frequency, Kind
from marketplace.discovery.rules import Kept
from marketplace.foundation.actor import SYSTEM, Actor, NotFound, Role, acting_as
from marketplace.foundation.clock import now
from marketplace.foundation.database import db
from marketplace.foundation.relay import drain
from marketplace.mandates.content import Privacy
from marketplace.mandates.services import withdraw_mandate
from marketplace.matching.rules.explanation import Explanation, Reason
from marketplace.matching.rules.signals import Topic
from marketplace.matching.services import set_preference
from marketplace.matching.services.board import catch_up
from marketplace.organisations.models import Organisation
from tests.alerts.letters import mails, text_of
from tests.alerts.lists import Board, a_followed_mandate, came_in, read, settled
from tests.factories.alerts import a_followed_search, a_week_later, looked_at, source_of
from tests.factories.mandates import a_published_mandate, a_raise, with_privacy
from tests.factories.organisations import a_member
from tests.factories.profiles import a_published_investor

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

Settle = Callable[[], None]


def test_administrators_and_editors_follow_by_themselves_once_a_week(owner: Actor) -> None:
    place = db.session.get_one(Organisation, str(owner.organisation_id))
    editor, viewer = a_member(place, Role.EDITOR), a_member(place, Role.VIEWER)
    mandate = a_published_mandate(place, owner)
    assert settled() == 3  # the two and the one who founded it
    assert settled() == 0
    rows = db.session.scalars(select(Source).where(Source.key == mandate)).all()
    assert {owner.person_id, editor.id} < {row.person_id for row in rows}
    assert viewer.id not in {row.person_id for row in rows}
    assert {(row.kind, row.frequency) for row in rows} == {(Kind.MANDATE, Frequency.WEEKLY)}


def test_who_declined_is_not_made_to_follow_again(owner: Actor) -> None:
    place = db.session.get_one(Organisation, str(owner.organisation_id))
    mandate = a_published_mandate(place, owner)
    with acting_as(owner):
        services.choose(owner, Kind.MANDATE, mandate, Frequency.OFF)
    settled()
    assert source_of(owner, mandate).frequency == Frequency.OFF
    assert source_of(owner, mandate).due_at is None


def test_who_newly_came_among_the_first_is_told_with_score_and_reason(owner: Actor, board: Board) -> None:
    mandate = a_followed_mandate(owner)
    fund, _ = a_published_investor("Demo New Fund")
    came_in(board, mandate, fund)
    digest = a_week_later(owner)
    (entry,) = read(digest).entries
    assert entry.name.best("en") == "Demo New Fund"
    (reason,) = entry.reasons
    assert "/100 for your mandate “Demo seed round”. " in reason.sentence
    assert a_week_later(owner) is None


def test_who_fits_no_better_than_chance_is_no_news(owner: Actor, board: Board) -> None:
    mandate = a_followed_mandate(owner)
    came_in(board, mandate, a_published_investor("Demo Chance Fund")[0], score=49.9)
    assert a_week_later(owner) is None
    came_in(board, mandate, a_published_investor("Demo Fitting Fund")[0], score=50.0)
    assert [entry.name.best("en") for entry in read(a_week_later(owner)).entries] == ["Demo Fitting Fund"]


def test_who_fitted_badly_and_has_risen_is_told_once(owner: Actor, board: Board) -> None:
    mandate = a_followed_mandate(owner)
    fund, _ = a_published_investor("Demo Rising Fund")
    came_in(board, mandate, fund, score=40.0)
    assert a_week_later(owner) is None
    board[:] = [replace(each, score=70.0) for each in board]  # entered when it did; what it says of itself has changed
    assert [entry.name.best("en") for entry in read(a_week_later(owner)).entries] == ["Demo Rising Fund"]
    assert a_week_later(owner) is None


def test_a_mail_does_not_name_a_mandate_that_is_kept_private(
    app: Flask, owner: Actor, board: Board, data_dir: Path
) -> None:
    private = with_privacy(a_raise(), Privacy.PRIVATE).privacy
    mandate = a_followed_mandate(owner, privacy=private)
    fund, _ = a_published_investor("Demo New Fund")
    came_in(board, mandate, fund)
    digest = a_week_later(owner)
    assert "Demo seed round" in repr(read(digest).entries)
    told = read(digest, in_mail=True)
    assert "/100 for one of your mandates" in repr(told.entries)
    assert "Demo seed round" not in repr(told.entries)
    assert [followed.in_mails for _source, followed in told.followed] == ["One of your mandates"]
    db.session.commit()
    drain(app)
    (mail,) = mails(data_dir)
    for part in ("plain", "html"):
        assert "Demo New Fund" in text_of(mail, part)
        assert "Demo seed round" not in text_of(mail, part)
    assert "seed" not in str(mail["Subject"])


def test_no_address_in_a_mail_tells_what_kind_of_mandate_is_kept_private(
    app: Flask, owner: Actor, board: Board, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.alerts.rules.digest.MOST_OF_ONE", 1)
    mandate = a_followed_mandate(owner, privacy=with_privacy(a_raise(), Privacy.PRIVATE).privacy)
    for name in ("Demo New Fund", "Demo Other Fund"):
        came_in(board, mandate, a_published_investor(name)[0])
    digest = a_week_later(owner)
    assert mandate in repr(read(digest).more)
    db.session.commit()
    drain(app)
    (mail,) = mails(data_dir)
    assert "1 more in “One of your mandates”" in text_of(mail)
    for part in ("plain", "html"):
        assert mandate not in text_of(mail, part)
        assert "could_invest" not in text_of(mail, part)


def test_what_only_the_own_answers_speak_for_is_told_without_a_reason(
    owner: Actor, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    mandate = a_followed_mandate(owner)
    came_in(board, mandate, a_published_investor("Demo New Fund")[0])
    digest = a_week_later(owner)
    taught = Reason(Topic.TAUGHT, 0.6, "taught_subject", 0.6)
    told = Explanation((taught,), (), ())
    monkeypatch.setattr("marketplace.matching.queries.matches.explain", lambda *_parts, **_side: told)
    for in_mail in (False, True):
        (entry,) = read(digest, in_mail=in_mail).entries
        assert entry.reasons[0].sentence.endswith("/100 for your mandate “Demo seed round”")


def test_a_party_found_twice_stands_once_with_both_reasons(owner: Actor, board: Board, settle: Settle) -> None:
    mandate = a_followed_mandate(owner)
    settle()
    a_followed_search(owner, Kept("investor", {"q": "fund"}), "Demo funds")
    a_followed_search(owner, Kept("investor", {"country": ["SG"]}), "Demo Singapore")
    fund, _ = a_published_investor("Demo New Fund")
    came_in(board, mandate, fund)
    settle()
    (entry,) = read(a_week_later(owner)).entries
    said = [reason.sentence for reason in entry.reasons]
    assert len(said) == 3
    assert any("Meets your search “Demo funds”: “fund”" in each for each in said)
    assert any("Meets your search “Demo Singapore”: Singapore" in each for each in said)


@pytest.mark.parametrize("end", ["veto", "closed", "stopped"])
def test_what_may_not_be_told_any_more_is_left_out_at_the_moment_of_sending(
    owner: Actor, board: Board, end: str
) -> None:
    mandate = a_followed_mandate(owner)
    fund, theirs = a_published_investor("Demo New Fund")
    came_in(board, mandate, fund)
    digest = a_week_later(owner)
    assert len(read(digest, in_mail=True).entries) == 1
    if end == "veto":
        with acting_as(theirs):
            set_preference(theirs, str(owner.organisation_id), "no")
    elif end == "closed":
        with acting_as(owner):
            withdraw_mandate(owner, mandate)
    else:
        with acting_as(owner):
            services.stop(owner, source_of(owner, mandate).id)
    db.session.commit()
    assert read(digest, in_mail=True).is_empty


def test_a_list_that_was_not_worked_out_yet_is_looked_at_later(owner: Actor) -> None:
    mandate = a_followed_mandate(owner)
    row = source_of(owner, mandate)
    assert row.known is None
    assert row.due_at is not None
    assert now() < row.due_at <= now() + timedelta(minutes=10)


def test_the_list_of_another_party_cannot_be_followed(owner: Actor) -> None:
    theirs, them = a_published_investor("Demo Other Fund")
    mandate = a_published_mandate(theirs, them)
    with acting_as(owner), pytest.raises(NotFound):
        services.choose(owner, Kind.MANDATE, mandate, Frequency.DAILY)


def test_the_board_itself_says_who_came(owner: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "LEAST_SCORE", 0)
    a_published_investor("Demo Old Fund")
    place = db.session.get_one(Organisation, str(owner.organisation_id))
    mandate = a_published_mandate(place, owner, a_raise())
    caught_up()
    settled()
    assert looked_at(owner) is None
    assert source_of(owner, mandate).known is not None
    fund, _ = a_published_investor("Demo New Fund")
    caught_up()
    (entry,) = read(a_week_later(owner)).entries
    assert entry.name == fund.name
    assert "/100 for your mandate “Demo seed round”" in entry.reasons[0].sentence


def caught_up() -> None:
    db.session.commit()
    with acting_as(SYSTEM):
        catch_up(60)
    db.session.commit()
