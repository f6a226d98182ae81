"""What the relay does for the index: after each fact about something public, and from time to time."""

from datetime import timedelta

import structlog

from marketplace.discovery import services
from marketplace.foundation.jobs import RecordedFact, periodic, task
from marketplace.mandates.queries import owners_of
from marketplace.products.searchable import ids_touched_by_profiles
from search_index.engine import SearchError

log = structlog.get_logger(__name__)


@task("discovery.refresh_profiles")
def refresh_profiles(fact: RecordedFact) -> None:
    """Parties were published or withdrawn; their products show their names and go with them."""
    ids = fact.values["profile_ids"]
    services.refresh([*ids, *ids_touched_by_profiles(ids)])


@task("discovery.refresh_products")
def refresh_products(fact: RecordedFact) -> None:
    """Products were published or withdrawn."""
    services.refresh(fact.values["product_ids"])


@task("discovery.refresh_mandates")
def refresh_mandates(fact: RecordedFact) -> None:
    """Mandates were published or withdrawn: what they tell everybody stands in the documents of their owners."""
    services.refresh(sorted(owners_of(fact.values["mandate_ids"])))


@periodic("discovery.tidy_index", every=timedelta(minutes=15))
def tidy_index() -> None:
    """Remove the last traces of withdrawn texts."""
    services.tidy()


@periodic("discovery.compare_index", every=timedelta(hours=6))
def compare_index() -> None:
    """Find and mend what drifted, whatever the cause."""
    check_index()


def check_index() -> None:
    """The relay's first job. A failure is logged and does not keep the relay from its work."""
    try:
        checked = services.check()
    except SearchError:
        log.exception("index_check_failed")
        return
    if checked.rebuilt or checked.found.count:
        log.warning("index_mended", documents=checked.expected, rebuilt=checked.rebuilt, drift=checked.found.count)
