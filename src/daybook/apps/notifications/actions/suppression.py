"""Addresses that get nothing any more."""

import datetime as dt

from daybook.apps.notifications.domain import address_mark
from daybook.apps.notifications.domain.reports import Cause
from daybook.apps.notifications.models import Suppression


def suppress(*, address: str, reason: str, now: dt.datetime, cause: Cause = Cause.REFUSED) -> None:
    """Send nothing optional to ``address`` any more; only a mark of it is kept.

    A complaint weighs more than what was there before it.
    """
    values = {"reason": reason[:200], "at": now, "cause": cause.value}
    mark = address_mark(address)
    row, is_new = Suppression.objects.get_or_create(mark=mark, defaults=values)
    if not is_new and cause is Cause.COMPLAINED:
        Suppression.objects.filter(pk=row.pk).update(**values)
