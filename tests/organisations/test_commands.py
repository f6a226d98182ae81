"""The first officer of an installation comes from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.accounts import queries as people
from marketplace.foundation.database import db
from marketplace.organisations.models import Membership
from tests.factories.organisations import an_enterprise

if TYPE_CHECKING:
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

APPOINT = ["people", "appoint", "officer@demo.example", "--name", "Officer Demo", "--ministry", "Demo Ministry"]
APPOINT += ["--unit", "Demo Unit", "--power", "operate", "--power", "review", "--password"]


def test_an_officer_is_appointed_suspended_and_reinstated(app: Flask, database: SQLAlchemy) -> None:
    run = app.test_cli_runner().invoke
    refused = run(args=[*APPOINT, "short"])
    assert refused.exit_code == 1
    assert people.person_by_email("officer@demo.example") is None
    done = run(args=[*APPOINT, "chín con voi bơi qua sông"])
    assert done.exit_code == 0, done.output
    db.session.commit()
    assert db.session.scalars(db.select(Membership)).one().powers == ["operate", "review"]
    assert run(args=[*APPOINT, "chín con voi bơi qua sông"]).exit_code == 1
    assert run(args=["people", "suspend", "officer@demo.example"]).exit_code == 0
    db.session.commit()
    db.session.expire_all()
    officer = people.person_by_email("officer@demo.example")
    assert officer is not None
    assert officer.suspended_at is not None
    assert run(args=["people", "reinstate", "officer@demo.example"]).exit_code == 0
    assert run(args=["people", "suspend", "nobody@demo.example"]).exit_code == 1


def test_officers_of_one_ministry_are_appointed_to_its_units(app: Flask, database: SQLAlchemy) -> None:
    run = app.test_cli_runner().invoke
    for email, unit in (("a@demo.example", "Demo One"), ("b@demo.example", "demo one"), ("c@demo.example", "Demo Two")):
        args = ["people", "appoint", email, "--name", "Officer Demo", "--ministry", "Demo Ministry", "--unit", unit]
        done = run(args=[*args, "--power", "confirm", "--password", "chín con voi bơi qua sông"])
        assert done.exit_code == 0, done.output
    db.session.commit()
    rows = db.session.scalars(db.select(Membership)).all()
    assert (len({row.organisation_id for row in rows}), len({row.unit_id for row in rows})) == (1, 2)


def test_an_imported_organisation_gets_its_first_administrator(app: Flask, database: SQLAlchemy) -> None:
    place = an_enterprise()
    run = app.test_cli_runner().invoke
    args = ["people", "let-in", "owner@demo.example", "--name", "Owner Demo", "--password", "chín con voi bơi qua sông"]
    done = run(args=[*args, "--organisation", place.id])
    assert done.exit_code == 0, done.output
    assert run(args=[*args, "--organisation", place.id]).exit_code == 1
    assert run(args=[*args, "--organisation", "0" * 26]).exit_code == 1
