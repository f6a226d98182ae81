"""What is done beside the pages: long lists are tried, brought in and taken back."""

from datetime import timedelta

from marketplace.exchange.services import working
from marketplace.exchange.services.undoing import WORKING
from marketplace.foundation.jobs import periodic


@periodic(WORKING, every=timedelta(minutes=1), long=True)
def work() -> None:
    """Made due at once by whoever uploads, confirms or takes back."""
    working.work()
