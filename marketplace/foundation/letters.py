"""A mail made from its templates, in its reader's language, with links that never trust a request's host."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, render_template

from marketplace.config import Settings
from marketplace.foundation.i18n import force_locale
from marketplace.foundation.mail import Mail


def written(to: str, language: str, template: str, **values: object) -> Mail:
    """The mail of `emails/<template>.subject.txt`, `.txt` and `.html`."""
    with force_locale(language):
        subject, text, html = (
            render_template(f"emails/{template}.{part}", **values) for part in ("subject.txt", "txt", "html")
        )
    return Mail(to, subject.strip(), text, html)


def address(endpoint: str, **values: object) -> str:
    """The whole address of a page, as it stands in a mail."""
    settings: Settings = current_app.extensions["settings"]
    site = urlsplit(settings.public_url)
    adapter = current_app.url_map.bind(site.netloc, script_name=site.path or "/", url_scheme=site.scheme)
    return adapter.build(endpoint, values, force_external=True)
