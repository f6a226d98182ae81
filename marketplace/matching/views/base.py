"""Where the pages of this feature hang."""

from flask import Blueprint

blueprint = Blueprint("matching", __name__, url_prefix="/workspace/matches")
