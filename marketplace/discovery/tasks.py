"""What the relay does for the index: after each fact about something public, and from time to time."""

from datetime import timedelta

import structlog

from marketplace.discovery import services
from marketplace.discovery.presenters import alerts
from marketplace.foundation.jobs import RecordedFact, periodic, task
from marketplace.foundation.periodic import bring_forward
from marketplace.mandates.queries import owners_of, owners_with_tickets
from marketplace.products.searchable import ids_touched_by_profiles
from search_index.engine import RebuildRunning, SearchError, SearchUnavailable

REGISTERED = (alerts,)
COMPARING = "discovery.compare_index"
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


@task("discovery.refresh_tickets")
def refresh_tickets(_fact: RecordedFact) -> None:
    """Rates changed: what investors invest at a time is found by orders of magnitude in today's dollars."""
    services.refresh(owners_with_tickets())


@task("discovery.compare_soon")
def compare_soon(_fact: RecordedFact) -> None:
    """Terms, provinces or markets got other words: any document may bear them."""
    bring_forward(COMPARING)


@periodic("discovery.send_waiting", every=timedelta(seconds=10), long=True)
def send_waiting() -> None:
    """Tell the index what it could not be told when it changed; make it where there is none.

    Another release's index is left alone, and what changed waits: two releases side by side would each
    replace the other's again and again. Whoever releases makes the new one, or the relay's first check.
    """
    try:
        if not services.is_current():
            if services.is_there():
                log.info("index_of_another_release")
                return
            check_index()
        sent = services.sweep()
    except SearchUnavailable as error:
        log.info("index_still_away", reason=str(error))
        return
    if sent:
        log.info("index_caught_up", documents=sent)


@periodic("discovery.tidy_index", every=timedelta(minutes=15), long=True)
def tidy_index() -> None:
    """Remove the last traces of withdrawn texts."""
    try:
        services.tidy()
    except SearchUnavailable as error:
        log.info("index_still_away", reason=str(error))


@periodic(COMPARING, every=timedelta(hours=6), long=True)
def compare_index() -> None:
    """Find and mend what drifted, whatever the cause."""
    check_index()


@periodic("discovery.read_meanings", every=timedelta(minutes=1), long=True)
def read_meanings() -> None:
    """Read what documents mean, where an encoder is installed."""
    read = services.read_meanings()
    if read:
        log.info("meanings_read", documents=read)


def check_index() -> None:
    """The relay's first job. A failure is logged and does not keep the relay from its work."""
    try:
        checked = services.check()
    except RebuildRunning:
        log.info("index_is_being_rebuilt")
        return
    except SearchUnavailable as error:
        log.warning("index_unavailable", reason=str(error))
        return
    except SearchError:
        log.exception("index_check_failed")
        return
    services.note_check(checked)
    if checked.rebuilt or checked.repaired:
        log.warning(
            "index_mended",
            documents=checked.expected,
            rebuilt=checked.rebuilt,
            repaired=checked.repaired,
            drift=checked.found.count,
            unnoted=checked.unnoted,
        )
