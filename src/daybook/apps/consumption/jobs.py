"""Background work of consumption."""

from typing import Final
from uuid import UUID

from django.utils import timezone

from daybook.apps.consumption import actions, queries
from daybook.core.jobs import Retry, job
from daybook.core.jobs.progress import Meter

FEW: Final = Retry(attempts=3, first_wait_seconds=5)  # what is left over, the schedule begins anew


@job()
def forget_deleted() -> int:
    """Remove for good what was deleted a month ago; says how many records."""
    return actions.forget_deleted(now=timezone.now())


@job(FEW, priority=10)  # somebody is looking at the meter
def import_draft(draft_id: str) -> bool:
    """Import a file somebody has looked at; says whether it is imported now."""
    meter = Meter(queries.meter_of(UUID(draft_id)))
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
