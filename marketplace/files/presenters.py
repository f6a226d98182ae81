"""How a file's bytes are answered: always as a download, never shown inside our pages."""

from flask import Response, send_file

from marketplace.files.models import StoredFile
from marketplace.files.queries import content


def answer(file: StoredFile) -> Response:
    """The bytes, as an attachment under the file's own name."""
    response = send_file(content(file), mimetype=file.media_type, as_attachment=True, download_name=file.name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
