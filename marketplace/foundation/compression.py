"""Pages are sent shrunk, except where their length could tell a stranger what stands in them."""

from __future__ import annotations

from flask import Flask, Response, request
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
OWN_REQUESTS = frozenset({"same-origin", "none"})


def init_compression(app: Flask) -> None:
    """Shrink what goes out, with the form that costs least time for its size."""
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_MIMETYPES=TYPES,
        COMPRESS_ALGORITHM=["br", "zstd", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_STREAMS=False,
        COMPRESS_MIN_SIZE=500,
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
