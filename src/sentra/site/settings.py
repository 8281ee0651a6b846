"""Settings: everything that differs between machines comes from the environment."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from sentra.site.logs import configure as configure_logs

PACKAGE = Path(__file__).resolve().parent.parent
STATE = Path(os.environ.get("SENTRA_STATE", "var")).resolve()
DEBUG = os.environ.get("SENTRA_DEBUG", "0") == "1"
DEMO = os.environ.get("SENTRA_DEMO", "0") == "1"
PRODUCTION = os.environ.get("SENTRA_ENV", "local") == "production"
if PRODUCTION and (DEBUG or DEMO):
    raise ImproperlyConfigured("SENTRA_DEBUG and SENTRA_DEMO open what production must not show; unset them")


def _keys() -> dict[str, str]:
    """The secret keys: from the environment, or on a local machine made once and kept in `var/keys.json`."""
    names = ("SENTRA_SECRET_KEY", "SENTRA_DATA_KEY", "SENTRA_HASH_KEY")
    given = {name: os.environ[name] for name in names if name in os.environ}
    if len(given) == len(names):
        return given
    if PRODUCTION:
        raise ImproperlyConfigured(f"Set {', '.join(n for n in names if n not in given)} (docs/operations.md, Keys)")
    path = STATE / "keys.json"
    if not path.exists():
        STATE.mkdir(parents=True, exist_ok=True)
        fresh = {name: secrets.token_hex(32) for name in names}
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                json.dump(fresh, file)
        except FileExistsError:
            pass
    kept: dict[str, str] = json.loads(path.read_text())
    return kept | given


KEYS = _keys()
SECRET_KEY = KEYS["SENTRA_SECRET_KEY"]
ALLOWED_HOSTS = os.environ.get("SENTRA_HOSTS", "127.0.0.1,localhost,testserver").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if "." in host and host != "127.0.0.1"]
BASE_URL = os.environ.get("SENTRA_BASE_URL", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "sentra.access",  # before allauth, whose pages it dresses
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "lucide",
    "sentra.pages",
    "sentra.territory",
    "sentra.decisions",
    "sentra.documents",
    "sentra.administration",
    "sentra.registry",
    "sentra.designation",
    "sentra.development",
    "sentra.funding",
    "sentra.insight",
    "sentra.lawbook",
    "sentra.portal",
    "sentra.site",
]

MIDDLEWARE = [
    *(["sentra.site.logs.RequestLogMiddleware"] if PRODUCTION else []),
    # Adds a random number of bytes to each answer and tokens are masked anew each time, so that the length of a
    # compressed page tells nothing about its secrets (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sentra.access.middleware.ActorMiddleware",
    "sentra.access.middleware.SecondFactorMiddleware",
    "sentra.site.middleware.LanguageMiddleware",
    "sentra.pages.unstorable.UnstorableMiddleware",
    "sentra.pages.errors.ProblemMiddleware",
]

CSRF_FAILURE_VIEW = "sentra.pages.errors.csrf_failure"
ROOT_URLCONF = "sentra.site.urls"
WSGI_APPLICATION = "sentra.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sentra.site.context.shell",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "sentra.pages.templatetags.sentra"],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", f"sqlite:///{STATE / 'sentra.sqlite3'}"), conn_max_age=60
    )
}
IS_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if IS_SQLITE:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits count here, so every process has to see the same counts: Redis, or a table that `sentra migrate` makes.
REDIS_URL = os.environ.get("REDIS_URL", "")


def _shared(name: str, most: int) -> dict[str, object]:
    if REDIS_URL:
        redis = "django.core.cache.backends.redis.RedisCache"
        return {"BACKEND": redis, "LOCATION": REDIS_URL, "KEY_PREFIX": name}
    table = "django.core.cache.backends.db.DatabaseCache"
    return {"BACKEND": table, "LOCATION": f"{name}_cache", "OPTIONS": {"MAX_ENTRIES": most}}


# What strangers fill stands apart from the counts of failed sign-ins.
CACHES = {"default": _shared("sentra", 10_000), "visits": _shared("sentra_visits", 50_000)}

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "sentra.access.adapter.ClosedAccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "sentra.access.forms.ClosedAddEmailForm",
    "login": "sentra.access.forms.SignInForm",
    "reset_password": "sentra.access.forms.ForgottenPasswordForm",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key"}
# Limits per address need the visitor's address, which the last proxies write into X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("SENTRA_PROXIES", "1" if PRODUCTION else "0"))
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
# Their holders must activate a second factor before anything else opens (off in the demonstration).
MFA_REQUIRED_ROLES = frozenset({"ministry_approver", "decree_officer", "administrator"}) if PRODUCTION else frozenset()
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"
FORMAT_MODULE_PATH = ["sentra.pages.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
MEDIA_ROOT = STATE / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = os.environ.get("SENTRA_BEHIND_TLS", "1") == "1"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
_MAILER = "smtp" if PRODUCTION or "SENTRA_EMAIL_URL" in os.environ else "filebased" if DEMO else "console"
EMAIL_BACKEND = os.environ.get("SENTRA_EMAIL_BACKEND", f"django.core.mail.backends.{_MAILER}.EmailBackend")
EMAIL_FILE_PATH = STATE / "mail"
_MAIL = urlsplit(os.environ.get("SENTRA_EMAIL_URL", "smtp://localhost:25"))
EMAIL_HOST, EMAIL_PORT = _MAIL.hostname or "localhost", _MAIL.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_MAIL.username or ""), unquote(_MAIL.password or "")
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.scheme == "smtp+tls", _MAIL.scheme == "smtps"
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = os.environ.get("SENTRA_FROM_EMAIL", "sentra@localhost")

# When the holders of open work are reminded, in working days from its due date: two before it, on it, two after it.
REMINDER_DAYS = [int(days) for days in os.environ.get("SENTRA_REMINDERS", "-2,0,2").split(",") if days.strip()]

# From when the forecast of a recipient warns; ours, no provision sets it.
SENTRA_FORECAST_BEHIND_POINTS = int(os.environ.get("SENTRA_FORECAST_BEHIND_POINTS", "15"))  # percentage points
SENTRA_FORECAST_IDLE_MONTHS = int(os.environ.get("SENTRA_FORECAST_IDLE_MONTHS", "2"))
SENTRA_FORECAST_LATE_DAYS = int(os.environ.get("SENTRA_FORECAST_LATE_DAYS", "30"))

# Offices do not work on joint leave; due dates say in their basis which it is.
COUNT_JOINT_LEAVE_AS_WORKING_DAY = os.environ.get("SENTRA_JOINT_LEAVE_WORKED", "") == "1"

UPLOAD_MAX_BYTES = 10 * 1024 * 1024
# Snapshots of the registry that are kept for each subject; what a table brought in may weigh and hold; and up to how
# many rows a question is answered while the person waits.
INSIGHT_SNAPSHOTS_KEPT = 5
INSIGHT_TABLE_MAX_BYTES = 512 * 1024 * 1024
INSIGHT_TABLE_MAX_ROWS = 70_000_000
INSIGHT_AT_ONCE_ROWS = 1_000_000
INSIGHT_QUESTIONS_AT_ONCE = 12
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
SENTRA_BACKGROUND_EXPORT = "sentra.site.exports.prepare"
SENTRA_LEADING_CHECK = "sentra.designation.judging.meets_leading"
SENTRA_ON_EXPORT = "sentra.site.exports.log"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("SENTRA_LOG_LEVEL", "WARNING")},
}
configure_logs(as_json=PRODUCTION)
