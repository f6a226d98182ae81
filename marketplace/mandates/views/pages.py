"""The blueprint of mandates, and what its pages share."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint

from marketplace.foundation.actor import Actor, NotFound
from marketplace.foundation.i18n import _, language, money
from marketplace.foundation.text import Localised
from marketplace.mandates import rules
from marketplace.mandates.content import Mandate, Privacy, TicketRange
from marketplace.mandates.forms import CRITERION_LABELS, PRIVACY_LABELS
from marketplace.mandates.rules import MandateKind
from marketplace.reference.queries import label

blueprint = Blueprint("mandates", __name__, url_prefix="/workspace/mandates")


@dataclass(frozen=True, slots=True)
class Shown:
    """One criterion as pages show it."""

    criterion: str
    label: str
    text: str
    privacy: str


def organisation_of(actor: Actor) -> str:
    """The organisation that the actor acts for."""
    if actor.organisation_id is None:
        raise NotFound
    return actor.organisation_id


def shown(mandate: Mandate) -> list[Shown]:
    """Every criterion that says something, in the order of forms; who may know it beside it."""
    every = [_shown(mandate, name) for name in rules.CRITERIA if name not in ("kind", "title")]
    return [row for row in every if row.text]


def differences(saved: Mandate, typed: Mandate) -> list[tuple[str, str, str]]:
    """Label, saved text and typed text of every criterion in which two versions differ."""
    names = [name for name in rules.CRITERIA if name != "kind"]
    pairs = [(_shown(saved, name), _shown(typed, name)) for name in names]
    return [(str(a.label), _told(a), _told(b)) for a, b in pairs if _told(a) != _told(b)]


def _told(row: Shown) -> str:
    return f"{row.text or '—'} ({row.privacy})"


def _shown(mandate: Mandate, criterion: str) -> Shown:
    privacy = Privacy(mandate.privacy_of(criterion))
    return Shown(
        criterion,
        str(_label(mandate, criterion)),
        _text(criterion, getattr(mandate, criterion)),
        str(PRIVACY_LABELS[privacy]),
    )


def _label(mandate: Mandate, criterion: str) -> object:
    """A shared amount sought comes as the band it lies in: it keeps its name."""
    if criterion == "ticket" and mandate.kind not in (MandateKind.INVEST, MandateKind.ACQUIRE):
        return CRITERION_LABELS["amount_sought"]
    return CRITERION_LABELS[criterion]


def _text(criterion: str, value: object) -> str:
    if isinstance(value, Localised):
        return value.best(language())
    if isinstance(value, TicketRange):
        return ticket_text(value)
    if isinstance(value, tuple):
        taxonomy = rules.TAXONOMY_OF.get(criterion)
        return ", ".join(label(taxonomy, code, language()) if taxonomy else code for code in value)
    return money(value) if value is not None else ""  # type: ignore[arg-type]  # what is left is an amount


def ticket_text(ticket: TicketRange) -> str:
    """A range of amounts in words."""
    low, high = money(ticket.minimum_money()), money(ticket.maximum_money())
    if not low:
        return str(_("up to %(amount)s", amount=high))
    if not high:
        return str(_("from %(amount)s", amount=low))
    return str(_("%(low)s to %(high)s", low=low, high=high))
