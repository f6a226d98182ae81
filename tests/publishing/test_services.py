"""Drafts, going live, restoring and withdrawing, as a ledger of decisions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from marketplace.foundation.actor import SYSTEM, Actor, NotAllowed, NotFound, Power, Refused, Role
from marketplace.foundation.database import transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.versions import Conflict
from marketplace.publishing import queries, services
from marketplace.publishing.models import Revision, RevisionMoved
from marketplace.publishing.rules import RevisionState, SubjectState
from marketplace.publishing.services import NewSubject, Outcome, Wanted
from tests.factories.organisations import a_ministry_unit, a_staff_actor, an_actor, an_enterprise
from tests.factories.publishing import ledger_of, states_of

pytestmark = pytest.mark.usefixtures("database")


def a_draft(actor: Actor, name: str = "first", subject: str | None = None) -> Revision:
    place = subject or NewSubject("profile", str(actor.organisation_id))
    return services.save_draft(actor, place, {"schema": 1, "name": name}, "form")


@pytest.fixture
def editor(database: SQLAlchemy) -> Actor:
    return an_actor(an_enterprise(), Role.EDITOR)


def test_a_draft_is_not_live(editor: Actor) -> None:
    draft = a_draft(editor)

    held = queries.subject(editor, draft.subject_id)
    assert (held.state, held.live_revision_id, held.draft_revision_id) == (SubjectState.UNPUBLISHED, None, draft.id)


def test_a_draft_does_not_exist_for_strangers(editor: Actor) -> None:
    draft = a_draft(editor)
    stranger = an_actor(an_enterprise())

    with pytest.raises(NotFound):
        queries.revision(stranger, draft.id)
    with pytest.raises(NotFound):
        services.go_live(stranger, draft)


def test_an_officer_who_may_import_reads_no_drafts_of_others(editor: Actor) -> None:
    draft = a_draft(editor)
    officer = a_staff_actor(a_ministry_unit((Power.IMPORT,)), (Power.IMPORT,))

    with pytest.raises(NotFound):
        queries.subject(officer, draft.subject_id)
    with pytest.raises(NotFound):
        queries.expect_reach(officer, str(editor.organisation_id))


def test_a_viewer_may_not_write(editor: Actor) -> None:
    organisation_id = str(editor.organisation_id)
    viewer = Actor(person_id=new_id(), organisation_id=organisation_id, role=Role.VIEWER)

    with pytest.raises(NotAllowed):
        a_draft(viewer)


def test_going_live_again_supersedes_what_was_live(editor: Actor) -> None:
    first = a_draft(editor)
    services.go_live(editor, first)
    second = a_draft(editor, "second", first.subject_id)
    services.go_live(editor, second)

    assert states_of(first.subject_id) == {1: "superseded", 2: "live"}
    assert ledger_of(first.subject_id) == [(1, "go_live"), (1, "supersede"), (2, "go_live")]


def test_every_revisions_state_is_that_of_its_last_move(editor: Actor, database: SQLAlchemy) -> None:
    first = a_draft(editor)
    services.go_live(editor, first)
    services.go_live(editor, a_draft(editor, "second", first.subject_id))
    a_draft(editor, "third", first.subject_id)
    services.revert_to(editor, first.subject_id, first.id)

    moves = database.session.query(RevisionMoved).order_by(RevisionMoved.moved_at)
    last = {move.revision_id: move.to_state for move in moves}
    for row in database.session.query(Revision):
        assert row.state == last.get(row.id, RevisionState.DRAFT)


def test_writing_the_same_again_makes_no_new_revision(editor: Actor) -> None:
    draft = a_draft(editor)

    assert a_draft(editor, subject=draft.subject_id).id == draft.id
    services.go_live(editor, draft)
    again = a_draft(editor, subject=draft.subject_id)
    assert (again.id, again.state) == (draft.id, "live")


def test_going_back_to_what_is_live_discards_the_draft(editor: Actor) -> None:
    live = a_draft(editor)
    services.go_live(editor, live)
    a_draft(editor, "second", live.subject_id)

    a_draft(editor, "first", live.subject_id)

    assert states_of(live.subject_id) == {1: "live", 2: "discarded"}
    assert queries.subject(editor, live.subject_id).draft_revision_id is None


def test_an_earlier_revision_can_be_restored(editor: Actor) -> None:
    first = a_draft(editor)
    services.go_live(editor, first)
    services.go_live(editor, a_draft(editor, "second", first.subject_id))

    services.revert_to(editor, first.subject_id, first.id)

    assert states_of(first.subject_id) == {1: "live", 2: "superseded"}
    assert queries.own_live_content(editor, first.subject_id) == {"schema": 1, "name": "first"}


def test_a_revision_of_another_subject_cannot_be_restored(editor: Actor) -> None:
    here, there = a_draft(editor), a_draft(editor, "other")
    services.go_live(editor, here)

    with pytest.raises(Refused):
        services.revert_to(editor, here.subject_id, there.id)


def test_what_is_withdrawn_can_be_published_again(editor: Actor) -> None:
    first = a_draft(editor)
    services.go_live(editor, first)
    services.withdraw(editor, first.subject_id)
    assert queries.own_live_content(editor, first.subject_id) is None

    services.go_live(editor, a_draft(editor, "first", first.subject_id))

    assert states_of(first.subject_id) == {1: "withdrawn", 2: "live"}


def test_what_is_not_live_cannot_be_withdrawn(editor: Actor) -> None:
    draft = a_draft(editor)

    with pytest.raises(Refused):
        services.withdraw(editor, draft.subject_id)


def test_a_form_that_is_out_of_date_saves_nothing(editor: Actor) -> None:
    draft = a_draft(editor)
    opened_on = queries.subject(editor, draft.subject_id).version
    services.save_draft(editor, draft.subject_id, {"schema": 1, "name": "mine"}, "form", expected_version=opened_on)

    with pytest.raises(Conflict):
        services.save_draft(editor, draft.subject_id, {"schema": 1, "name": "late"}, "form", expected_version=opened_on)
    assert queries.draft_content(editor, draft.subject_id) == {"schema": 1, "name": "mine"}


def test_the_ledger_cannot_be_rewritten(editor: Actor, database: SQLAlchemy) -> None:
    services.go_live(editor, a_draft(editor))

    for forbidden in ("UPDATE publishing_revision_move SET move = 'x'", "DELETE FROM publishing_revision_move"):
        with pytest.raises(DatabaseError), transaction() as session:
            session.execute(text(forbidden))


def test_the_database_refuses_a_move_that_no_rule_knows(editor: Actor) -> None:
    draft = a_draft(editor)
    invented = {"from_state": "draft", "move": "go_live", "to_state": "discarded"}

    with pytest.raises(IntegrityError), transaction() as session:
        session.add(RevisionMoved(revision_id=draft.id, subject_id=draft.subject_id, **invented))


def test_the_database_refuses_a_second_live_revision(editor: Actor) -> None:
    first = a_draft(editor)
    services.go_live(editor, first)
    second = a_draft(editor, "second", first.subject_id)

    with pytest.raises(IntegrityError), transaction() as session:
        session.get_one(Revision, second.id).state = "live"


@pytest.mark.concurrency
def test_of_eight_publishers_of_one_draft_one_decides(app: Flask, editor: Actor) -> None:
    draft = a_draft(editor)

    def decide(_: int) -> bool:
        with app.app_context():
            try:
                services.go_live(editor, queries.revision(editor, draft.id))
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(8) as threads:
        decided = list(threads.map(decide, range(8)))

    assert decided.count(True) == 1
    assert ledger_of(draft.subject_id) == [(1, "go_live")]


@pytest.mark.concurrency
def test_of_eight_editors_of_one_form_one_saves(app: Flask, editor: Actor) -> None:
    first = a_draft(editor)
    opened_on = queries.subject(editor, first.subject_id).version

    def save(number: int) -> bool:
        content = {"schema": 1, "name": f"editor {number}"}
        with app.app_context():
            try:
                services.save_draft(editor, first.subject_id, content, "form", expected_version=opened_on)
            except Conflict:
                return False
            return True

    with ThreadPoolExecutor(8) as threads:
        saved = list(threads.map(save, range(8)))

    assert saved.count(True) == 1
    assert sorted(states_of(first.subject_id).values()) == ["discarded", "draft"]


@pytest.mark.concurrency
def test_of_eight_first_drafts_of_one_party_there_is_one_subject(app: Flask, editor: Actor) -> None:
    organisation_id = str(editor.organisation_id)

    def save(number: int) -> str:
        new = NewSubject("profile", organisation_id, id=organisation_id)
        with app.app_context():
            return services.save_draft(editor, new, {"schema": 1, "name": f"editor {number}"}, "form").subject_id

    with ThreadPoolExecutor(8) as threads:
        subjects = set(threads.map(save, range(8)))

    assert subjects == {organisation_id}
    assert sorted(states_of(organisation_id).values()) == ["discarded"] * 7 + ["draft"]


def wanted(organisation_id: str, subject_id: str, name: str) -> Wanted:
    return Wanted(subject_id, organisation_id, {"schema": 1, "name": name})


def test_many_go_live_at_once_and_the_same_again_changes_nothing() -> None:
    owners = [an_enterprise().id for _ in range(3)]
    texts = [wanted(owner, owner, f"text of {owner}") for owner in owners]

    first = services.publish_many(SYSTEM, "profile", texts, "import", new_id())
    second = services.publish_many(SYSTEM, "profile", texts, "import", new_id())

    assert [item.outcome for item in first] == [Outcome.CREATED] * 3
    assert [item.outcome for item in second] == [Outcome.UNCHANGED] * 3
    assert [item.revision_id for item in second] == [item.revision_id for item in first]


def test_a_bulk_change_supersedes_and_leaves_drafts_alone(editor: Actor) -> None:
    live = a_draft(editor)
    services.go_live(editor, live)
    draft = a_draft(editor, "of the owner", live.subject_id)
    batch_id = new_id()

    texts = [wanted(str(editor.organisation_id), live.subject_id, "imported")]
    done = services.publish_many(SYSTEM, "profile", texts, "import", batch_id)

    assert done[0].outcome == Outcome.CHANGED
    assert states_of(live.subject_id) == {1: "superseded", 2: "draft", 3: "live"}
    assert queries.subject(editor, live.subject_id).draft_revision_id == draft.id
    assert queries.own_live_content(editor, live.subject_id) == {"schema": 1, "name": "imported"}


def test_a_batch_tells_what_it_changed_so_that_it_can_be_undone(editor: Actor) -> None:
    live = a_draft(editor)
    services.go_live(editor, live)
    created, batch_id = an_enterprise().id, new_id()
    texts = [wanted(str(editor.organisation_id), live.subject_id, "imported"), wanted(created, created, "new")]
    services.publish_many(SYSTEM, "profile", texts, "import", batch_id)
    services.go_live(editor, a_draft(editor, "newer", live.subject_id))

    changes = {change.subject_id: change for change in queries.batch_changes(SYSTEM, batch_id)}

    assert changes[live.subject_id].previous_revision_id == live.id
    assert not changes[live.subject_id].is_still_live
    assert changes[created].previous_revision_id is None
    assert changes[created].is_still_live


def test_a_stranger_cannot_publish_many_for_others(editor: Actor) -> None:
    other = an_enterprise().id

    with pytest.raises(NotAllowed):
        services.publish_many(editor, "profile", [wanted(other, other, "taken over")], "form")
