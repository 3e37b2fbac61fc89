"""Accounts on their way out: whose is missed, and how the erasures do."""

import datetime as dt
from typing import Final

from daybook.apps.accounts.models import Erasure, User
from daybook.core.contributions import Health, Verdict

LATE: Final = dt.timedelta(days=1)


def is_last_operator(user: User) -> bool:
    """Whether nobody but ``user`` would run the place."""
    operators = User.objects.filter(is_staff=True, is_active=True, closes_at=None)
    return user.is_staff and not operators.exclude(pk=user.pk).exists()


def erasures_health(now: dt.datetime) -> Health:
    """Whether an account that should be gone is still there in part."""
    late = Erasure.objects.filter(finished_at=None, begun_at__lt=now - LATE).count()
    if late:
        return Health(
            Verdict.WARNING,
            f"{late} could not be deleted for a day: the admin's deleted accounts say which parts"
            " failed, and the log says why.",
        )
    return Health(Verdict.OK, "No account waits to be deleted.")
