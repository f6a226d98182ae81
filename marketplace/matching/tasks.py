"""What runs beside the pages, so that none waits: a thread that keeps the books, and the board of all lists."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import structlog
from flask import Flask

from marketplace.foundation.database import db
from marketplace.foundation.jobs import periodic
from marketplace.matching.queries import books, exploring
from marketplace.matching.services.board import catch_up

LOOK_EVERY_SECONDS = 3.0
REST = 3  # times as long as the books took, so that an import of hours does not keep a processor busy
log = structlog.get_logger(__name__)


def keep_books(app: Flask) -> Callable[[], None]:
    """Keep the books of this process in a thread of its own; gives the function that ends it."""
    stopping = threading.Event()
    with app.app_context():
        books.keep(True)

    def loop() -> None:
        pause = 0.0
        while not stopping.wait(pause):
            begun = time.monotonic()
            with app.app_context():
                try:
                    books.keep_up()
                    exploring.count_ahead()
                except Exception:
                    db.session.rollback()
                    log.exception("books_not_made")
            pause = max(LOOK_EVERY_SECONDS, REST * (time.monotonic() - begun))

    thread = threading.Thread(target=loop, name="books", daemon=True)
    thread.start()

    def stop() -> None:
        stopping.set()
        thread.join(timeout=10)
        with app.app_context():
            books.keep(False)

    return stop


@periodic("matching.keep_board", every=timedelta(seconds=10), long=True)
def keep_board() -> None:
    """Bring the lists of all parties up to date, a few seconds of work at a time."""
    catch_up()
