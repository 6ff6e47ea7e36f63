"""Settings, read from the environment; what guards people fails loudly when it is missing.

Every setting is described in ``docs/how-to/configure.md``. Without any, it runs on embedded defaults.
"""

import contextlib
import secrets
from pathlib import Path

from environs import Env

from onroll.project import logs

env = Env(prefix="ONROLL_")
PACKAGE = Path(__file__).resolve().parent.parent

DEMO = env.bool("DEMO", False)
DATA_DIR = Path(env.str("DATA_DIR", "var")).resolve()
DEBUG = False


def kept_secret(name: str, file: str) -> str:
    """Return the secret from the environment, else from a file beside the data that only this user can read.

    The file is made on first use, so that an installation without any setting still has secrets of its own.
    """
    given = env.str(name, "")
    if given:
        return str(given)
    path = DATA_DIR / "secrets" / file
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)  # all in it is closed to others
        path.parent.mkdir(exist_ok=True, mode=0o700)
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        with contextlib.suppress(
            FileExistsError
        ):  # of two processes that start together, the first one's is kept
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text(encoding="ascii").strip()


SECRET_KEY = kept_secret("SECRET_KEY", "session-key")
ONROLL_AUDIT_KEY = kept_secret("AUDIT_KEY", "audit-key")  # seals the chain: keep it apart from the database
ONROLL_ANCHOR_KEY = kept_secret(
    "ANCHOR_KEY", "anchor-key"
)  # signs the heads of the chain that are kept elsewhere

# ----------------------------------------------------------------------------------------------------- the authority
ONROLL_COUNCIL_NAME = env.str("COUNCIL_NAME", "Wendlemere County Council" if DEMO else "Your council")
ONROLL_COUNCIL_ADDRESS = env.str("COUNCIL_ADDRESS", "County Hall, Wendlemere WX1 1AA" if DEMO else "")
ONROLL_COUNCIL_PHONE = env.str("COUNCIL_PHONE", "01632 960436" if DEMO else "")
ONROLL_AUTHORITY_CODE = env.str("AUTHORITY_CODE", "999")
ONROLL_SERVICE_NAME = "Onroll"
ONROLL_DEMONSTRATION = DEMO
BASE_URL = env.str("BASE_URL", "http://localhost:8436")
LOCAL_PARAMETERS = env.str("LOCAL_PARAMETERS", "")  # the authority's own local.toml, laid over the default

# ------------------------------------------------------------------------------------------------------------ Django
ROOT_URLCONF = "onroll.project.urls"
WSGI_APPLICATION = "onroll.project.wsgi.application"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("TRUSTED_ORIGINS", [])
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
USE_I18N = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.User"
SITE_ID = None
FORM_RENDERER = "onroll.web.forms.Renderer"

INSTALLED_APPS = [
    "onroll.audit",
    "onroll.access",
    "onroll.duties",
    "onroll.schools",
    "onroll.people",
    "onroll.education",
    "onroll.documents",
    "onroll.release",
    "onroll.cases",
    "onroll.intake",
    "onroll.transfers",
    "onroll.sharing",
    "onroll.reconciliation",
    "onroll.reports",
    "onroll.nightly",
    "onroll.web",
    "onroll.demonstration",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages are light on a slow line. What could be guessed by their length is blurred: Django adds bytes by chance, and
    # each form's token is masked anew (the "BREACH" attack).
    "django.middleware.gzip.GZipMiddleware",
    "onroll.project.request_log.RequestLog",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "onroll.web.middleware.ActorMiddleware",
    "onroll.web.accounts.second_factor.SecondFactorMiddleware",
]

TEMPLATES = [
    {
        "NAME": "jinja",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "onroll.web.rendering.environment",
            "context_processors": [
                "onroll.web.rendering.page_context",
            ],
        },
    },
    {
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

# ---------------------------------------------------------------------------------------------------------- database
DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'onroll.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # two writers wait for each other instead of failing
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "onroll_cache",
        # The limits on guessing are counted here: with the usual 300 entries, guessing at 300 accounts would wipe them.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail", "files"]}}

# ------------------------------------------------------------------------------------------------------ static files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = env.bool("STATIC_FROM_SOURCE", False)
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
ANCHOR_DIR = Path(
    env.str("ANCHOR_DIR", str(DATA_DIR / "anchors"))
)  # heads of the chains: best on another machine
_exchange = env.str("EXCHANGE_DIR", "")
EXCHANGE_DIR = Path(_exchange).resolve() if _exchange else None  # the folders of the exchange with S2S
MAX_LIST_BYTES = env.int("MAX_LIST_BYTES", 200 * 1024 * 1024)
ROLL_FLOOR_PERCENT = env.int(
    "ROLL_FLOOR_PERCENT", 50
)  # a roll that holds fewer of a school's present pupils is stopped for a manager

# ---------------------------------------------------------------------------------------------------------- security
HTTPS = env.bool("HTTPS", BASE_URL.startswith("https://"))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "onroll.web.errors.csrf_failed"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 60  # idle: requests move it on, once a minute
SESSION_ABSOLUTE_SECONDS = 12 * 60 * 60
SESSIONS_AT_ONCE = 3
SECURE_SSL_REDIRECT = HTTPS and env.bool("REDIRECT_TO_HTTPS", True)
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # asked by a proxy or a monitor on this machine
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "onroll.web.accounts.passwords.GuessedFirst"},
]
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", not DEMO)

# ---------------------------------------------------------------------------------------------------------- accounts
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "your_account"  # the adapter leads each person to the first page that they may open
ALLAUTH_TRUSTED_PROXY_COUNT = (
    1 if env.bool("BEHIND_PROXY", False) else 0
)  # whose word on the caller's address counts

ACCOUNT_ADAPTER = "onroll.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # read for its kinds of field only: nobody signs up here
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the administrator who makes an account answers for its address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # its owner is told when what protects an account changes
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no mail because somebody typed it here
ACCOUNT_SESSION_REMEMBER = False
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # seconds; for invitations too
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",  # by address, by account; nobody is ever shut out for good
    "login_failed_anywhere": "1000/5m/key",  # over all accounts and addresses together
    "reset_password": "20/m/ip,5/m/key",
}
ACCOUNT_FORMS = {
    "login": "onroll.web.accounts.forms.SignInForm",
    "reauthenticate": "onroll.web.accounts.forms.ConfirmPasswordForm",
    "change_password": "onroll.web.accounts.forms.ChangePasswordForm",
    "set_password": "onroll.web.accounts.forms.SetPasswordForm",
    "reset_password": "onroll.web.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "onroll.web.accounts.forms.NewPasswordForm",
}

MFA_ADAPTER = "onroll.web.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # see ACCOUNT_EMAIL_VERIFICATION
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers offer passkeys without HTTPS on this machine only
MFA_FORMS = {
    "authenticate": "onroll.web.accounts.forms.SecondStepForm",
    "reauthenticate": "onroll.web.accounts.forms.ConfirmCodeForm",
    "activate_totp": "onroll.web.accounts.forms.ActivateAppForm",
    "add_webauthn": "onroll.web.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "onroll.web.accounts.forms.RenamePasskeyForm",
    "authenticate_webauthn": "onroll.web.accounts.forms.SecondStepPasskeyForm",
    "login_webauthn": "onroll.web.accounts.forms.PasskeySignInForm",
}
USERSESSIONS_ADAPTER = "onroll.web.accounts.adapter.SessionsAdapter"

# Single sign-on with the council's own provider (OpenID Connect); without an issuer there is none.
OIDC_ISSUER = env.str("OIDC_ISSUER", "")
OIDC_NAME = env.str("OIDC_NAME", "your council account")
OIDC_SECOND_FACTOR_ACR: list[str] = env.list(
    "OIDC_SECOND_FACTOR_ACR", []
)  # values of `acr` that mean a second factor was given
OIDC_SECOND_FACTOR_AMR = env.list("OIDC_SECOND_FACTOR_AMR", ["mfa"])  # one of these in `amr` means so too
SOCIALACCOUNT_ADAPTER = "onroll.web.accounts.single_sign_on.SingleSignOnAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = (
    True  # a link, since a form's redirect to another origin is refused by our own policy
)
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # the adapter links by a verified address, the first time only
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "council",
                "name": OIDC_NAME,
                "client_id": env.str("OIDC_CLIENT_ID", ""),
                "secret": env.str("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

# -------------------------------------------------------------------------------------------------------------- mail
vars().update(env.dj_email_url("MAIL_URL", "consolemail://"))
EMAIL_TIMEOUT = 20  # seconds for each answer of the mail server; a message's claim lasts many times that
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "children-missing-education@onroll.example")
DELIVERY = env.str("DELIVERY", "mailbox" if DEMO else "smtp")  # 'mailbox': kept on a page that one can read
if DEMO or DELIVERY == "mailbox":
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# -------------------------------------------------------------------------------------------------------------- logs
LOG_LEVEL = env.str("LOG_LEVEL", "INFO")
LOG_JSON = env.bool("LOG_JSON", not DEMO)
LOGGING = logs.settings(level=LOG_LEVEL, json=LOG_JSON)
logs.configure()
