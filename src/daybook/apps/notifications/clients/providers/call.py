"""One call of a provider, and careful ways to take what stands in it."""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from daybook.apps.notifications.errors import NotSigned, Unreadable

LONGEST_TEXT: Final = 2_000
EVENT_ID_LENGTH: Final = 100


@dataclass(frozen=True, kw_only=True)
class Call:
    """What came in: the body as it is, the headers by lower-case name, and when it came."""

    body: bytes
    headers: Mapping[str, str]
    now: dt.datetime

    @cached_property
    def data(self) -> dict[str, Any]:
        """The body as a JSON object; raises ``Unreadable``."""
        try:
            data = json.loads(self.body)
        except (ValueError, RecursionError):
            raise Unreadable(_("The body is not JSON.")) from None
        if not isinstance(data, dict):
            raise Unreadable(_("The body is not a JSON object."))
        return data


def text(data: Mapping[str, Any], *path: str) -> str:
    """What stands at ``path``, as text; empty where there is nothing of that kind."""
    value: object = data
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)[:LONGEST_TEXT]


def event_id(*parts: str) -> str:
    """The provider's name of an event; raises ``Unreadable`` where it has none."""
    if not all(parts):
        raise Unreadable(_("An event has no id."))
    name = ":".join(parts)
    return name if len(name) <= EVENT_ID_LENGTH else hashlib.sha256(name.encode()).hexdigest()


def moment(told: str, *, now: dt.datetime) -> dt.datetime:
    """An instant as ISO 8601 or in seconds since 1970; ``now`` where it cannot be read."""
    try:
        if told.replace(".", "", 1).isdecimal():
            return dt.datetime.fromtimestamp(float(told), dt.UTC)
        at = dt.datetime.fromisoformat(told)
        return at.astimezone(dt.UTC) if at.tzinfo else at.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError, OSError):
        return now


def check_signature(*, key: str, signed: bytes, told: str) -> None:
    """Raise ``NotSigned`` unless ``told`` is the HMAC-SHA256 of ``signed``, in hex."""
    expected = hmac.new(key.encode(), signed, hashlib.sha256).hexdigest()
    if not constant_time_compare(expected, told.lower()):
        raise NotSigned(_("The signature is wrong."))


def check_age(told: str, *, now: dt.datetime, window: dt.timedelta) -> None:
    """Raise ``NotSigned`` unless ``told``, in seconds since 1970, is near ``now``."""
    if not (told.isascii() and told.isdecimal() and len(told) < len("253402300800")):
        raise NotSigned(_("The time of the signature cannot be read."))
    if abs(now.timestamp() - int(told)) > window.total_seconds():
        raise NotSigned(_("The signature is too old, or a clock is wrong."))
