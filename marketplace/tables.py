"""Every table and every state machine: imported by Alembic, the mapper and the loaders."""

from marketplace.accounts import models as accounts
from marketplace.alerts import models as alerts
from marketplace.deals import models as deals
from marketplace.deals.rules.machines import MACHINES as DEALS
from marketplace.discovery import models as discovery
from marketplace.exchange import models as exchange
from marketplace.files import models as files
from marketplace.foundation import append_only, index_state, jobs, journal, moves, once, relay
from marketplace.foundation.moves import Machines
from marketplace.mandates import models as mandates
from marketplace.matching import models as matching
from marketplace.messaging import models as messaging
from marketplace.notifications import models as notifications
from marketplace.organisations import models as organisations
from marketplace.products import models as products
from marketplace.profiles import models as profiles
from marketplace.publishing import models as publishing
from marketplace.publishing.rules import MACHINES as PUBLISHING
from marketplace.reference import models as reference

__all__ = ["FEATURES", "FOUNDATION", "MACHINES"]

FOUNDATION = (append_only, index_state, jobs, journal, moves, once, relay)
FEATURES = (
    reference,
    accounts,
    notifications,
    organisations,
    files,
    publishing,
    profiles,
    products,
    mandates,
    messaging,
    matching,
    deals,
    alerts,
    discovery,
    exchange,
)

# One line for each state machine: its name in the ledger, and its moves (from, move, to).
MACHINES: Machines = {
    **PUBLISHING,
    **DEALS,
}
