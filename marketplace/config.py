"""Settings: one frozen record, read once from the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal, cast

ROOT = Path(__file__).resolve().parent.parent
DATA_DIR = ROOT / "instance"
TRANSLATIONS_DIR = ROOT / "marketplace" / "translations"
DEVELOPMENT_SECRET = "development-only-not-a-secret"  # noqa: S105 - production refuses to start with it
ELASTICSEARCH_PREFIX = re.compile(r"[a-z][a-z0-9-]{0,40}")
SHORTEST_LEASE = 6
OWN_NAMES = {"environment": "VUON_ENV", "data_dir": "VUON_DATA_DIR", "semantic": "VUON_SEMANTIC"}
Environment = Literal["development", "test", "production"]


class SettingsError(ValueError):
    """The environment asks for something that cannot be started."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every value has an embedded default; only production must bring its own."""

    environment: Environment = "development"
    secret_key: str = DEVELOPMENT_SECRET
    data_dir: Path = DATA_DIR
    translations_dir: Path = TRANSLATIONS_DIR
    database_url: str = ""
    database_owner_url: str = ""
    database_pool_size: int = 10
    elasticsearch_url: str = ""
    elasticsearch_prefix: str = "vuon"
    redis_url: str = ""
    job_queue: str = "vuon"
    job_lease_seconds: int = 120
    smtp_url: str = ""
    mail_from: str = "Vuon <khong-tra-loi@vuon.example>"
    public_url: str = "http://127.0.0.1:8000"
    contact_email: str = "lien-he@vuon.example"
    log_level: str = "INFO"
    upload_limit_mb: int = 25
    server_threads: int = 8
    semantic: str = "auto"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Read the settings named in `.env.example`; an unreadable one stops the start."""
        given = {f.name: environ[env_name(f.name)] for f in fields(cls) if environ.get(env_name(f.name))}
        settings = cls(
            environment=_environment(given.pop("environment", "development")),
            data_dir=Path(given.pop("data_dir", str(DATA_DIR))).resolve(),
            translations_dir=Path(given.pop("translations_dir", str(TRANSLATIONS_DIR))).resolve(),
            upload_limit_mb=_whole_number("UPLOAD_LIMIT_MB", given.pop("upload_limit_mb", "25")),
            server_threads=_whole_number("SERVER_THREADS", given.pop("server_threads", "8")),
            database_pool_size=_whole_number("DATABASE_POOL_SIZE", given.pop("database_pool_size", "10")),
            job_lease_seconds=_whole_number("JOB_LEASE_SECONDS", given.pop("job_lease_seconds", "120")),
            **given,
        )
        settings.check()
        return settings

    def check(self) -> None:
        """Refuse what cannot work, in words that say what to do."""
        self._check_servers()
        if self.environment == "production":
            self._check_production()

    def _check_servers(self) -> None:
        if self.redis_url and not self.redis_url.startswith(("redis://", "rediss://")):
            raise SettingsError("REDIS_URL must begin with redis:// or rediss://")
        if self.elasticsearch_url and not self.elasticsearch_url.startswith(("http://", "https://")):
            raise SettingsError("ELASTICSEARCH_URL must begin with http:// or https://")
        if not ELASTICSEARCH_PREFIX.fullmatch(self.elasticsearch_prefix):
            raise SettingsError("ELASTICSEARCH_PREFIX is lower-case letters, digits and hyphens, a letter first")
        if self.semantic not in {"auto", "off"}:
            raise SettingsError(f"VUON_SEMANTIC is {self.semantic!r}: use auto or off")
        if self.job_lease_seconds < SHORTEST_LEASE:
            raise SettingsError(f"JOB_LEASE_SECONDS is the longest that a job may take: give {SHORTEST_LEASE} or more")

    def _check_production(self) -> None:
        if self.secret_key == DEVELOPMENT_SECRET or len(self.secret_key) < 32:
            raise SettingsError("production needs a SECRET_KEY of its own, 32 characters or more")
        if not self.database_url:
            raise SettingsError("production needs a DATABASE_URL")
        if not self.smtp_url:
            raise SettingsError("production needs an SMTP_URL: the mailbox page exists in development only")
        if not self.public_url.startswith("https://"):
            raise SettingsError("production needs a PUBLIC_URL that begins with https://")

    @property
    def sqlalchemy_url(self) -> str:
        """The database's address; SQLite in the data folder unless told otherwise."""
        return _with_driver(self.database_url or f"sqlite:///{self.data_dir / 'vuon.sqlite3'}")

    @property
    def owner_sqlalchemy_url(self) -> str:
        """The address with which migrations run: the owner of the tables, where there is one beside the application."""
        return _with_driver(self.database_owner_url) if self.database_owner_url else self.sqlalchemy_url

    @property
    def secure(self) -> bool:
        """Whether the site is reached over https."""
        return self.public_url.startswith("https://")

    def for_flask(self) -> dict[str, object]:
        """What Flask and its extensions read."""
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.sqlalchemy_url,
            "MAX_CONTENT_LENGTH": self.upload_limit_mb * 1024 * 1024,
            "TESTING": self.environment == "test",
            "BOOTSTRAP_SERVE_LOCAL": True,
            "SESSION_COOKIE_NAME": "__Host-form" if self.secure else "form",
            "SESSION_COOKIE_SECURE": self.secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "WTF_CSRF_TIME_LIMIT": None,
            "WTF_CSRF_SSL_STRICT": self.secure,
            "BABEL_DEFAULT_LOCALE": "vi",
            "BABEL_DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
            "BABEL_TRANSLATION_DIRECTORIES": ";".join(
                map(str, dict.fromkeys((TRANSLATIONS_DIR, self.translations_dir)))
            ),
        }


def _with_driver(url: str) -> str:
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + _with_hosts(url.removeprefix(plain))
    return url


def _with_hosts(address: str) -> str:
    """Several hosts (`user@host1:5432,host2:5432/name`) as SQLAlchemy reads them; the one that writes is meant."""
    authority, _, rest = address.partition("/")
    user, at, hosts = authority.rpartition("@")
    if "," not in hosts:
        return address
    name, _, query = rest.partition("?")
    each = "&".join(f"host={host if ':' in host else f'{host}:5432'}" for host in hosts.split(","))
    return f"{user}{at}/{name}?{each}&target_session_attrs=read-write{f'&{query}' if query else ''}"


def env_name(field: str) -> str:
    """The environment variable of a setting: usual names as they are, our own with a prefix."""
    return OWN_NAMES.get(field, field.upper())


def _environment(name: str) -> Environment:
    if name not in {"development", "test", "production"}:
        raise SettingsError(f"VUON_ENV is {name!r}: use development, test or production")
    return cast("Environment", name)


def _whole_number(name: str, text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise SettingsError(f"{name} is {text!r}: give a whole number from 1")
    return int(text)
