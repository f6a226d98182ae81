"""How a waiting message reads in the list of notices and in a digest: no names, no text."""

from marketplace.foundation.i18n import _
from marketplace.notifications.presenters import Wording, words_for

WAITS = "messaging.message_waits"

words_for(
    {
        WAITS: Wording(
            lambda _values: _("Somebody you were introduced to has written to your organisation."),
            "messaging.show",
            lambda values: {"conversation_id": values["conversation_id"]},
        )
    }
)
