"""Where mail goes, read from one address such as ``smtps://user:password@mail.example:465``."""

from typing import Any
from urllib.parse import unquote, urlsplit

BACKENDS = {
    "": "django.core.mail.backends.console.EmailBackend",
    "console": "django.core.mail.backends.console.EmailBackend",
    "memory": "django.core.mail.backends.locmem.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
    "smtps": "django.core.mail.backends.smtp.EmailBackend",
}
TIMEOUT_SECONDS = 10


def settings_from(url: str) -> dict[str, Any]:
    """Django's ``EMAIL_*`` settings for ``url``; without one, mail is printed on the terminal.

    ``smtp`` upgrades with STARTTLS when a user name is given; ``smtps`` is TLS from the start.
    """
    address = urlsplit(url)
    secure = address.scheme == "smtps"
    return {
        "EMAIL_BACKEND": BACKENDS[address.scheme],
        "EMAIL_HOST": address.hostname or "localhost",
        "EMAIL_PORT": address.port or (465 if secure else 25),
        "EMAIL_HOST_USER": unquote(address.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(address.password or ""),
        "EMAIL_USE_SSL": secure,
        "EMAIL_USE_TLS": address.scheme == "smtp" and bool(address.username),
        "EMAIL_TIMEOUT": TIMEOUT_SECONDS,
    }
