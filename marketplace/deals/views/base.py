"""The blueprint of all pages here, the words of refusals, and how a refusal is shown beside the thing."""

from __future__ import annotations

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue

from marketplace.deals.presenters.words import MISSING, REFUSALS
from marketplace.foundation import refusals
from marketplace.foundation.actor import Refused
from marketplace.foundation.i18n import _
from marketplace.foundation.refusals import words

blueprint = Blueprint("deals", __name__)
refusals.texts(REFUSALS)


def say(refusal: Refused) -> str:
    """What happened and what is still missing."""
    codes = refusal.values.get("codes")
    if not isinstance(codes, tuple):
        return str(words(refusal))
    lacking = "; ".join(str(MISSING[code]) for code in codes)
    return str(_("Nothing was changed. Still missing: %(things)s.", things=lacking))


def back(refusal: Refused, address: str) -> ResponseReturnValue:
    """Back to the thing, with the reason."""
    flash(say(refusal), "danger")
    return redirect(address)
