"""Pages are sent shrunk, except where their length could tell a stranger what stands in them."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256
from threading import Lock

from flask import Flask, Request, Response, g, request
from flask_compress import Compress

from marketplace.foundation.assets import ENDPOINTS

TYPES = [
    "text/html",
    "text/plain",
    "text/csv",
    "text/calendar",
    "application/json",
    "application/ld+json",
    "application/xml",
    "application/atom+xml",
    "image/svg+xml",
]
MOST_KEPT = 500
OWN_REQUESTS = frozenset({"same-origin", "none"})


class ShrunkPages:
    """Shrunk forms of the pages that are kept for visitors, in this process; those kept longest ago go first.

    Only pages that `keep_shrunk` named are here: what is made for one person is shrunk for that person alone.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._guard = Lock()

    def get(self, name: str) -> bytes | None:
        """The shrunk form of a page, by form and content."""
        return self._kept.get(name)

    def set(self, name: str, content: bytes) -> None:
        """Keep it, unless the page belongs to nobody's shelf."""
        if name.endswith(";"):
            return
        with self._guard:
            self._kept[name] = content
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)


def keep_shrunk(page: str) -> str:
    """The page that this request is answered with is kept for everybody: shrink it once."""
    g.kept_page = page
    return page


def _content_of_kept(_request: Request) -> str:
    """What names the page if it is kept; "" for every other."""
    page: str | None = g.get("kept_page")
    return "" if page is None else sha256(page.encode()).hexdigest()


def init_compression(app: Flask) -> None:
    """Shrink what goes out, with the form that costs least time for its size."""
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_MIMETYPES=TYPES,
        COMPRESS_ALGORITHM=["br", "zstd", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_STREAMS=False,
        COMPRESS_MIN_SIZE=500,
        COMPRESS_CACHE_BACKEND=ShrunkPages,
        COMPRESS_CACHE_KEY=_content_of_kept,
    )
    compress = Compress(app)

    @app.after_request
    def shrink(response: Response) -> Response:
        if request.endpoint in ENDPOINTS or response.direct_passthrough or not is_safe_to_shrink():
            return response
        return compress.after_request(response)


def is_safe_to_shrink() -> bool:
    """Whether nobody else can have a browser repeat this request with words of their own and measure the answers.

    Without a cookie the page holds nothing but what everybody may read. With one, the browser itself says whether
    this site or its owner asked; a browser that does not say so gets the page unshrunk.
    """
    return not request.cookies or request.headers.get("Sec-Fetch-Site") in OWN_REQUESTS
