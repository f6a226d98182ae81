"""The two blueprints: what everybody reads, and what is read after signing in."""

from flask import Blueprint

public_blueprint = Blueprint("reporting_public", __name__, url_prefix="/<lang:lang>")
blueprint = Blueprint("reporting", __name__)
