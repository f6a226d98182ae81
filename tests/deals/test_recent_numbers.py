"""The first page counts the deals again as soon as one of them moved."""

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from marketplace.deals.queries.counting import recent_tier_counts, tier_counts
from marketplace.foundation import relay
from tests.factories import deals


def test_what_was_remembered_is_forgotten_when_an_introduction_moves(app: Flask, database: SQLAlchemy) -> None:
    pair = deals.a_pair()
    relay.drain(app)
    assert recent_tier_counts()["introduced"] == 0
    deals.an_introduction(pair)
    assert recent_tier_counts()["introduced"] == 0
    relay.drain(app)
    assert recent_tier_counts()["introduced"] == 1


def test_what_was_remembered_is_forgotten_when_a_deal_is_counted(app: Flask, database: SQLAlchemy) -> None:
    relay.drain(app)
    assert recent_tier_counts()["counted"] == 0
    deals.a_verified_deal(deals.a_pair(), deals.officers())
    relay.drain(app)
    assert recent_tier_counts() == tier_counts()
    assert recent_tier_counts()["counted"] == 1
