"""The application's table of contents. Making it starts nothing and touches neither database nor index."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask import Blueprint, Flask, has_request_context, request
from flask_bootstrap import Bootstrap5
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter

from marketplace import tables
from marketplace.accounts import tasks as accounts_tasks
from marketplace.accounts import views as accounts
from marketplace.accounts.views import browser
from marketplace.alerts import tasks as alerts_tasks
from marketplace.alerts import views as alerts
from marketplace.commands import registry
from marketplace.config import ROOT, Settings
from marketplace.deals import tasks as deals_tasks
from marketplace.deals import views as deals
from marketplace.discovery import tasks as discovery_tasks
from marketplace.discovery import views as discovery
from marketplace.discovery.presenters.related import related_to
from marketplace.discovery.queries.vectors import KeptMeanings
from marketplace.exchange import tasks as exchange_tasks
from marketplace.exchange import views as exchange
from marketplace.files import views as files
from marketplace.foundation import (
    access,
    connections,
    i18n,
    job_pages,
    limits,
    logging,
    meanings,
    part_pages,
    relay,
    row_security,
    sending,
    site,
    web,
)
from marketplace.foundation.actor import ANONYMOUS, Actor, build_actors_with, current_actor
from marketplace.foundation.assets import init_assets
from marketplace.foundation.cache import memory_for
from marketplace.foundation.charts.drawing import warm as warm_charts
from marketplace.foundation.compression import init_compression
from marketplace.foundation.database import db, prepare_engine
from marketplace.foundation.head import absolute, shown
from marketplace.foundation.health import Health, mail_is_late
from marketplace.foundation.navigation import navigation
from marketplace.foundation.redis import line_to
from marketplace.foundation.repeating import RepeatingFlask
from marketplace.foundation.text import Localised
from marketplace.mandates import views as mandates
from marketplace.matching import tasks as matching_tasks
from marketplace.matching import views as matching
from marketplace.matching.presenters.fit import fit_for_reader
from marketplace.messaging import tasks as messaging_tasks
from marketplace.messaging import views as messaging
from marketplace.notifications import tasks as notifications_tasks
from marketplace.notifications import views as notifications
from marketplace.organisations import tasks as organisations_tasks
from marketplace.organisations import views as organisations
from marketplace.organisations.queries import organisation
from marketplace.organisations.services import actor_for, lifetime_of
from marketplace.products import views as products
from marketplace.profiles import views as profiles
from marketplace.reactions import REACTIONS
from marketplace.reference import presenters as reference_words
from marketplace.reference import views as reference
from marketplace.reporting import views as reporting

BLUEPRINTS: tuple[Blueprint, ...] = (
    site.blueprint,
    files.blueprint,
    accounts.blueprint,
    notifications.blueprint,
    organisations.blueprint,
    profiles.workspace,
    profiles.public,
    products.workspace,
    products.public,
    mandates.blueprint,
    matching.blueprint,
    matching.staff_blueprint,
    messaging.blueprint,
    alerts.blueprint,
    discovery.blueprint,
    deals.blueprint,
    reporting.public_blueprint,
    reporting.blueprint,
    exchange.blueprint,
    reference.blueprint,
    job_pages.blueprint,
    part_pages.blueprint,
)
TASKS: tuple[object, ...] = (
    accounts_tasks,
    notifications_tasks,
    organisations_tasks,
    messaging_tasks,
    alerts_tasks,
    discovery_tasks,
    deals_tasks,
    exchange_tasks,
)
RELAY_FIRST: tuple[Callable[[], None], ...] = (discovery_tasks.check_index,)
# What a serving process runs beside the pages: each starts a thread and gives the function that ends it.
BESIDE: tuple[Callable[[Flask], Callable[[], None]], ...] = (matching_tasks.keep_books, warm_charts, relay.start_thread)
# Mail programs press these: their keys are signed.
WAYS_OUT = ("marketplace.notifications.views.unsubscribe", "marketplace.alerts.views.unfollow")
TEMPLATE_FILTERS: dict[str, Callable[..., object]] = {
    "term": reference_words.term,
    "terms": reference_words.terms,
}


def _language_of_address(offered: Iterable[str]) -> type[BaseConverter]:
    """The language that begins every public address: one of those that the site offers."""

    class LanguageConverter(BaseConverter):
        regex = "|".join(offered)

    return LanguageConverter


def create_app(settings: Settings) -> Flask:
    """The whole application for these settings."""
    logging.configure(settings.log_level)
    app = RepeatingFlask("marketplace", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.from_mapping(settings.for_flask())
    app.jinja_options = {**app.jinja_options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    line = line_to(settings.redis_url)
    app.extensions.update(
        settings=settings,
        redis=line,
        cache=memory_for(line),
        limiter=limits.Limiter(line),
        relay=lambda: relay.Relay(REACTIONS, RELAY_FIRST, sending.dispatch_of(app)),
        beside=BESIDE,
        machines=tables.MACHINES,
        health=Health(),
        open_endpoints={"static", "bootstrap.static", "site.live", "site.ready"},
    )
    _init_extensions(app, settings)
    _register(app, (*BLUEPRINTS, *((site.mailbox,) if settings.environment != "production" else ())))
    registry.register(app)
    if settings.environment == "production":
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    return app


def _init_extensions(app: Flask, settings: Settings) -> None:
    logging.init_request_ids(app)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = connections.engine_options(
        settings.sqlalchemy_url, settings.database_pool_size
    )
    db.init_app(app)
    with app.app_context():
        row_security.guard(db.engine)  # first: others speak at a transaction's begin
        prepare_engine(db.engine)
    Migrate(app, db, directory=str(ROOT / "migrations"))
    protection = CSRFProtect(app)
    for way_out in WAYS_OUT:
        protection.exempt(way_out)
    Bootstrap5(app)
    init_assets(app, changing=settings.environment == "development")
    init_compression(app)
    i18n.init_i18n(app)
    app.url_map.converters["lang"] = _language_of_address(i18n.languages_of(app))
    browser.init(app)
    build_actors_with(_actor_of_request, known=_actor_found)
    meanings.read_with(KeptMeanings())
    i18n.language_of_person(browser.current_language)
    browser.lifetimes_of(lifetime_of)
    app.before_request(access.check_access)
    web.init_web(app, secure=settings.secure)
    app.jinja_env.filters.update(TEMPLATE_FILTERS)
    app.jinja_env.globals.update(
        navigation=navigation,
        page_head_of=shown,
        whole_address=absolute,
        current_actor=current_actor,
        mail_is_late=mail_is_late,
        acting_for=_acting_for,
        session_ends=browser.session_ends,
        related_to=related_to,
        fit_for_reader=fit_for_reader,
        has_endpoint=lambda name: name in app.view_functions,
        development=settings.environment != "production",
    )


def _actor_of_request() -> Actor:
    """Who is behind this request, found once for it."""
    if not has_request_context():
        return ANONYMOUS
    found: Actor | None = request.environ.get("vuon.actor")
    if found is None:
        session = browser.current_session()
        found = request.environ["vuon.actor"] = actor_for(session)
        if session is not None and found.is_signed_in:
            browser.note_use(session)
    return found


def _actor_found() -> Actor:
    """The same, once it was found."""
    found: Actor = request.environ.get("vuon.actor", ANONYMOUS) if has_request_context() else ANONYMOUS
    return found


def _acting_for() -> Localised | None:
    """The name of the organisation that the person acts for, for the head of every page."""
    actor = current_actor()
    return organisation(actor, actor.organisation_id).name if actor.organisation_id else None


def _register(app: Flask, blueprints: Iterable[Blueprint]) -> None:
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
