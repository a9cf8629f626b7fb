"""Every setting of Sluice. It reads the environment, and nothing else does.

Without DATABASE_URL and BROKER_URL this is the embedded set-up: PostgreSQL and Valkey of this
checkout under var/, plain HTTP on 127.0.0.1. With them it is a production set-up, and strict.
"""

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import addresses, environment, schedule, secret_key, version

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
    from local import embedded  # a production set-up never imports the embedded servers

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
VERSION = version.VERSION
BOARDS_BY = ENV["BOARDS_BY"]
METRICS_FROM = ENV["METRICS_FROM"]
SENTRY_DSN = ENV["SENTRY_DSN"]
OTEL_EXPORTER_OTLP_ENDPOINT = ENV["OTEL_EXPORTER_OTLP_ENDPOINT"]
API_RATE = ENV["API_RATE"] or ((0, 0) if EMBEDDED else (50, 500))  # a second, at once
LISTEN_URL = ENV["LISTEN_URL"] or DATABASE_URL
LIVE_URL = ENV["LIVE_URL"]
FLAGS_URL = ENV["FLAGS_URL"]
SITE_URL = (ENV["SITE_URL"] or "").rstrip("/") or addresses.site(
    ALLOWED_HOSTS[0], https=HTTPS, port=ENV["PORT"] if EMBEDDED else None
)

# The application ----------------------------------------------------------------------------

INSTALLED_APPS = [
    "allauth",  # before the board, which takes some of its pages out of the admin
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "config",
    "flow",
    "flow.metrics",
    "flow.together",
    "flow.standup",
    "flow.alerts",
    "flow.delivery",
    "flow.ownership",
    "flow.flags",
    "flow.experiments",
    "flow.improvement",
    "board",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_htmx",
    "lucide",
    "ninja",
    "template_partials",
]

# Pages are compressed. Nobody can guess a form's token from their length (BREACH): Django masks it
# again in each answer, and blurs the length of what it compresses.
MIDDLEWARE = [
    "config.logs.RequestLog",
    "config.headers.AnswerHeaders",
    "config.api.ProblemsOnly",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
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
    "board.second_factor.SecondFactorFirst",
    "board.zones.TheirTimeZone",
    "board.http.Refusals",
]

if METRICS_FROM:
    MIDDLEWARE.insert(1, "config.metrics.web.Metrics")

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "board.forms.fields.Fields"

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
HAS_POOLER = ENV["LISTEN_URL"] is not None
if not HAS_POOLER:  # which would mix them up
    # Only statements that ask for it are prepared: no other is sent so often that psycopg does.
    DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 1_000_000
    # The socket says whether a kept connection still stands; Django would ask the server.
    DATABASES["default"]["ENGINE"] = "config.postgresql"

CACHES = {
    "default": {
        "BACKEND": "config.cache.RedisOrTable",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "sluice",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}

# Mail goes into the outbox first; from there a task delivers it.
MAIL_SERVER = addresses.mail(EMAIL_URL)
DELIVERY_BACKEND = MAIL_SERVER["EMAIL_BACKEND"]
EMAIL_HOST = MAIL_SERVER["EMAIL_HOST"]
EMAIL_PORT = MAIL_SERVER["EMAIL_PORT"]
EMAIL_HOST_USER = MAIL_SERVER["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = MAIL_SERVER["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = MAIL_SERVER["EMAIL_USE_TLS"]
EMAIL_USE_SSL = MAIL_SERVER["EMAIL_USE_SSL"]
EMAIL_FILE_PATH = MAIL_SERVER["EMAIL_FILE_PATH"]
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
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 250_000  # KiB; one that drew charts holds more
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TIMEZONE = "UTC"
CELERY_IMPORTS = [*schedule.TASK_MODULES, *(["config.metrics.tasks"] if METRICS_FROM else [])]
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = schedule.SCHEDULE
CELERY_BROKER_CONNECTION_TIMEOUT = 3
if urlsplit(BROKER_URL).scheme.startswith(("redis", "rediss")):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # Redis gives a task to a second worker after this time, so it is longer than any may take.
        "visibility_timeout": 2 * CELERY_TASK_TIME_LIMIT,
        "socket_connect_timeout": 3,
        "socket_keepalive": True,
    }

# People and sign-in -------------------------------------------------------------------------

AUTH_USER_MODEL = "board.Person"
AUTHENTICATION_BACKENDS = ["board.recognition.Backend"]
SESSION_ENGINE = "board.recognition"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name}
    for name in (
        "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "board.passwords.NewPassword",
        "django.contrib.auth.password_validation.CommonPasswordValidator",
        "django.contrib.auth.password_validation.NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "board.accounts.Adapter"
ACCOUNT_FORMS = {
    "signup": "board.accounts.SignUpForm",
    "reset_password": "board.accounts.ResetForm",
    "reset_password_from_key": "board.accounts.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to addresses that nobody here has
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of a new password and of another second factor
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"

OIDC_ISSUER, OIDC_NAME = ENV["OIDC_ISSUER"], ENV["OIDC_NAME"]
OIDC_DOMAINS = [domain.lower() for domain in ENV["OIDC_DOMAINS"]]
SOCIALACCOUNT_ADAPTER = "board.single_sign_on.SingleSignOn"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "sso",
            "name": OIDC_NAME,
            "client_id": ENV["OIDC_CLIENT_ID"],
            "secret": ENV["OIDC_CLIENT_SECRET"],
            "settings": {"server_url": OIDC_ISSUER.rstrip("/")},
        }
    ]

SECOND_FACTOR = ENV["SECOND_FACTOR"]
MFA_ADAPTER = "board.second_factor.SecondFactors"
MFA_FORMS = {
    "add_webauthn": "board.forms.passkey.AddKeyForm",
    "authenticate_webauthn": "board.forms.passkey.AuthenticateByKeyForm",
    "login_webauthn": "board.forms.passkey.SignInByKeyForm",
    "reauthenticate_webauthn": "board.forms.passkey.ReauthenticateByKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Sluice"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# What leaves the house ----------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^status$"]
SECURE_HSTS_SECONDS = ENV["HSTS_SECONDS"] if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS and ENV["HSTS_SUBDOMAINS"]
SILENCED_SYSTEM_CHECKS = []  # what somebody has chosen by a variable is no warning
if not ENV["HSTS_SECONDS"]:
    SILENCED_SYSTEM_CHECKS.append("security.W004")
if not ENV["HSTS_SUBDOMAINS"]:
    SILENCED_SYSTEM_CHECKS += ["security.W005", "security.W021"]
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF, *addresses.origin(LIVE_URL)],
        "font-src": [SELF],
        "form-action": [SELF, *addresses.origin(OIDC_ISSUER or "/")],
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
    "config.joined.JoinedFiles",
]
MEDIA_ROOT = VAR_DIR / "media"
ATTACHMENTS_MB = ENV["ATTACHMENTS_MB"]  # of one board
FILE_UPLOAD_HANDLERS = [
    "board.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STORAGE_URL = ENV["STORAGE_URL"]
if STORAGE_URL and EMBEDDED:
    sys.exit("STORAGE_URL is for a production set-up: the backup of an embedded one has var/media.")
if STORAGE_URL and not find_spec("storages"):
    sys.exit("STORAGE_URL needs a package: pip install -r requirements-s3.txt")
STORAGES = {
    "default": addresses.storage(STORAGE_URL)
    if STORAGE_URL
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
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
    "filters": {
        "asked for": {"()": "config.logs.AskedFor"},
        "not all day": {"()": "config.logs.NotAllDay"},
    },
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "stream": "ext://sys.stdout",
        }
    },
    "root": {"handlers": ["stdout"], "level": "INFO"},
    "loggers": {
        "celery.app.trace": {"filters": ["asked for"]},
        "celery.beat": {"level": "WARNING"},  # every few seconds it says what is due
        "celery.worker.strategy": {
            "level": "WARNING"
        },  # the end of a task is logged, not its arrival
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"level": "ERROR"},  # RequestLog writes what was refused
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "sluice.request": {"filters": [] if EMBEDDED else ["not all day"]},
    },
}
