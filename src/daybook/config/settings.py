"""Django's settings, made from the environment; read them through ``django.conf.settings``."""

import sys
from email.utils import parseaddr

from csp.constants import NONE, SELF

from daybook.config import databases, env, logs, mail
from daybook.config.products import apps_of
from daybook.config.secret_key import local_key
from daybook.config.vapid_key import local_vapid_key

try:
    ENV = env.read()
except env.WrongEnvironment as error:
    sys.exit(f"Daybook cannot start.\n{error}")

# --- what is on ----------------------------------------------------------------------------------

DATA_DIR = (env.ROOT / ENV.data_dir).resolve()
DEBUG = ENV.debug
PRODUCT_APPS = apps_of(ENV.apps)
ROOT_URLCONF = "daybook.config.urls"
WSGI_APPLICATION = "daybook.config.wsgi.application"
SECRET_KEY = ENV.secret_key or local_key(DATA_DIR)
SITE_URL = ENV.site  # links in letters begin with it
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]", ENV.host]
ALLOWED_HOSTS = [*ENV.allowed_hosts] if ENV.is_production else [*LOCAL_HOSTS, *ENV.allowed_hosts]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "template_partials",
    "daybook.apps.accounts",  # above allauth, whose templates it replaces
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "csp",
    "django_prometheus",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "daybook.core",
    "daybook.core.jobs",
    "daybook.ui",
    "daybook.web",
    "daybook.apps.notifications",
    *(f"daybook.apps.{label}" for label in PRODUCT_APPS),
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "daybook.core.middleware.request_log",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "daybook.core.personal.personal_settings",
    "daybook.apps.accounts.views.presence.presence",
    "daybook.apps.accounts.views.leaving.LeavingPeople",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "daybook.web.middleware.FriendlyErrors",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "daybook.web.context.shell",
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]

# --- data ----------------------------------------------------------------------------------------

DATABASES = {"default": databases.database(ENV.database_url, DATA_DIR)}
CACHES = {"default": databases.cache(ENV.redis_url, DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = databases.tasks(ENV.jobs, ENV.redis_url, SECRET_KEY)

# --- outside services ----------------------------------------------------------------------------

OCTOPUS_URL = ENV.octopus_url
CARBON_URL = ENV.carbon_url
TWILIO_ACCOUNT, TWILIO_TOKEN, TWILIO_FROM = ENV.twilio_account, ENV.twilio_token, ENV.twilio_from
TWILIO_URL = ENV.twilio_url
SMS_DAILY_LIMIT = ENV.sms_daily_limit
PASSWORDS_URL = ENV.passwords_url
ANSWERS_DIR = DATA_DIR / "cache" / "answers"
VAPID_KEY = ENV.vapid_key or local_vapid_key(DATA_DIR)
# The push services of Chrome and its like, Firefox, Windows and Apple; nothing is sent elsewhere.
PUSH_HOSTS = [
    "fcm.googleapis.com",
    "*.push.services.mozilla.com",
    "*.notify.windows.com",
    "web.push.apple.com",
    *ENV.push_hosts,
]

# --- people --------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "daybook.apps.accounts.clients.breached.BreachedPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "daybook.apps.accounts.views.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
HEADLESS_TOKEN_STRATEGY = "allauth.headless.tokens.strategies.jwt.JWTTokenStrategy"  # noqa: S105
HEADLESS_JWT_ALGORITHM = "HS256"  # signed with SECRET_KEY: nobody else reads these tokens
HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = True
HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = 60 * 5
HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN = 60 * 60 * 24 * 30
MFA_ADAPTER = "daybook.apps.accounts.views.adapter.SecondStepAdapter"
MFA_TOTP_TOLERANCE = 1  # clocks of phones are a little off; each code is taken once all the same
NINJA_NUM_PROXIES = ENV.proxies
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.proxies

# --- language and time ---------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English (UK)")]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

# --- files ---------------------------------------------------------------------------------------

FORM_RENDERER = "daybook.ui.renderer.QuickInputs"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "daybook.ui.storage.HashedStaticFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_HANDLERS = [
    "daybook.core.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- safety --------------------------------------------------------------------------------------

CSRF_FAILURE_VIEW = "daybook.web.views.errors.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.serves_https
SECURE_SSL_REDIRECT = ENV.serves_https
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if ENV.serves_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENV.serves_https
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if ENV.proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "worker-src": [SELF],
    }
}

# --- mail and logs -------------------------------------------------------------------------------

vars().update(mail.settings_from(ENV.email_url))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.email_from
WEBHOOK_SECRET = ENV.webhook_secret  # who may tell what became of a mail; empty: nobody
MAILGUN_SIGNING_KEY = ENV.mailgun_signing_key
POSTMARK_WEBHOOK_PASSWORD = ENV.postmark_webhook_password
ADMINS = [parseaddr(address) for address in ENV.admins]
LOGGING_CONFIG = None
logs.configure(ENV, DATA_DIR)
