"""Settings, and the only reader of the environment (prefix SHOP_ONBOARD_)."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pysqlite3.dbapi2

ROOT = Path(__file__).resolve().parent
_PREFIX = "SHOP_ONBOARD_"
_MIN_SECRET_CHARS = 32
# What examples and other projects' documentation show: long enough, and known to everybody.
_KNOWN_SECRETS = ("changeme", "change-me", "secret", "example", "your-secret-key", "00000000")
_LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


def _setting(name: str, default: str | None = None) -> str | None:
    value = os.environ.get(_PREFIX + name, "").strip()
    return value or default


def _kept_secret(folder: Path) -> str:
    """A key of this installation's own, made once: a default key in the code is no secret."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def engine_options(database_url: str) -> dict[str, Any]:
    """SQLite goes through pysqlite3: the distribution's 3.40 can corrupt a WAL database."""
    if database_url.startswith("sqlite"):
        return {"module": pysqlite3.dbapi2, "connect_args": {"timeout": 10}}
    return {"pool_pre_ping": True}


def _check_secret(key: str) -> None:
    if len(key) < _MIN_SECRET_CHARS:
        raise SystemExit(
            "SHOP_ONBOARD_SECRET_KEY quá ngắn: hãy đặt một chuỗi ngẫu nhiên từ "
            f"{_MIN_SECRET_CHARS} ký tự."
        )
    if len(set(key)) < 10 or any(known in key.lower() for known in _KNOWN_SECRETS):
        raise SystemExit("SHOP_ONBOARD_SECRET_KEY dễ đoán: hãy đặt một chuỗi ngẫu nhiên khác.")


class Config:
    """What every installation shares; values come from the environment when it is built."""

    ENVIRONMENT = "development"
    MAX_CONTENT_LENGTH = 32 * 1024 * 1024
    MAX_FORM_MEMORY_SIZE = 2 * 1024 * 1024
    MAX_FORM_PARTS = 500
    SESSION_COOKIE_NAME = "lensan_form"
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    WTF_CSRF_TIME_LIMIT = None
    BABEL_DEFAULT_LOCALE = "vi"
    BABEL_DEFAULT_TIMEZONE = "Asia/Ho_Chi_Minh"
    LANGUAGES = ("vi", "en")
    SESSION_DAYS = 30
    # How long a lot's rendered page is given again unasked; with the minute that caches keep it, a
    # change is seen within that minute.
    COPY_SECONDS = 30
    RATELIMIT_HEADERS_ENABLED = True
    RATELIMIT_ENABLED = True
    # Brotli where the browser takes it (https, this machine), gzip on a plain local network.
    COMPRESS_ALGORITHM = ("br", "gzip")
    COMPRESS_ALGORITHM_STREAMING = ("br", "gzip")
    COMPRESS_BR_LEVEL = 5

    def __init__(self, instance: Path | None = None, **overrides: Any) -> None:
        folder = instance or Path(_setting("INSTANCE") or ROOT / "instance")
        folder.mkdir(parents=True, exist_ok=True)
        self.INSTANCE = str(folder)
        self.SECRET_KEY = _setting("SECRET_KEY") or _kept_secret(folder)
        # Keys of before, to be dropped after SESSION_DAYS: what they signed and sealed still opens.
        kept = _setting("SECRET_KEY_FALLBACKS") or ""
        self.SECRET_KEY_FALLBACKS = [key.strip() for key in kept.split(",") if key.strip()]
        self.PUBLIC_URL = _setting("PUBLIC_URL")
        self.TRUSTED_PROXIES = int(_setting("TRUSTED_PROXIES") or 0)
        self.SQLALCHEMY_DATABASE_URI = _setting(
            "DATABASE_URL", f"sqlite:///{folder / 'lensan.sqlite3'}"
        )
        self.QUEUE_URL = _setting("QUEUE_URL", f"sqlite:///{folder / 'queue.sqlite3'}")
        self.STORAGE_URL = _setting("STORAGE_URL", f"file://{folder / 'files'}")
        self.STRIPE_API_BASE = _setting("STRIPE_API_BASE", "https://api.stripe.com")
        self.STRIPE_SECRET_KEY = _setting("STRIPE_SECRET_KEY")
        self.STRIPE_WEBHOOK_SECRET = _setting("STRIPE_WEBHOOK_SECRET")
        self.SESSION_COOKIE_SECURE = (self.PUBLIC_URL or "").startswith("https://")
        self.RATELIMIT_STORAGE_URI = (
            self.QUEUE_URL if str(self.QUEUE_URL).startswith("redis") else "memory://"
        )
        for name, value in overrides.items():
            setattr(self, name, value)
        self.SQLALCHEMY_ENGINE_OPTIONS = engine_options(str(self.SQLALCHEMY_DATABASE_URI))
        for key in (self.SECRET_KEY, *self.SECRET_KEY_FALLBACKS):
            _check_secret(str(key))

    @property
    def HOSTS(self) -> tuple[str, ...]:  # noqa: N802 - a setting like its neighbours
        """The names that requests may call this server by: links are made of them."""
        public = urlsplit(self.PUBLIC_URL or "").hostname
        return (*_LOCAL_HOSTS, *((public,) if public else ()))


class Development(Config):
    """A laptop: sample seasons may be loaded, sign-ins of the sample are shown."""


class Testing(Config):
    """Tests: rate limits are off unless a test turns them on."""

    ENVIRONMENT = "testing"
    TESTING = True
    COPY_SECONDS = 0
    RATELIMIT_ENABLED = False


class Embedded(Development):
    """Everything in one folder, whatever the environment names: the demo's own installation."""

    def __init__(self, instance: Path, **overrides: Any) -> None:
        places = {
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{instance.resolve() / 'lensan.sqlite3'}",
            "QUEUE_URL": f"sqlite:///{instance.resolve() / 'queue.sqlite3'}",
            "STORAGE_URL": f"file://{instance.resolve() / 'files'}",
        }
        super().__init__(instance, **(places | overrides))


class Production(Config):
    """A server people rely on."""

    ENVIRONMENT = "production"

    def __init__(self, instance: Path | None = None, **overrides: Any) -> None:
        super().__init__(instance, **overrides)
        self.SESSION_COOKIE_SECURE = True


def from_environment() -> Config:
    """The configuration that SHOP_ONBOARD_ENV names (development unless told otherwise)."""
    return Production() if _setting("ENV") == "production" else Development()
