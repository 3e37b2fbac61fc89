"""Addresses that get nothing any more."""

import datetime as dt

from daybook.apps.notifications.domain import address_mark
from daybook.apps.notifications.models import Suppression


def suppress(*, address: str, reason: str, now: dt.datetime) -> None:
    """Send nothing optional to ``address`` any more; only a mark of it is kept."""
    Suppression.objects.get_or_create(
        mark=address_mark(address), defaults={"reason": reason[:200], "at": now}
    )
