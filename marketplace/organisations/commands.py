"""Operators' commands for people and organisations: officers, first administrators, suspension."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import AppGroup

from marketplace.accounts import queries as people
from marketplace.accounts import services as accounts
from marketplace.foundation.actor import SYSTEM, NotFound, Power, Refused, Role, acting_as
from marketplace.foundation.database import transaction
from marketplace.foundation.refusals import words
from marketplace.foundation.text import Localised
from marketplace.organisations import queries, services

group = AppGroup("people", help="Officers, first administrators of imported organisations, suspension.")
POWERS = click.Choice([power.value for power in Power])


@group.command("appoint", help="Appoint an officer with these powers; opens the ministry body and the unit if needed.")
@click.argument("email")
@click.option("--name", prompt="Full name of the officer")
@click.option("--ministry", prompt="Name of the ministry body")
@click.option("--unit", prompt="Name of the unit")
@click.option("--power", "powers", type=POWERS, multiple=True, required=True)
@click.password_option()
def appoint(email: str, name: str, ministry: str, unit: str, powers: tuple[str, ...], password: str) -> None:
    """Everything or nothing. A second officer of the same unit joins it; another unit makes four eyes possible."""
    given = [Power(power) for power in powers]
    with _refusals_in_words(), acting_as(SYSTEM), transaction():
        person = accounts.register(SYSTEM, accounts.NewPerson(email, name, "vi", password))
        place = queries.staff_body_named(SYSTEM, ministry) or services.create_organisation(
            SYSTEM, services.NewOrganisation("ministry_unit", Localised(vi=ministry), "VN")
        )
        part = queries.unit_named(SYSTEM, place.id, unit) or services.open_unit(
            SYSTEM, place.id, Localised(vi=unit), powers=given
        )
        row = services.add_member(SYSTEM, place.id, person.id, Role.ADMIN)
        services.place_member(SYSTEM, row, part.id, given)
    click.echo(f"{email} may sign in and holds: {', '.join(sorted(powers))}.")


@group.command("let-in", help="Make somebody an administrator of an organisation, as after an import.")
@click.argument("email")
@click.option("--organisation", "organisation_id", required=True, help="Its id: the end of its public page's address.")
@click.option("--name", prompt="Full name of the person")
@click.password_option()
def let_in(email: str, organisation_id: str, name: str, password: str) -> None:
    """The operator has checked who the person is; an existing account keeps its password."""
    with _refusals_in_words(), acting_as(SYSTEM), transaction():
        known = people.person_by_email(email)
        person = known or accounts.register(SYSTEM, accounts.NewPerson(email, name, "vi", password))
        services.add_member(SYSTEM, organisation_id, person.id, Role.ADMIN)
    click.echo(f"{email} is an administrator there.")


@contextmanager
def _refusals_in_words() -> Iterator[None]:
    try:
        yield
    except Refused as refusal:
        raise click.ClickException(words(refusal)) from None
    except NotFound:
        raise click.ClickException("There is no such organisation.") from None


@group.command("suspend", help="Keep a person out; every session ends.")
@click.argument("email")
def suspend(email: str) -> None:
    """Refuses an unknown address."""
    with acting_as(SYSTEM):
        accounts.suspend(SYSTEM, _person_id(email))
    click.echo(f"{email} is out.")


@group.command("reinstate", help="Let a suspended person in again.")
@click.argument("email")
def reinstate(email: str) -> None:
    """Refuses an unknown address."""
    with acting_as(SYSTEM):
        accounts.reinstate(SYSTEM, _person_id(email))
    click.echo(f"{email} may sign in again.")


def _person_id(email: str) -> str:
    found = people.person_by_email(email)
    if found is None:
        raise click.ClickException("Nobody has this address.")
    return found.id
