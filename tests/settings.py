"""The product's settings with what the tests need: their own data folder, quick passwords."""

import atexit
import os
import shutil
import tempfile

from daybook.config import env

env.Environment.model_config["env_file"] = None  # a developer's own .env must not change a test
DATA = tempfile.mkdtemp(prefix="daybook-tests-")
os.environ["DAYBOOK_DATA_DIR"] = DATA
atexit.register(shutil.rmtree, DATA, ignore_errors=True)

from daybook.config.settings import *  # noqa: E402, F403
from daybook.config.settings import CACHES, DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

OCTOPUS_URL = "http://127.0.0.1:9/"  # nobody answers there; tests that need an answer replay one
CARBON_URL = "http://127.0.0.1:9/"
PASSWORDS_URL = ""
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
CACHES["default"]["KEY_FUNCTION"] = "tests.cache_keys.key"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns without it
STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads and other processes of a test see the same database.
    DATABASES["default"]["TEST"] = {"NAME": f"{DATA}/test.sqlite3"}
