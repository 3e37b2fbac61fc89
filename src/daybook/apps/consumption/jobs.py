"""Background work of consumption."""

from django.utils import timezone

from daybook.apps.consumption import actions
from daybook.core.jobs import job


@job()
def forget_deleted() -> int:
    """Remove for good what was deleted a month ago; says how many records."""
    return actions.forget_deleted(now=timezone.now())


@job()
def want_rates() -> int:
    """Have the rates of half-hourly tariffs that still hold kept; says how many tariffs."""
    return actions.want_rates(today=timezone.localdate(), now=timezone.now())
