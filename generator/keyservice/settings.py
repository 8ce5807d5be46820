"""
Django's settings, from the environment only. Importing them writes nothing.

`docs/keyservice.md` has the table of variables, `checks.py` what production refuses.
"""

import os
from datetime import timedelta
from pathlib import Path

import environ
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from generator.keyservice import environment, origins

env = environ.Env()
BASE = Path(__file__).parent

# What is ours

MARBRE_FOLDER = environment.folder(os.environ)
MARBRE_PRODUCTION = environment.is_production(os.environ)
MARBRE_MOUNT = environment.mount(os.environ)
MARBRE_BASE_URL = env.str("MARBRE_BASE_URL", default="") or None
MARBRE_SITE_FILE = env.str("MARBRE_SITE_FILE", default=str(MARBRE_FOLDER / "service.json"))
MARBRE_SERVICE_KEYSET = env.str("MARBRE_SERVICE_KEYSET", default="") or None
MARBRE_DEV_KEYSET = MARBRE_FOLDER / "dev-keyset.json"
MARBRE_DENY_LIST = env.str("MARBRE_DENY_LIST", default="") or None
MARBRE_ALLOWED_ORIGINS = environment.words(env.str("MARBRE_ALLOWED_ORIGINS", default=""))
MARBRE_TRUSTED_PROXIES = environment.words(env.str("MARBRE_TRUSTED_PROXIES", default="127.0.0.1"))
MARBRE_RATE_HEADERS_PER_HOUR = env.int("MARBRE_RATE_HEADERS_PER_HOUR", default=300)
MARBRE_SESSIONS_PER_READER = env.int("MARBRE_SESSIONS_PER_READER", default=5)

# Django

DEBUG = env.bool("MARBRE_DEBUG", default=False)
SECRET_KEY = environment.secret_key(os.environ)
ROOT_URLCONF = "generator.keyservice.urls"
ASGI_APPLICATION = "generator.keyservice.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.headless",
    "allauth.usersessions",
    "generator.keyservice.accounts",  # after usersessions: its receiver counts their rows
    "generator.keyservice.entitlements",
    "generator.keyservice.keys",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "generator.keyservice.headers.SecurityHeaders",
    "generator.keyservice.crossorigin.CrossOrigin",
    "generator.keyservice.sessions.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Sync only and innermost, so that Django runs the whole chain in one thread instead of hopping.
    "generator.keyservice.accounts.middleware.Visit",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "generator.keyservice.accounts.context.paper",
            ],
            "libraries": {"paper": "generator.keyservice.accounts.tags"},
        },
    }
]

LANGUAGE_CODE = "fr"  # the publication's own language replaces it in each request
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Database: SQLite in WAL mode, or what DATABASE_URL names

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{MARBRE_FOLDER / 'keyservice.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 60  # seconds; `asgi` keeps the threads
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # A transaction that begins as a reader and becomes a writer fails at once; begin as a writer.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds to wait for another writer
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a server may have restarted
CACHES = {
    # Rate limits must survive a restart and hold over all workers, so they live in the database.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "marbre_cache",
        # Over this number counters are thrown away that still count, and guessing goes on. Django's default
        # of 300 is reached by a few hundred readers at breakfast, or by a stranger who fails with as many addresses.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Hosts, origins, cookies

_origins = origins.at_start(Path(MARBRE_SITE_FILE), MARBRE_BASE_URL)
ALLOWED_HOSTS = [*origins.hosts(_origins, production=MARBRE_PRODUCTION), *env.list("MARBRE_ALLOWED_HOSTS", default=[])]
CSRF_TRUSTED_ORIGINS = [*_origins, *MARBRE_ALLOWED_ORIGINS]

_prefix = "__Host-" if MARBRE_PRODUCTION else ""  # browsers refuse the prefix on plain http
SESSION_ENGINE = "generator.keyservice.sessions"
SESSION_COOKIE_NAME = f"{_prefix}marbre-session"
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
SESSION_COOKIE_SECURE = MARBRE_PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # sites under one registrable domain are same-site, so the opener's requests carry it
CSRF_COOKIE_NAME = f"{_prefix}marbre-csrf"
CSRF_COOKIE_SECURE = MARBRE_PRODUCTION
CSRF_COOKIE_HTTPONLY = True  # scripts get the token from `GET session`
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "generator.keyservice.errors.csrf_failure"
MARBRE_NEXT_COOKIE = f"{_prefix}marbre-next"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 128 * 1024  # bytes; the largest request is POST keys with 100,000
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # X-Frame-Options: headers.py sends it with the policy
    "security.W004",  # HSTS and the redirect to https belong to the proxy that ends TLS
    "security.W008",
    "security.W003",  # our CSRF middleware is Django's own
]

# Accounts: allauth

AUTH_USER_MODEL = "accounts.Reader"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "generator.keyservice.accounts.hashing.PooledArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # of imported readers; rehashed at their next login
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},  # NIST SP 800-63B-4: as the only factor
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "generator.keyservice.accounts.forms.NotTooLong"},
]
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=1).total_seconds())
LOGIN_URL = lazy(origins.own_login, str)()
LOGIN_REDIRECT_URL = "account"

ACCOUNT_ADAPTER = "generator.keyservice.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "generator.keyservice.accounts.forms.LoginForm",
    "signup": "generator.keyservice.accounts.forms.SignupForm",
    "request_login_code": "generator.keyservice.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "generator.keyservice.accounts.forms.ConfirmLoginCodeForm",
    "reset_password": "generator.keyservice.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "generator.keyservice.accounts.forms.ResetPasswordKeyForm",
    "change_password": "generator.keyservice.accounts.forms.ChangePasswordForm",
    "set_password": "generator.keyservice.accounts.forms.SetPasswordForm",
}
ACCOUNT_SIGNUP_FORM_CLASS = "generator.keyservice.accounts.naming.NamedSignup"
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60  # seconds
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "generator.keyservice.accounts.secondfactor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]  # passkeys need script, and these pages have none
HEADLESS_CLIENTS = ("browser",)

# Mail

EMAIL_TIMEOUT = 10  # seconds: a mail server that says nothing must not hold readers and threads for ever
DEFAULT_FROM_EMAIL = env.str("MARBRE_MAIL_FROM", default="")
if "EMAIL_URL" in os.environ:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(MARBRE_FOLDER / "mail")

# No reading history and no secret in logs: requests are not logged, only what went wrong.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_address": {"()": "generator.keyservice.logs.WithoutAddress"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_address"]},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},  # scanners, all day long
    },
}
