"""A digest in the list of notices: one line that leads to it."""

from marketplace.alerts.presenters.digest import sentence
from marketplace.alerts.services.gathering import TOLD
from marketplace.notifications.presenters import Wording, words_for

words_for(
    {
        TOLD: Wording(
            lambda values: sentence(int(values["things"])),
            "alerts.show",
            lambda values: {"digest_id": values["digest_id"]},
        )
    }
)
