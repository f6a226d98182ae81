"""Downloading a file of one's own audience, and the words for files that are not taken."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from marketplace.files import queries, services
from marketplace.files.presenters import answer
from marketplace.foundation import refusals
from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import current_actor
from marketplace.foundation.i18n import lazy

blueprint = Blueprint("files", __name__, url_prefix="/workspace/files")

refusals.texts(
    {
        "files.type": lazy(
            "The file must be PDF, DOCX, XLSX, PPTX, JPG or PNG. Save it as one of these and try again."
        ),
        "files.empty": lazy("The file is empty. Choose another file."),
        "files.content": lazy(
            "The file's content does not fit its name. Open it, save it again and upload the new copy."
        ),
        "files.unpacks": lazy(
            "The file unpacks to more than can be taken. Remove what is not needed, or save it as PDF."
        ),
        "files.macro": lazy("Files with macros are not accepted. Save it as DOCX or XLSX and upload it again."),
    }
)


@blueprint.get("/<file_id>")
@access(read=Who.MEMBER)
def download(file_id: str) -> ResponseReturnValue:
    """The bytes of a file; strangers get 404."""
    file = queries.stored_file(current_actor(), file_id)
    services.note_reading(file)
    return answer(file)
