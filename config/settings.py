"""All settings; every value that differs between machines comes from the environment."""

from pathlib import Path

from config.environment import (
    cache_url,
    database_url,
    env_bool,
    env_int,
    env_keys,
    env_secret,
    env_str,
)
from config.libraries import LIBRARIES

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env_str("CAPITAINE_VAR", str(BASE_DIR / "var")))

# --- this installation -------------------------------------------------------------------------
DEBUG = False
DEMO = env_bool("CAPITAINE_DEMO")
# Whether a page shows the demo's mails, codes and all; `make up` says where it may.
DEMO_MAIL = DEMO and env_bool("CAPITAINE_DEMO_MAIL", True)
# Without one nothing starts but what neither signs nor serves: see `config.serving`.
SECRET_KEY = next(iter(env_keys("SECRET_KEY")), "")
HAS_KEY = bool(SECRET_KEY)
SECRET_KEY_FALLBACKS = env_keys("SECRET_KEY_FALLBACKS")
PUBLIC_HOST = env_str("PUBLIC_HOST", "localhost")
PUBLIC_PORT = env_str("PUBLIC_PORT")
SECURE = env_bool("HTTPS", True)
OPERATOR_HOST = (env_str("OPERATOR_HOST") or f"operator.{PUBLIC_HOST}").lower()
ALLOWED_HOSTS = [PUBLIC_HOST, f".{PUBLIC_HOST}", "127.0.0.1", OPERATOR_HOST]

# --- database: the owner's URL is set only for migrations and the provisioner --------------------
DATABASE_URL = env_secret("DATABASE_URL") or "postgresql://capitaine_app@localhost/capitaine"
DATABASE_OWNER_URL = env_secret("DATABASE_OWNER_URL")
DATABASE_APP_ROLE = database_url(DATABASE_URL)["USER"]
DATABASES = {
    "default": {
        "ENGINE": "tenants.database",
        **database_url(DATABASE_OWNER_URL or DATABASE_URL),
        "CONN_MAX_AGE": env_int("DATABASE_CONNECTION_SECONDS", 900),
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        # Only what asks for it is prepared on the server; see `tenants.database`.
        "OPTIONS": {"prepare_threshold": 1_000_000, "connect_timeout": 5},
    }
}
# How long the application's role waits, on a page (the web server says so) and in jobs.
# The owner, who migrates, waits for locks only.
DATABASE_PATIENCE = env_str("DATABASE_PATIENCE", "job", choices=("page", "job"))
LIMITS_OF = {
    "page": {
        "statement_timeout": "10s",
        "lock_timeout": "2s",
        "idle_in_transaction_session_timeout": "30s",
    },
    "job": {
        "statement_timeout": "60s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "60s",
    },
    "owner": {"lock_timeout": "10s"},
}
DATABASE_LIMITS = LIMITS_OF["owner" if DATABASE_OWNER_URL else DATABASE_PATIENCE]
# What follows up every use case, in its own transaction: the one call from below to above.
BEFORE_COMMIT = "portfolio.standing.services.refresh_touched"
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TENANT_MODEL = "tenants.Organization"
TENANT_DOMAIN_MODEL = "tenants.Domain"
TENANT_LIMIT_SET_CALLS = True

# --- backups: where archives go by default, and what says that a restored log is whole ------------
BACKUPS = Path(env_str("BACKUPS", str(VAR_DIR / "backups")))
LOG_CHECK = "governance.decisions.selectors.first_break"

# --- decision logs: each day's heads are also appended to this file, kept apart from the database -
LOG_ANCHORS = env_str("LOG_ANCHORS")

# --- applications ------------------------------------------------------------------------------
SHARED_APPS = [
    "django_tenants",
    "tenants",
    "config",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "rest_framework",
]
TENANT_APPS = ["governance", "assessments", "portfolio"]
INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS]

MIDDLEWARE = [
    "config.middleware.requests.RequestLogMiddleware",
    "config.middleware.headers.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.methods.MethodsMiddleware",
    "config.middleware.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.company.CompanyMiddleware",
    "config.middleware.addresses.AddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.middleware.typed.TypedTextMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.errors.ErrorsMiddleware",
    "config.middleware.member.MemberMiddleware",
    "config.middleware.once.OnceMiddleware",
]
ROOT_URLCONF = "config.urls"
PUBLIC_SCHEMA_URLCONF = "config.urls_public"
OPERATOR_URLCONF = "config.urls_operator"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "config.shell.shell",
            ],
            "builtins": [
                "config.templatetags.form_keys",
                "config.templatetags.punctuation",
            ],
            "libraries": LIBRARIES,
        },
    }
]
# `i18n` is ours, in the place of Django's: see ADR 63.
SILENCED_SYSTEM_CHECKS = ["templates.W003"]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- language and time -------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"
USE_THOUSAND_SEPARATOR = False

# --- static files ------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

# --- sign-in -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "tenants.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "tenants.passwords.forms.HardToGuess"},
]
ACCOUNT_ADAPTER = "tenants.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    # A flood is stopped by address, guesses by who guesses: see `tenants.visitors`.
    "login": "300/m/ip",
    "login_failed": "5/5m/key",
    "request_login_code": None,
    "mail_known": "3/m/key,20/d/key",
    "mail_place": "3/m/key,10/d/key",
    "mail_address": "30/d/key",
    "draft": "30/h/ip",
    "draft_paper": "20/h/ip",
    "voice": "300/h/ip",
    "declare_place": "10/h/key,30/d/key",
    "declare_company": "60/h/key,200/d/key",
    "sign_place": "120/h/key,400/d/key",
    "sign_company": "600/h/key,2000/d/key",
    "calendar_missed": "30/5m/key",
    "calendar_read": "120/h/key",
}
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/companies/"
LOGOUT_REDIRECT_URL = "/"

SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.views.errors.csrf_failure"

# --- transport and headers ---------------------------------------------------------------------
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 63_072_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env_bool("BEHIND_PROXY"):
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# A form's answer may lead from the public host to a company's and back, nowhere else: browsers
# apply form-action to the redirects that follow a form.
_ORIGIN = f"{'https' if SECURE else 'http'}://{{}}{f':{PUBLIC_PORT}' if PUBLIC_PORT else ''}"
OWN_ORIGINS = [_ORIGIN.format(PUBLIC_HOST), _ORIGIN.format(f"*.{PUBLIC_HOST}")]
if not OPERATOR_HOST.endswith(f".{PUBLIC_HOST}"):
    OWN_ORIGINS.append(_ORIGIN.format(OPERATOR_HOST))
POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'", *OWN_ORIGINS],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
}
CONTENT_SECURITY_POLICY = "; ".join(" ".join([name, *whom]) for name, whom in POLICY.items())
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# --- mail --------------------------------------------------------------------------------------
# Files are for the demo, which shows them on a page.
_MAIL = "config.letterbox" if DEMO else "django.core.mail.backends.smtp"
EMAIL_BACKEND = env_str("EMAIL_BACKEND", f"{_MAIL}.EmailBackend")
EMAIL_FILE_PATH = VAR_DIR / "mail"
# Who tells the charter what the company answered in its diagnostic.
COMPANY_ANSWERS = "assessments.diagnostic.selectors.company_answers"
# What a mail of the outbox says beyond the ids its message holds: template → who writes it.
REVIEW_MAIL = "portfolio.reviews.services.mails.write_review_mail"
INCIDENT_MAIL = "governance.incidents.services.write_incident_mail"
LETTERS = {
    "quarter_paper": "portfolio.quarters.services.write_quarter_mail",
    "board_paper": "portfolio.board.services.write_board_mail",
    "assessment_voice": "assessments.voices.services.write_invitation",
    "assessment_result": "assessments.papers.services.write_result_mail",
    "review_opened": REVIEW_MAIL,
    "review_reminder": REVIEW_MAIL,
    "review_escalated": REVIEW_MAIL,
    "review_confirm": REVIEW_MAIL,
    "review_minutes": "portfolio.reviews.services.mails.write_minutes_mail",
    "review_question": REVIEW_MAIL,
    "review_answer": REVIEW_MAIL,
    "spending_frozen": REVIEW_MAIL,
    "stop_asked": "governance.register.services.stops.write_entry_mail",
    "incident_clock": INCIDENT_MAIL,
    "incident_reported": INCIDENT_MAIL,
    "use_incident": "governance.register.services.stops.write_entry_mail",
    "proposal_question": "portfolio.proposals.services.write_question_mail",
    "weekly_mail": "portfolio.digest.tasks.write_weekly_mail",
    "stand_in_named": "governance.absences.services.write_absence_mail",
    "authority_asked": "portfolio.requests.services.write_request_mail",
    "authority_declined": "portfolio.requests.services.write_request_mail",
    "initiative_joined": "portfolio.proposals.services.write_joined_mail",
    "idea_answered": "portfolio.decisions.services.messages.write_decision_mail",
    "initiative_decided": "portfolio.decisions.services.messages.write_decision_mail",
}
EMAIL_HOST = env_str("EMAIL_HOST")
EMAIL_PORT = env_int("EMAIL_PORT", 25)
# Of each step of the talk with the server; see tenants/mail.
EMAIL_TIMEOUT = 10
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env_secret("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS")
EMAIL_REPLY_TO = env_str("EMAIL_REPLY_TO")
DEFAULT_FROM_EMAIL = env_str("DEFAULT_FROM_EMAIL", f"Capitaine <noreply@{PUBLIC_HOST}>")

# --- who runs this installation: printed on the public pages --------------------------------------
PUBLISHER = {
    "name": env_str("PUBLISHER_NAME"),
    "address": env_str("PUBLISHER_ADDRESS"),
    "director": env_str("PUBLISHER_DIRECTOR"),
    "contact": env_str("PUBLISHER_CONTACT"),
    "hosting": env_str("PUBLISHER_HOSTING"),
}
SECURITY_CONTACT = env_str("SECURITY_CONTACT")
METRICS_TOKEN = env_secret("METRICS_TOKEN")

# --- webhooks ------------------------------------------------------------------------------------
WEBHOOK_PORTS = env_str("WEBHOOK_PORTS", "443")
WEBHOOK_NETWORKS = env_str("WEBHOOK_NETWORKS")
WEBHOOK_AUTHORITIES = env_str("WEBHOOK_AUTHORITIES")

# --- queue and cache ---------------------------------------------------------------------------
REDIS_URL = env_secret("REDIS_URL") or "redis://localhost:6379/0"
CACHE_URL = cache_url(REDIS_URL)
CACHE_OPTIONS = {"socket_timeout": 3, "socket_connect_timeout": 3}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "capitaine",
        "OPTIONS": CACHE_OPTIONS,
    }
}

# --- programming interface ---------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["governance.api.parsers.StrictJSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["governance.api.authentication.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["governance.api.permissions.KeyIsValid"],
    "EXCEPTION_HANDLER": "config.api_errors.problem",
    "UNAUTHENTICATED_USER": None,
}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOG_LEVEL = env_str("LOG_LEVEL", "INFO", choices=LOG_LEVELS)
LOG_FORMAT = env_str("LOG_FORMAT", "plain", choices=("plain", "json"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "config.logs.PlainFormatter",
            "format": "{asctime} {levelname} {name} [{schema}] {message}",
            "style": "{",
        },
        "json": {"()": "config.logs.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    # A line for each request is for programs to read.
    "loggers": {"requests": {"level": LOG_LEVEL if LOG_FORMAT == "json" else "WARNING"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
TEST_RUNNER = "django.test.runner.DiscoverRunner"
