"""Operators' commands for people and organisations: the first officers, suspension."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from marketplace.accounts import queries as people
from marketplace.accounts import services as accounts
from marketplace.foundation.actor import SYSTEM, Power, Refused, Role, acting_as
from marketplace.foundation.database import transaction
from marketplace.foundation.refusals import words
from marketplace.foundation.text import Localised
from marketplace.organisations import services

group = AppGroup("people", help="The first officers of an installation, and suspension.")
POWERS = click.Choice([power.value for power in Power])


@group.command("appoint", help="Open a ministry unit and appoint a first officer with these powers.")
@click.argument("email")
@click.option("--name", prompt="Full name of the officer")
@click.option("--ministry", prompt="Name of the ministry body")
@click.option("--unit", prompt="Name of the unit")
@click.option("--power", "powers", type=POWERS, multiple=True, required=True)
@click.password_option()
def appoint(email: str, name: str, ministry: str, unit: str, powers: tuple[str, ...], password: str) -> None:
    """Everything or nothing: a person, an organisation, a unit and a membership."""
    given = [Power(power) for power in powers]
    try:
        with acting_as(SYSTEM):
            person = accounts.register(SYSTEM, accounts.NewPerson(email, name, "vi", password))
            with transaction():
                place = services.create_organisation(
                    SYSTEM, services.NewOrganisation("ministry_unit", Localised(vi=ministry), "VN")
                )
                part = services.open_unit(SYSTEM, place.id, Localised(vi=unit), powers=given)
                row = services.add_member(SYSTEM, place.id, person.id, Role.ADMIN)
                services.place_member(SYSTEM, row, part.id, given)
    except Refused as refusal:
        raise click.ClickException(words(refusal)) from None
    click.echo(f"{email} may sign in and holds: {', '.join(sorted(powers))}.")


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
