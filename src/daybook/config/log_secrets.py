"""Hides passwords, tokens and their like in log lines."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from structlog.typing import EventDict

HIDDEN: Final = "[hidden]"
_NAMES: Final = (
    r"passw(?:or)?d|passphrase|secret|token|authori[sz]ation|cookie|api[_-]?key|session[_-]?(?:key|id)"
    r"|credential|signature"
)
_NAME: Final = re.compile(_NAMES, re.IGNORECASE)
# `token=abc`, `"password": "abc"`, `Authorization: Bearer abc`, and the password in an address.
_INLINE: Final = re.compile(
    rf"((?:{_NAMES})[\"']?\s*[=:]\s*)(?:(?:bearer|basic)\s+)?[\"']?[^\s\"'&,;}}]+", re.IGNORECASE
)
# The last part of a link in a letter, or of a calendar's address: 32 random bytes.
_IN_PATH: Final = re.compile(r"/[\w-]{43}(?=[/?#\s\"']|\.ics\b|$)")
_IN_ADDRESS: Final = re.compile(r"(\w://[^\s:/@]*:)[^\s/]+@")

# Fields of nearly every line that we make ourselves; looking at them would double its cost.
_OURS: Final = frozenset(
    {"timestamp", "level", "logger", "request_id", "user_id", "method", "status", "duration_ms"}
)


@lru_cache(maxsize=512)
def is_secret(name: str) -> bool:
    """Whether a field of this name must not be logged."""
    return _NAME.search(name) is not None


def hide_secrets(_logger: object, _method: str, event: EventDict) -> EventDict:
    """A structlog processor: secrets become ``[hidden]``, by name or inside text."""
    for name, value in event.items():
        if name not in _OURS:
            event[name] = HIDDEN if is_secret(name) else _cleaned(value)
    return event


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return without_secrets(value)
    if isinstance(value, Mapping):
        return {k: HIDDEN if is_secret(str(k)) else _cleaned(v) for k, v in value.items()}
    return value


def without_secrets(text: str) -> str:
    """The text with the values of secret-looking names hidden."""
    if "/" in text:
        text = _IN_PATH.sub(f"/{HIDDEN}", text)
    if "=" not in text and ":" not in text:  # the usual case, and the cheapest test
        return text
    return _IN_ADDRESS.sub(rf"\1{HIDDEN}@", _INLINE.sub(rf"\1{HIDDEN}", text))
