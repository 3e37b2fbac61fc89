"""Writing the audit log of an account."""

import datetime as dt

from django.db.models import F

from daybook.apps.accounts.domain import EVENTS_KEPT, Origin
from daybook.apps.accounts.models import SecurityEvent, User

COUNTED_TOGETHER = dt.timedelta(hours=1)


def record(
    *, user: User, kind: SecurityEvent.Kind, origin: Origin, now: dt.datetime, subject: str = ""
) -> SecurityEvent:
    """Write that ``kind`` has happened, in the transaction of its cause."""
    return SecurityEvent.objects.create(
        user=user, kind=kind, at=now, address=origin.address, device=origin.device, subject=subject
    )


def count_wrong_password(*, email: str, now: dt.datetime) -> None:
    """Count one wrong password for the account of ``email``, if there is one.

    Those of an hour are one line: a stranger's guessing must not push out what matters.
    """
    user_id = User.objects.filter(email=email).values_list("pk", flat=True).first()
    recent = SecurityEvent.objects.filter(
        user_id=user_id or 0,  # the same work for an e-mail without an account
        kind=SecurityEvent.Kind.WRONG_PASSWORD,
        at__gt=now - COUNTED_TOGETHER,
    )
    if not recent.update(times=F("times") + 1) and user_id is not None:
        SecurityEvent.objects.create(
            user_id=user_id, kind=SecurityEvent.Kind.WRONG_PASSWORD, at=now
        )


def forget_old_events(*, now: dt.datetime) -> int:
    """Delete what happened more than a year before ``now``; says how many lines."""
    return SecurityEvent.objects.filter(at__lt=now - EVENTS_KEPT).delete()[0]
