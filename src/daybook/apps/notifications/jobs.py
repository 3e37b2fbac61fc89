"""Background work of notifications."""

from django.utils import timezone

from daybook.apps.notifications import actions
from daybook.core.jobs import job


@job(priority=10)
def deliver(delivery_id: int) -> int:
    """Carry out one delivery that may go at once, and some that wait behind it; says how many.

    What fails is tried again by ``deliver_due``.
    """
    return actions.deliver_on(delivery_id=delivery_id, clock=timezone.now)


@job(priority=5)
def deliver_due() -> int:
    """Carry out what is due and was left lying; says how many."""
    return actions.deliver_due(now=timezone.now(), clock=timezone.now)


@job(priority=5)
def gather_digests() -> int:
    """Make the digests that are due; says how many."""
    return actions.gather_digests(now=timezone.now())


@job()
def forget_old() -> int:
    """Delete what nobody will look at again; says how many rows."""
    now = timezone.now()
    return actions.forget_old(now=now) + actions.forget_devices(now=now)
