"""What runs beside the pages: one thread that keeps the books, so that no page waits for them."""

import threading
import time
from collections.abc import Callable

import structlog
from flask import Flask

from marketplace.foundation.database import db
from marketplace.matching.queries import books

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
