"""What people are told about introductions and deals: one sentence and the page to read on; no names."""

from __future__ import annotations

from marketplace.deals.presenters.words import MOVED, VERDICTS
from marketplace.deals.rules.stages import Move
from marketplace.foundation.i18n import _
from marketplace.notifications.presenters import Values, Wording, words_for


def _introduction(values: Values) -> dict[str, object]:
    return {"engagement_id": values["engagement_id"]}


def _deal(values: Values) -> dict[str, object]:
    return {"deal_id": values["deal_id"]}


words_for(
    {
        "deals.asked": Wording(
            lambda _values: _("A party asks to be introduced to you."), "deals.introduction", _introduction
        ),
        "deals.introduced": Wording(
            lambda _values: _("Both sides said yes: you are introduced."), "deals.introduction", _introduction
        ),
        "deals.request_ended": Wording(
            lambda _values: _("Your request for an introduction ended without a yes."),
            "deals.introduction",
            _introduction,
        ),
        "deals.moved": Wording(lambda values: str(MOVED[Move(values["move"])]), "deals.show", _deal),
        "deals.to_verify": Wording(lambda _values: _("A deal waits to be verified."), "deals.verify", _deal),
        "deals.to_decide": Wording(
            lambda _values: _("A proposal on a deal waits for your decision."), "deals.verify", _deal
        ),
        "deals.decided": Wording(lambda _values: _("Your proposal on a deal was decided."), "deals.verify", _deal),
        "deals.verdict": Wording(
            lambda values: _("The count rule says of your deal: %(verdict)s.", verdict=VERDICTS[values["verdict"]]),
            "deals.show",
            _deal,
        ),
    }
)
