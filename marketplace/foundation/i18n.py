"""Every page in each language: which one is asked for, and how values are written in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from babel.dates import get_timezone, get_timezone_location
from babel.numbers import format_currency, format_decimal
from flask import Flask, current_app, g, has_request_context, request, session, url_for
from flask_babel import Babel, Domain, force_locale, format_date, format_datetime, get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from marketplace.foundation.clock import now
from marketplace.foundation.money import Money, decimals
from marketplace.foundation.text import Localised

__all__ = ["LANGUAGES", "_", "force_locale", "language", "languages", "lazy", "ngettext"]

LANGUAGES = ("vi", "en")  # in which people publish; pages may be read in more
NAMES = {"vi": "Tiếng Việt", "en": "English"}
COOKIE = "language"
CODE = re.compile(r"[a-z]{2}")
DATES = {"vi": "dd/MM/yyyy", "en": "d MMM yyyy"}
MOMENTS = {"vi": "HH:mm dd/MM/yyyy", "en": "d MMM yyyy, HH:mm"}
_person_language: list[Callable[[], str | None]] = []


def language_of_person(find: Callable[[], str | None]) -> None:
    """Fill the slot: the signed-in person's own choice. Called once, by the application."""
    _person_language[:] = [find]


def offered(folders: Iterable[Path]) -> Mapping[str, str]:
    """Each language of pages and mails with its own name for itself: ours, and each that has a compiled catalogue."""
    found = {path.parent.parent.name for folder in folders for path in folder.glob("*/LC_MESSAGES/messages.mo")}
    more = sorted(code for code in found - set(LANGUAGES) if CODE.fullmatch(code))
    return NAMES | {code: _own_name(code) for code in more}


def _own_name(code: str) -> str:
    name = Locale.parse(code).get_display_name(code) or code
    return name[:1].upper() + name[1:]


def languages() -> Mapping[str, str]:
    """The languages of this site's pages: code and own name."""
    return languages_of(current_app)


def languages_of(app: Flask) -> Mapping[str, str]:
    """The same, of an application that is being made."""
    offers: Mapping[str, str] = app.extensions["languages"]
    return offers


def language() -> str:
    """The language of what is written now: a code of `languages`."""
    return str(get_locale() or "vi")[:2]


def preferred_language() -> str:
    """Chosen by the address, else the switch since signing in, else the person, else the browser, else Vietnamese.

    The switch is a cookie; signing in forgets it, so that a person finds the own language again.
    """
    if not has_request_context():
        return "vi"
    if getattr(g, "language", None) in languages():
        return str(g.language)
    person = _language_of_person()
    cookie = request.cookies.get(COOKIE)
    for chosen in (cookie, person):
        if chosen in languages():
            return str(chosen)
    return request.accept_languages.best_match(list(languages()), default="vi") or "vi"


def _language_of_person() -> str | None:
    """Their own choice, also kept in the form's cookie for the page that must do without the database."""
    if g.get("database_failed"):
        return session.get(COOKIE)
    person = _person_language[0]() if _person_language else None
    if person and session.get(COOKIE) != person:
        session[COOKIE] = person
    return person


def localised(value: Localised | None) -> str:
    """A text in the page's language, else in the one it has."""
    return value.best(language()) if value else ""


def money(value: Money | None) -> str:
    """An amount as people write it: 1.000.000 ₫, US$1,250,000.50; whole amounts carry no decimals."""
    if value is None:
        return ""
    digits = decimals(value.currency)
    amount = Decimal(value.minor).scaleb(-digits)
    pattern = None if amount % 1 else ("#,##0 ¤" if language() == "vi" else "¤#,##0")
    return format_currency(amount, value.currency, pattern, locale=language(), currency_digits=pattern is None)


def number(value: float | Decimal | None) -> str:
    """A number with the language's separators."""
    return "" if value is None else format_decimal(value, locale=language())


def day(value: date | None) -> str:
    """A date as people write it; in Vietnamese 21/11/2026, in English 21 Nov 2026."""
    return "" if value is None else format_date(value, DATES.get(language(), "medium"))


def moment(value: datetime | None) -> str:
    """A moment in Viet Nam's time, with the zone named."""
    if value is None:
        return ""
    return f"{format_datetime(value, MOMENTS.get(language(), 'medium'))} (GMT+7)"


def time_zone(name: str) -> str:
    """What a time zone is called: "Vietnam Time" for "Asia/Ho_Chi_Minh"."""
    return get_timezone_location(get_timezone(name), locale=get_locale()) if name != "UTC" else name


def language_links() -> list[tuple[str, str, str, bool]]:
    """The same page in each language: code, name, address, whether it is this one."""
    links = []
    for code, name in languages().items():
        if request.endpoint and current_app.url_map.is_endpoint_expecting(request.endpoint, "lang"):
            href = _with_question(url_for(request.endpoint, **{**(request.view_args or {}), "lang": code}))
        else:
            href = url_for("site.choose_language", code=code, next=request.full_path.rstrip("?"))
        links.append((code, name, href, code == language()))
    return links


def _with_question(href: str) -> str:
    """The address with what this page was asked; its names never become options of `url_for`."""
    question = urlencode(list(request.args.items(multi=True)))
    return f"{href}?{question}" if question else href


class _Texts(Domain):  # type: ignore[misc]  # the library has no types
    """The texts of the folders that have the language: others would bring a foreign rule for plurals along."""

    @property
    def translation_directories(self) -> list[str]:
        known = str(get_locale())
        return [each for each in super().translation_directories if list(Path(each, known).glob("LC_MESSAGES/*.mo"))]


def init_i18n(app: Flask) -> None:
    """Addresses, filters and the choice of language."""
    app.extensions["languages"] = offered(map(Path, app.config["BABEL_TRANSLATION_DIRECTORIES"].split(";")))
    Babel(app, locale_selector=preferred_language).domain_instance = _Texts()
    filters: dict[str, Callable[..., Any]] = {
        "localised": localised,
        "money": money,
        "number": number,
        "date": day,
        "datetime": moment,
    }
    app.jinja_env.filters.update(filters)
    app.jinja_env.globals.update(language=language, languages=languages, language_links=language_links, now=now)
    app.jinja_env.add_extension("jinja2.ext.i18n")

    @app.url_value_preprocessor
    def take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values and "lang" in values:
            g.language = values.pop("lang")

    @app.url_defaults
    def give_language(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = language()
