"""The application for servers and for `flask --app wsgi`."""

import os

from marketplace.app import create_app
from marketplace.config import Settings

app = create_app(Settings.from_environment(os.environ))  # noqa: TID251 - the one place that reads it
