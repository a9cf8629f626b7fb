"""Every setting of Sluice. It reads the environment, and nothing else does.

Without DATABASE_URL and BROKER_URL this is the embedded set-up: PostgreSQL and Valkey of this
checkout under var/, plain HTTP on 127.0.0.1. With them it is a production set-up, and strict.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import addresses, environment, secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)

try:
    ENV = environment.read(os.environ)
except environment.WrongEnvironment as error:
    sys.exit(f"Sluice cannot start. {error}")

# The set-up ---------------------------------------------------------------------------------

EMBEDDED = ENV["DATABASE_URL"] is None
if EMBEDDED:
    from config import embedded  # a production set-up never imports the embedded servers

    try:
        services = embedded.attach(BASE_DIR)
    except embedded.ServicesUnavailable as error:
        sys.exit(str(error))
    DATABASE_URL, BROKER_URL = services.database_url, services.broker_url
    CACHE_URL = ENV["CACHE_URL"] or services.cache_url
    EMAIL_URL = ENV["EMAIL_URL"] or f"filemail:///{VAR_DIR / 'mail'}"
    SECRET_KEY = ENV["SECRET_KEY"] or secret_key.of(VAR_DIR)
    ALLOWED_HOSTS = ENV["ALLOWED_HOSTS"] or ["127.0.0.1", "localhost", "[::1]"]
    HTTPS = False
else:
    DATABASE_URL, BROKER_URL = ENV["DATABASE_URL"], ENV["BROKER_URL"]
    CACHE_URL = ENV["CACHE_URL"] or addresses.cache_beside(BROKER_URL)
    EMAIL_URL, SECRET_KEY = ENV["EMAIL_URL"], ENV["SECRET_KEY"]
    ALLOWED_HOSTS, HTTPS = ENV["ALLOWED_HOSTS"], ENV["HTTPS"]

DEBUG = ENV["DEBUG"]
TRUSTED_PROXIES = ENV["TRUSTED_PROXIES"]

# What Sluice itself asks -------------------------------------------------------------------

SIGNUP = ENV["SIGNUP"]
BOARDS_BY = ENV["BOARDS_BY"]
LISTEN_URL = ENV["LISTEN_URL"] or DATABASE_URL
LIVE_URL = ENV["LIVE_URL"]
SITE_URL = (ENV["SITE_URL"] or "").rstrip("/") or addresses.site(
    ALLOWED_HOSTS[0], https=HTTPS, port=ENV["PORT"] if EMBEDDED else None
)

# The application ----------------------------------------------------------------------------

INSTALLED_APPS = [
    "config",
    "flow",
    "flow.metrics",
    "flow.standup",
    "flow.alerts",
    "board",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "lucide",
    "ninja",
    "template_partials",
]

MIDDLEWARE = [
    "config.logs.RequestLog",
    "config.api.ProblemsOnly",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "board.zones.TheirTimeZone",
    "board.http.Refusals",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "board.forms.Fields"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "board.context.house",
            ],
        },
    }
]

# Services -----------------------------------------------------------------------------------

DATABASES = {
    "default": addresses.database(DATABASE_URL) | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
}
if ENV["LISTEN_URL"] is None:  # a pooler is in between when it is given, and would mix them up
    # Only statements that ask for it are prepared: no other is sent so often that psycopg does.
    DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 1_000_000

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "sluice",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}

# Mail goes into the outbox first; from there a task delivers it.
vars().update(addresses.mail(EMAIL_URL))
DELIVERY_BACKEND = vars()["EMAIL_BACKEND"]
EMAIL_BACKEND = "board.notices.backend.Outbox"
EMAIL_TIMEOUT = 10  # seconds for each step; board/notices/smtp.py bounds the whole
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV["MAIL_FROM"]

# Tasks: the tables say what is due, the broker only wakes somebody up ------------------------

CELERY_BROKER_URL = BROKER_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 4 * 60
CELERY_TASK_TIME_LIMIT = 5 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TIMEZONE = "UTC"
CELERY_IMPORTS = [
    *("config.health", "config.housekeeping"),
    *("board.tasks", "board.notices.tasks"),
    *("flow.metrics.tasks", "flow.alerts.tasks", "flow.standup.tasks"),
]
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {
        "task": "config.health.heartbeat",
        "schedule": timedelta(seconds=10),
        "options": {"expires": 10},  # a worker that was away has no use for the beats it missed
    },
    "deliver what is due": {
        "task": "board.notices.tasks.deliver",
        "schedule": timedelta(seconds=30),
        "options": {"expires": 30},
    },
    "forget old mail": {
        "task": "board.notices.tasks.forget",
        "schedule": crontab(hour="3", minute="17"),
    },
    "wipe deleted cards": {
        "task": "board.tasks.wipe_deleted_cards",
        "schedule": crontab(minute="41"),
    },
    "digest what has happened": {
        "task": "flow.metrics.tasks.sweep",
        "schedule": timedelta(seconds=4),
        "options": {"expires": 4},
    },
    "midnight of a board": {
        "task": "flow.metrics.tasks.watch_midnights",
        "schedule": timedelta(seconds=20),  # what grows old is looked for after it
        "options": {"expires": 20},
    },
    "wind up standups": {
        "task": "flow.standup.tasks.wind_up",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "look for what is growing old": {
        "task": "flow.alerts.tasks.sweep",
        "schedule": timedelta(seconds=20),
        "options": {"expires": 20},
    },
    "tell what is growing old": {
        "task": "flow.alerts.tasks.spread",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "forget old alerts": {
        "task": "flow.alerts.tasks.forget",
        "schedule": crontab(hour="3", minute="37"),
    },
    "forget old sessions": {
        "task": "config.housekeeping.forget_old_sessions",
        "schedule": crontab(hour="3", minute="17"),
    },
}
if urlsplit(BROKER_URL).scheme.startswith(("redis", "rediss")):
    # Redis gives a task to a second worker after this time, so it is longer than any may take.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 2 * CELERY_TASK_TIME_LIMIT}

# People and sign-in -------------------------------------------------------------------------

AUTH_USER_MODEL = "board.Person"
AUTHENTICATION_BACKENDS = ["board.recognition.Backend"]
SESSION_ENGINE = "board.recognition"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "board.accounts.Adapter"
ACCOUNT_FORMS = {"signup": "board.accounts.SignUpForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if SIGNUP == "open" else "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"

# What leaves the house ----------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF, *addresses.origin(LIVE_URL)],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}

# Files --------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.vendor.BrowserLibraries",
    "config.vega.VegaBundle",
]
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.StaticFiles"},
}

# Words and times ----------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
TIME_ZONE = "UTC"
USE_TZ = True

# Logs: one JSON object a line on stdout -----------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonLines"}},
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "stream": "ext://sys.stdout",
        }
    },
    "root": {"handlers": ["stdout"], "level": "INFO"},
    "loggers": {
        "celery.worker.strategy": {
            "level": "WARNING"
        },  # that a task ended is told, not that it came
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"level": "ERROR"},  # RequestLog tells what was refused
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
