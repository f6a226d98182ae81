"""For whom a thing is hidden it is answered like one that does not exist: same status, same words, same headers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from marketplace.foundation.ids import new_id
from tests.app import state
from tests.app.world import World, a_clerk, a_competitor, a_newcomer, a_world, an_officer

if TYPE_CHECKING:
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy
    from werkzeug.routing import Rule
    from werkzeug.test import TestResponse

    from tests.clients import PageClient

VISITORS: Mapping[str, Callable[[PageClient], None]] = {
    "visitor": lambda _: None,
    "newcomer": a_newcomer,
    "competitor": a_competitor,
    "clerk": a_clerk,
    "officer": an_officer,
}
OWNER, DEALER, OFFICER, IMPORTER, NOBODY = "owner", "dealer", "officer", "importer", "nobody"


@dataclass(frozen=True, slots=True)
class Row:
    """Which hidden thing stands for each argument; who finds it where anybody does; for whom it is a duty to see."""

    things: Mapping[str, str]
    found_by: str = OWNER
    plain: Mapping[str, str] = field(default_factory=dict)
    duty_of: frozenset[str] = frozenset()


def row(found_by: str = OWNER, *, duty_of: str = "", plain: Mapping[str, str] | None = None, **things: str) -> Row:
    return Row(things, found_by, plain or {}, frozenset(duty_of.split()))


ROWS: Mapping[str, Row] = {
    "accounts.end_session": row(session_id="session"),
    "alerts.change": row(plain={"move": "pause"}, source_id="alert"),
    "alerts.choose": row(plain={"kind": "search", "frequency": "weekly"}, key="search"),
    "alerts.show": row(digest_id="digest"),
    "deals.accept": row(engagement_id="engagement"),
    "deals.amend": row(NOBODY, deal_id="deal"),
    "deals.answer": row(deal_id="deal"),
    "deals.confirm": row(OFFICER, duty_of="officer", proposal_id="proposal"),
    "deals.decline": row(engagement_id="engagement"),
    "deals.document": row(DEALER, deal_id="deal", evidence_id="evidence"),
    "deals.evidence": row(DEALER, deal_id="deal"),
    "deals.introduction": row(engagement_id="engagement"),
    "deals.move": row(deal_id="deal"),
    "deals.move_with_reason": row(DEALER, plain={"named": "abandon"}, deal_id="deal"),
    "deals.party": row(DEALER, deal_id="deal", party_id="party"),
    "deals.propose": row(NOBODY, plain={"named": "verify"}, deal_id="deal"),
    "deals.record": row(engagement_id="engagement"),
    "deals.recount": row(NOBODY, deal_id="deal"),
    "deals.reject": row(OFFICER, duty_of="officer", proposal_id="proposal"),
    "deals.show": row(DEALER, deal_id="deal"),
    "deals.terms": row(DEALER, deal_id="deal"),
    "deals.verify": row(NOBODY, deal_id="deal"),
    "deals.withdraw": row(engagement_id="engagement"),
    "deals.withdraw_evidence": row(NOBODY, deal_id="deal", evidence_id="evidence"),
    "deals.withdraw_proposal": row(OFFICER, duty_of="officer", proposal_id="proposal"),
    "discovery.delete": row(search_id="search"),
    "discovery.picture": row(NOBODY, plain={"named": "companies"}, thing_id="company"),
    "discovery.rename": row(search_id="search"),
    "files.download": row(file_id="file"),
    "mandates.discard": row(mandate_id="mandate"),
    "mandates.edit": row(mandate_id="mandate"),
    "mandates.publish": row(mandate_id="mandate"),
    "mandates.restore": row(mandate_id="mandate", revision_id="revision"),
    "mandates.show": row(mandate_id="mandate"),
    "mandates.withdraw": row(mandate_id="mandate"),
    "exchange.confirm": row(IMPORTER, duty_of="clerk", trial_id="trial"),
    "exchange.drop": row(IMPORTER, duty_of="clerk", trial_id="trial"),
    "exchange.report": row(IMPORTER, duty_of="clerk", batch_id="batch"),
    "exchange.show": row(IMPORTER, duty_of="clerk", batch_id="batch"),
    "exchange.trial": row(IMPORTER, duty_of="clerk", trial_id="trial"),
    "exchange.trial_report": row(IMPORTER, duty_of="clerk", trial_id="trial"),
    "exchange.undo": row(IMPORTER, duty_of="clerk", batch_id="batch"),
    "operations.give_up": row(NOBODY, job_id="job"),
    "operations.retry": row(NOBODY, job_id="job"),
    "matching.say": row(NOBODY, plain={"answer": "no"}, organisation_id="company"),
    "matching.show": row(NOBODY, profile_id="company"),
    "messaging.mark_read": row(conversation_id="conversation"),
    "messaging.show": row(conversation_id="conversation"),
    "organisations.accept": row(NOBODY, invitation_id="invitation"),
    "organisations.accept_join": row(NOBODY, request_id="request"),
    "organisations.change_role": row(membership_id="membership"),
    "organisations.decline_join": row(NOBODY, request_id="request"),
    "organisations.remove": row(membership_id="membership"),
    "organisations.withdraw": row(invitation_id="invitation"),
    "products.compare": row(product_id="product"),
    "products.discard": row(product_id="product"),
    "products.edit": row(product_id="product"),
    "products.preview": row(product_id="product"),
    "products.publish": row(product_id="product"),
    "products.save": row(product_id="product"),
    "products.withdraw": row(product_id="product"),
    "products_public.company": row(NOBODY, profile_id="company"),
    "products_public.product": row(NOBODY, product_id="product"),
    "profiles_public.investor": row(NOBODY, profile_id="investor"),
}
# Routes whose arguments name no hidden thing: a language, a kind, a number that all officers see.
NAMES_NO_THING = {
    "bootstrap.static",
    "discovery.feed",
    "discovery.sitemap_part",
    "discovery.taxonomy",
    "discovery.term",
    "mailbox.show",
    "mandates.new",
    "matching_staff.again",
    "matching_staff.one_version",
    "reference.end_province",
    "reference.end_term",
    "reference.new_term",
    "reference.province",
    "reference.reopen_term",
    "reference.term",
    "reference.terms",
    "reporting.tier",
    "reporting_public.kpi_table",
    "site.choose_language",
    "static",
}
# What a form could hold, so that an answer does not depend on a faulty one.
TYPED = {
    "text": "Demo",
    "seen": "1",
    "version": "1",
    "reason": "Demo reason",
    "move": "submit",
    "answer": "confirm",
    "role": "viewer",
    "name_vi": "Demo",
    "title_vi": "Demo",
    "then": "publish",
}
MAY_GROW = {"fact", "fact_outbox"}  # a reading that is logged
VOLATILE = {"X-Request-ID", "Date", "Set-Cookie", "Content-Length"}
AN_ID = re.compile(r"(?<![0-9a-z])[0-9a-hjkmnp-tv-z]{26}(?![0-9a-z])")
A_TOKEN = re.compile(r'(name="(?:csrf_token|kept)"[^>]*value=")[^"]*')


def _rules(app: Flask) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if rule.arguments - {"lang"} and rule.endpoint not in NAMES_NO_THING:
            yield rule


def _address(app: Flask, rule: Rule, arguments: Mapping[str, str]) -> str:
    values = {**arguments, **({"lang": "vi"} if "lang" in rule.arguments else {})}
    return str(app.url_map.bind("localhost").build(rule.endpoint, values))


def _asked(client: PageClient, method: str, address: str, data: Mapping[str, str]) -> tuple[Any, ...]:
    answer = client.get(address) if method == "GET" else client.post(address, data=dict(data))
    seen = _told(answer)
    answer.close()
    return seen


def _told(answer: TestResponse) -> tuple[Any, ...]:
    """All that a stranger can compare, without what is new in every answer."""
    headers = sorted((name, AN_ID.sub("#", value)) for name, value in answer.headers if name not in VOLATILE)
    return answer.status_code, headers, A_TOKEN.sub(r"\1#", AN_ID.sub("#", answer.text))


def _tries(rule: Rule) -> Iterator[tuple[str, Mapping[str, str]]]:
    methods = rule.methods or set()
    if "GET" in methods:
        yield "GET", {}
    if "POST" in methods:
        yield from (("POST", {}), ("POST", TYPED))


def test_every_address_of_a_thing_has_a_row(app: Flask) -> None:
    """A new route fails here until it says which hidden thing it could give away, or that it names none."""
    parameterised = {rule.endpoint for rule in app.url_map.iter_rules() if rule.arguments - {"lang"}}
    assert parameterised == ROWS.keys() | NAMES_NO_THING
    wrong = [
        rule.endpoint
        for rule in _rules(app)
        if rule.arguments - {"lang"} != ROWS[rule.endpoint].things.keys() | ROWS[rule.endpoint].plain.keys()
    ]
    assert wrong == []


@pytest.mark.parametrize("visitor", VISITORS)
def test_a_stranger_cannot_tell_a_hidden_thing_from_none(
    app: Flask, database: SQLAlchemy, client: PageClient, visitor: str
) -> None:
    world = a_world(app.test_client())  # type: ignore[arg-type]  # our own kind of client
    VISITORS[visitor](client)
    differing, found = [], []
    for rule in _rules(app):
        entry = ROWS[rule.endpoint]
        if visitor in entry.duty_of:
            continue
        there = _address(app, rule, _arguments(world, entry))
        nowhere = _address(app, rule, {**{name: new_id() for name in entry.things}, **entry.plain})
        for method, data in _tries(rule):
            hidden, missing = _asked(client, method, there, data), _asked(client, method, nowhere, data)
            if hidden != missing:
                differing.append((method, rule.rule, hidden[0], missing[0]))
            elif visitor == "visitor" and (method, hidden[0]) == ("POST", 403):
                continue  # the same page for everything: sign in, and what was typed comes back
            elif hidden[0] not in {302, 404} or (hidden[0] == 302 and visitor not in {"visitor", "newcomer"}):
                found.append((method, rule.rule, hidden[0]))
    assert differing == []
    assert found == []


def _arguments(world: World, entry: Row) -> dict[str, str]:
    return {**{name: world.ids[thing] for name, thing in entry.things.items()}, **entry.plain}


def test_the_things_are_there_for_those_who_may_see_them(app: Flask, database: SQLAlchemy, client: PageClient) -> None:
    """Otherwise the test above would compare nothing with nothing. And reading them changes nothing but the log."""
    world = a_world(app.test_client())  # type: ignore[arg-type]  # our own kind of client
    lost = []
    for finder in (OWNER, DEALER, OFFICER, IMPORTER):
        world.sign_in(client, finder)
        for rule in _rules(app):
            entry = ROWS[rule.endpoint]
            if entry.found_by == finder and "GET" in (rule.methods or ()):
                before = state.rows(MAY_GROW)
                answer = client.get(_address(app, rule, _arguments(world, entry)))
                assert state.rows(MAY_GROW) == before, rule.rule
                lost += [(rule.rule, answer.status_code)] if answer.status_code != 200 else []
                answer.close()
    assert lost == []
