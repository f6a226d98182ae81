"""Where the pages of this feature hang."""

from flask import Blueprint

blueprint = Blueprint("discovery", __name__)
