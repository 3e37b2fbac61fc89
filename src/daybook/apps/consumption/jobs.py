"""Background work of consumption."""

from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from daybook.apps.consumption import actions, queries
from daybook.core.jobs import Retry, job
from daybook.core.jobs.progress import Meter
from daybook.core.jobs.unique import enqueue_once

#: Over an hour in all: long enough for Octopus to come back, then the next night tries again.
PATIENT: Final = Retry(attempts=6, first_wait_seconds=60)
FEW: Final = Retry(attempts=3, first_wait_seconds=5)  # what is left over, the schedule begins anew


@job()
def forget_deleted() -> int:
    """Remove for good what was deleted a month ago; says how many records."""
    return actions.forget_deleted(now=timezone.now())


@job()
def want_rates() -> int:
    """Have the rates of half-hourly tariffs that still hold kept; says how many tariffs."""
    return actions.want_rates(today=timezone.localdate(), now=timezone.now())


@job(PATIENT)
def fetch_octopus(account_id: int) -> int:
    """Fetch the use of one Octopus account; says how many half-hours are new."""
    return actions.fetch_octopus(account_id=account_id, clock=timezone.now)


def begin_fetching(account_id: int) -> bool:
    """Have an account asked soon, unless it waits to be or is asked already; says whether so."""
    return enqueue_once(fetch_octopus, f"consumption.octopus:{account_id}", account_id)


@job()
def fetch_due_octopus() -> int:
    """Begin the accounts whose minute of the night has come; says how many."""
    with transaction.atomic():
        due = actions.begin_due_octopus(now=timezone.now())
        return sum(begin_fetching(account_id) for account_id in due)


@job(FEW, priority=10)  # somebody is looking at the meter
def import_draft(draft_id: str) -> bool:
    """Import a file somebody has looked at; says whether it is imported now."""
    meter = Meter(queries.progress_key_of(UUID(draft_id)))
    done = actions.import_draft(
        draft_id=UUID(draft_id),
        clock=timezone.now,
        tell=lambda done, total: meter.report(done=done, total=total),
    )
    meter.report(done=meter.total)
    return done


@job()
def tend_drafts() -> int:
    """Forget old files, and begin those anew that lost their worker; says how many of these."""
    now = timezone.now()
    actions.forget_drafts(now=now)
    silent = queries.silent_drafts(now=now)
    for draft_id in silent:
        import_draft.enqueue(str(draft_id))
    return len(silent)
