from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from marketplace.foundation.actor import ANONYMOUS, SYSTEM, NotAllowed, NotFound, Refused, Role, acting_as
from marketplace.foundation.database import db
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import Fact
from marketplace.foundation.money import Money
from marketplace.foundation.once import Repeated
from marketplace.foundation.text import Localised
from marketplace.foundation.versions import Conflict
from marketplace.mandates import queries, searchable, services
from marketplace.mandates.content import Mandate, MandateKind, Privacy, TicketRange, visible_to_other_side
from marketplace.mandates.models import MandateCode, MandateRow
from marketplace.mandates.services import NewMandate
from marketplace.publishing.services import Outcome
from tests.factories.mandates import a_published_mandate, a_raise, an_investment, with_privacy
from tests.factories.organisations import a_ministry, a_stranger, an_actor, an_enterprise, an_investor

if TYPE_CHECKING:
    from flask import Flask

    from marketplace.foundation.actor import Actor
    from marketplace.organisations.models import Organisation

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def investor() -> Organisation:
    return an_investor()


@pytest.fixture
def editor(investor: Organisation) -> Actor:
    return an_actor(investor, Role.EDITOR)


def _facts(name: str) -> list[Fact]:
    return list(db.session.scalars(select(Fact).where(Fact.name == name)))


def test_a_published_mandate_is_in_the_tables_and_in_one_fact(investor: Organisation, editor: Actor) -> None:
    mandate_id = a_published_mandate(investor, editor)
    row = db.session.get_one(MandateRow, mandate_id)
    assert (row.live, row.kind, row.visibility) == (True, "invest", "shared")
    assert (row.ticket_minimum, row.ticket_maximum, row.currency) == (500_000_00, 2_000_000_00, "USD")
    codes = db.session.execute(
        select(MandateCode.code, MandateCode.privacy).where(MandateCode.criterion == "excluded_countries")
    ).all()
    assert [tuple(row) for row in codes] == [("KP", "private")]
    assert [fact.values for fact in _facts("mandates.mandates_published")] == [{"mandate_ids": [mandate_id]}]
    assert queries.live_contents() == {mandate_id: (investor.id, an_investment())}


def test_a_second_text_replaces_the_first(investor: Organisation, editor: Actor) -> None:
    mandate_id = a_published_mandate(investor, editor)
    services.publish_mandate(editor, mandate_id, an_investment(sectors=("energy",), ticket=None))
    row = db.session.get_one(MandateRow, mandate_id)
    assert (row.ticket_minimum, row.currency) == (None, None)
    wanted = select(MandateCode.code).where(MandateCode.criterion == "sectors")
    assert list(db.session.scalars(wanted)) == ["energy"]


def test_the_same_text_again_changes_nothing(investor: Organisation, editor: Actor) -> None:
    mandate_id = a_published_mandate(investor, editor)
    assert services.publish_mandate(editor, mandate_id, an_investment()) == mandate_id
    assert len(_facts("mandates.mandates_published")) == 1


def test_a_draft_is_seen_only_by_its_owner(investor: Organisation, editor: Actor) -> None:
    draft = services.save_draft(editor, NewMandate(investor.id), Mandate(MandateKind.INVEST))
    own = queries.own_mandate(editor, draft.subject_id)
    assert (own.draft, own.live) == (Mandate(MandateKind.INVEST), None)
    assert queries.live_contents() == {}
    for stranger in (a_stranger(), ANONYMOUS):
        with pytest.raises(NotFound):
            queries.own_mandate(stranger, draft.subject_id)
        with pytest.raises(NotFound):
            queries.live_mandate(stranger, draft.subject_id)


def test_a_kept_draft_goes_live_when_it_is_complete(investor: Organisation, editor: Actor) -> None:
    draft = services.save_draft(editor, NewMandate(investor.id), an_investment(title=Localised()))
    with pytest.raises(Refused) as refused:
        services.publish_draft(editor, draft.subject_id)
    assert refused.value.code == "mandates.title_missing"
    services.save_draft(editor, draft.subject_id, an_investment())
    assert services.publish_draft(editor, draft.subject_id) == draft.subject_id
    with pytest.raises(Refused, match="no_draft"):
        services.publish_draft(editor, draft.subject_id)


@pytest.mark.parametrize(
    ("mandate", "code"),
    [
        (an_investment(sectors=("alchemy",)), "mandates.unknown_code"),
        (an_investment(markets=("ZZ",)), "mandates.unknown_code"),
        (an_investment(ticket=TicketRange(2, 1, "USD")), "mandates.ticket_reversed"),
    ],
)
def test_an_impossible_mandate_is_refused_and_leaves_nothing(
    investor: Organisation, editor: Actor, mandate: Mandate, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        services.publish_mandate(editor, NewMandate(investor.id), mandate)
    assert refused.value.code == code
    assert queries.own_mandates(editor, investor.id) == []
    assert _facts("mandates.mandates_published") == []


def test_strangers_find_no_mandate_to_change(investor: Organisation, editor: Actor) -> None:
    mandate_id = a_published_mandate(investor, editor)
    stranger = a_stranger()
    for act in (
        lambda: services.publish_mandate(stranger, mandate_id, an_investment(sectors=())),
        lambda: services.save_draft(stranger, mandate_id, an_investment(sectors=())),
        lambda: services.withdraw_mandate(stranger, mandate_id),
        lambda: services.discard_draft(stranger, mandate_id),
        lambda: queries.own_revisions(stranger, mandate_id),
        lambda: queries.own_mandates(stranger, investor.id),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotAllowed):
        services.publish_mandate(stranger, NewMandate(investor.id), an_investment())


def test_viewers_and_state_bodies_write_no_mandates(investor: Organisation) -> None:
    viewer = an_actor(investor, Role.VIEWER)
    with pytest.raises(NotAllowed):
        services.publish_mandate(viewer, NewMandate(investor.id), an_investment())
    ministry = a_ministry()
    with pytest.raises(NotAllowed):
        services.publish_mandate(an_actor(ministry), NewMandate(ministry.id), an_investment())


def test_an_investor_cannot_raise_money_here(investor: Organisation, editor: Actor) -> None:
    with pytest.raises(NotAllowed):
        services.publish_mandate(editor, NewMandate(investor.id), a_raise())


def test_counterparts_see_bands_and_nothing_private(investor: Organisation, editor: Actor) -> None:
    mandate_id = a_published_mandate(investor, editor)
    _row, seen = queries.live_mandate(a_stranger(), mandate_id)
    assert seen.ticket == TicketRange(300_000_00, 3_000_000_00, "USD")
    assert seen.thesis.is_empty
    assert seen.excluded_countries == ()
    assert seen.sectors == ("finance", "health")
    assert queries.live_mandate(editor, mandate_id)[1] == an_investment()
    assert queries.visible_contents() == {mandate_id: (investor.id, visible_to_other_side(an_investment()))}
    with pytest.raises(NotFound):
        queries.live_mandate(ANONYMOUS, mandate_id)


def test_a_shared_amount_sought_comes_as_its_band() -> None:
    enterprise = an_enterprise()
    shared = a_raise(privacy=(("amount_sought", Privacy.SHARED),))
    mandate_id = a_published_mandate(enterprise, an_actor(enterprise), shared)
    _row, seen = queries.live_mandate(a_stranger(), mandate_id)
    assert (seen.amount_sought, seen.ticket) == (None, TicketRange(1_000_000_00, 3_000_000_00, "USD"))


def test_a_hidden_mandate_does_not_exist_for_others(investor: Organisation, editor: Actor) -> None:
    hidden = an_investment(privacy=(("kind", Privacy.PRIVATE),))
    mandate_id = a_published_mandate(investor, editor, hidden)
    with pytest.raises(NotFound):
        queries.live_mandate(a_stranger(), mandate_id)
    assert queries.visible_contents() == {}
    assert queries.open_mandate_owner(a_stranger(), mandate_id) is None
    assert queries.open_mandate_owner(editor, mandate_id) == investor.id
    assert queries.live_contents_of([investor.id]) == {mandate_id: (investor.id, hidden)}


def test_the_public_index_gets_public_criteria_alone(investor: Organisation, editor: Actor) -> None:
    a_published_mandate(investor, editor)
    assert searchable.public_filters([investor.id]) == {}
    public = an_investment(privacy=(("kind", Privacy.PUBLIC), ("sectors", Privacy.PUBLIC), ("stages", Privacy.PUBLIC)))
    a_published_mandate(investor, editor, public)
    assert searchable.public_filters([investor.id]) == {
        investor.id: {"stage": ("seed", "early"), "sector": ("finance", "health")}
    }
    words = searchable.public_words([investor.id])[investor.id]
    assert words == {"vi": "Đầu tư vào phần mềm (minh hoạ)", "en": "Demo software thesis"}


def test_a_withdrawn_mandate_is_gone_and_can_come_back(investor: Organisation, editor: Actor) -> None:
    mandate_id = a_published_mandate(investor, editor)
    services.withdraw_mandate(editor, mandate_id)
    assert queries.live_contents() == {}
    assert db.session.scalar(select(func.count()).select_from(MandateCode)) == 0
    assert len(_facts("mandates.mandates_withdrawn")) == 1
    with pytest.raises(Refused):
        services.withdraw_mandate(editor, mandate_id)
    (first,) = queries.own_revisions(editor, mandate_id)
    services.restore_revision(editor, mandate_id, first.id)
    assert queries.live_contents()[mandate_id][1] == an_investment()
    assert len(_facts("mandates.mandates_published")) == 2


def test_an_earlier_text_can_be_restored(investor: Organisation, editor: Actor) -> None:
    mandate_id = a_published_mandate(investor, editor)
    services.publish_mandate(editor, mandate_id, an_investment(sectors=("energy",)))
    first = queries.own_revisions(editor, mandate_id)[-1]
    services.restore_revision(editor, mandate_id, first.id)
    assert queries.live_contents()[mandate_id][1].sectors == ("finance", "health")


def test_the_same_form_sent_twice_makes_one_mandate(investor: Organisation, editor: Actor) -> None:
    mandate_id = services.publish_mandate(editor, NewMandate(investor.id, "one-key"), an_investment())
    with pytest.raises(Repeated) as repeated:
        services.publish_mandate(editor, NewMandate(investor.id, "one-key"), an_investment())
    assert repeated.value.result_id == mandate_id
    assert len(queries.own_mandates(editor, investor.id)) == 1


def test_an_old_form_saves_nothing(investor: Organisation, editor: Actor) -> None:
    mandate_id = a_published_mandate(investor, editor)
    opened_on = queries.own_mandate(editor, mandate_id).version
    services.publish_mandate(editor, mandate_id, an_investment(sectors=("energy",)), expected_version=opened_on)
    with pytest.raises(Conflict):
        services.publish_mandate(editor, mandate_id, an_investment(sectors=("health",)), expected_version=opened_on)
    assert queries.live_contents()[mandate_id][1].sectors == ("energy",)


def test_many_mandates_go_live_with_one_fact_and_again_change_nothing() -> None:
    owners = [an_investor() for _ in range(3)]
    wanted = [(new_id(), owner.id, an_investment(sectors=("energy",))) for owner in owners]
    first = services.publish_many(SYSTEM, wanted, new_id())
    second = services.publish_many(SYSTEM, wanted, new_id())
    assert [item.outcome for item in first] == [Outcome.CREATED] * 3
    assert [item.outcome for item in second] == [Outcome.UNCHANGED] * 3
    assert len(_facts("mandates.mandates_published")) == 1
    assert set(queries.live_contents()) == {mandate_id for mandate_id, _owner, _content in wanted}
    changed = [(mandate_id, owner, replace(content, sectors=())) for mandate_id, owner, content in wanted[:1]]
    assert services.publish_many(SYSTEM, changed, new_id())[0].outcome == Outcome.CHANGED


def test_members_publish_many_only_for_themselves(editor: Actor) -> None:
    with pytest.raises(NotAllowed):
        services.publish_many(editor, [(new_id(), an_investor().id, an_investment())], new_id())


@pytest.mark.concurrency
def test_of_eight_publishers_of_one_draft_one_decides(app: Flask, investor: Organisation, editor: Actor) -> None:
    draft = services.save_draft(editor, NewMandate(investor.id), an_investment())

    def decide(_: int) -> bool:
        with app.app_context():
            try:
                services.publish_draft(editor, draft.subject_id)
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(8) as threads:
        decided = list(threads.map(decide, range(8)))
    db.session.rollback()

    assert decided.count(True) == 1
    assert len(_facts("mandates.mandates_published")) == 1


@pytest.mark.concurrency
def test_of_eight_forms_with_one_key_one_makes_a_mandate(app: Flask, investor: Organisation, editor: Actor) -> None:
    def send(_: int) -> str:
        with app.app_context(), acting_as(editor):
            try:
                return services.publish_mandate(editor, NewMandate(investor.id, "one-key"), an_investment())
            except Repeated as repeated:
                return repeated.result_id

    with ThreadPoolExecutor(8) as threads:
        made = set(threads.map(send, range(8)))
    db.session.rollback()

    assert made == {own.mandate_id for own in queries.own_mandates(editor, investor.id)}
    assert len(made) == 1


def test_everything_public_is_seen_by_everybody(investor: Organisation, editor: Actor) -> None:
    public = with_privacy(an_investment(), Privacy.PUBLIC)
    mandate_id = a_published_mandate(investor, editor, public)
    assert queries.live_mandate(ANONYMOUS, mandate_id)[1] == public
    assert queries.public_mandates_of([investor.id]) == {investor.id: [(mandate_id, public)]}


def test_amounts_in_several_currencies_keep_their_own(investor: Organisation) -> None:
    enterprise = an_enterprise()
    actor = an_actor(enterprise)
    mandate_id = a_published_mandate(enterprise, actor, a_raise(amount_sought=Money(25_000_000_000, "VND")))
    row = db.session.get_one(MandateRow, mandate_id)
    assert (row.amount_sought, row.currency) == (25_000_000_000, "VND")
