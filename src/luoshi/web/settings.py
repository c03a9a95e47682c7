"""All settings, read once from the environment; a wrong value stops the start with its name.

Every variable is described in ``docs/operations.md``; a test compares the two.
"""

from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF, UNSAFE_INLINE
from environs import Env

from luoshi.web.mailurl import mail_settings
from luoshi.web.secret import secret_key

env = Env(prefix="LUOSHI_")

WEB = Path(__file__).resolve().parent
DATA_DIR = Path(env.str("DATA_DIR", "") or "var").expanduser().resolve()
BLOB_DIR = DATA_DIR / "blobs"
DEBUG = False
SECRET_KEY = secret_key(env.str("SECRET_KEY", ""), env.str("SECRET_KEY_FILE", ""), DATA_DIR)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
HTTPS = env.bool("HTTPS", False)
DEMO = env.bool("DEMO", False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "tree_queries",
    "luoshi.web.audit",
    "luoshi.web.accounts",
    "luoshi.web.units",
    "luoshi.web.calendars",
    "luoshi.web.jobs",
    "luoshi.web.documents",
    "luoshi.web.commitments",
    "luoshi.web.reasons",
    "luoshi.web.delivery",
    "luoshi.web.pace",
    "luoshi.web.exchange",
    "luoshi.web.forecast",
    "luoshi.web.burden",
    "luoshi.web.succession",
    "luoshi.web.lookback",
    "luoshi.web.selfcheck",
    "luoshi.web.projects",
    "luoshi.web.cadence",
    "luoshi.web.visits",
    "luoshi.web.reminders",
    "luoshi.web.challenges",
    "luoshi.web.box",
    "luoshi.web.appraisal",
    "luoshi.web.voting",
    "luoshi.web.indicators",
    "luoshi.web.assessment",
    "luoshi.web.objections",
    "luoshi.web.arena",
    "luoshi.web.publishing",
    "luoshi.web.dashboard",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads at random against BREACH
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "luoshi.web.middleware.ActorMiddleware",
    "luoshi.web.accounts.middleware.SignInRequiredMiddleware",
    "luoshi.web.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "luoshi.web.middleware.MethodMiddleware",
    "luoshi.web.middleware.DomainErrorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "luoshi.web.urls"
WSGI_APPLICATION = "luoshi.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "luoshi.web.shell.context",
            ],
        },
    }
]

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-4000;",
}
"""4 MB of pages for each of the serving threads: the system's own cache holds the rest once."""


def database(url: str) -> dict[str, object]:
    """A Django database entry for a URL, durable by default (see ADR 0004)."""
    entry: dict[str, object] = {**dj_database_url.parse(url, conn_max_age=600)}
    if "sqlite" in str(entry["ENGINE"]):
        entry["OPTIONS"] = SQLITE_OPTIONS
    return entry


DATABASES = {"default": database(env.str("DATABASE_URL", f"sqlite:///{DATA_DIR / 'luoshi.db'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURES", 8)
AXES_COOLOFF_TIME = env.timedelta("LOGIN_LOCKED", timedelta(minutes=15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # law 1: no record of who logged in when
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [WEB / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "Asia/Shanghai")

SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
"""How mail names the site: a request's own address is not known where mail is sent."""

globals().update(mail_settings(env.str("EMAIL_URL", "")))
EMAIL_TIMEOUT = 10

STATIC_URL = "/static/"
STATICFILES_DIRS = [WEB / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 86400

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 8 * 3600
CSRF_FAILURE_VIEW = "luoshi.web.http.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS: list[str] = env.list("TRUSTED_ORIGINS", [])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "style-src": [SELF],
        "style-src-attr": [UNSAFE_INLINE],  # ECharts tooltips set style attributes
        "script-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"codes": {"()": "luoshi.web.voting.logs.WithoutCodes"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["codes"]}
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "WARNING")},
    "loggers": {"luoshi": {"level": "INFO"}},
}
