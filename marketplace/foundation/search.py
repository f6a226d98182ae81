"""The handle of the public search index of this application: made late, so that starting touches no index."""

from __future__ import annotations

import threading
from pathlib import Path

from flask import current_app

from search_index.embedded.engine import EmbeddedEngine
from search_index.engine import SearchEngine
from search_index.fields import PUBLIC

_KEY = "search_engine"
_making = threading.Lock()


def engine() -> SearchEngine:
    """The engine of the index whose audience is everybody."""
    with _making:
        if _KEY not in current_app.extensions:
            folder = Path(current_app.extensions["settings"].data_dir) / "search"
            current_app.extensions[_KEY] = EmbeddedEngine(folder, PUBLIC)
        made: SearchEngine = current_app.extensions[_KEY]
        return made
