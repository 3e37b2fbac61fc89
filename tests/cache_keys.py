"""A cache of its own for every test, also where several processes share one server."""

import secrets

_prefix = ""


def renew() -> None:
    """From now on nothing that was kept before is found."""
    global _prefix  # noqa: PLW0603 - Django calls `key` by name and passes nothing of a test
    _prefix = secrets.token_hex(8)


def key(name: str, key_prefix: str, version: int) -> str:
    """The key of ``name`` as Django's caches ask for it (``KEY_FUNCTION``)."""
    return f"{_prefix}:{key_prefix}:{version}:{name}"
