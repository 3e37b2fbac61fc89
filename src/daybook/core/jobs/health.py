"""How the jobs are doing."""

import datetime as dt

from django_tasks import TaskResultStatus

from daybook.core.contributions import Health, Verdict, health_checks
from daybook.core.jobs import beats
from daybook.core.jobs.models import Job

LATE = dt.timedelta(minutes=5)


@health_checks.register("jobs.worker", order=40)
def worker(now: dt.datetime) -> Health:
    """Whether a worker has beaten lately."""
    alive = len(beats.living(now=now))
    if not alive:
        return Health(
            Verdict.WARNING,
            "No worker has been heard of lately: start `daybook serve` or `daybook worker`.",
        )
    return Health(Verdict.OK, f"{alive} at work." if alive > 1 else "One worker at work.")


@health_checks.register("jobs.queue", order=41)
def queue(now: dt.datetime) -> Health:
    """Whether jobs wait too long, or were set aside."""
    failed = Job.objects.failed().count()
    late = Job.objects.filter(status=TaskResultStatus.READY, run_after__lt=now - LATE).count()
    if failed:
        return Health(
            Verdict.WARNING,
            f"{failed} failed and were set aside: the admin lists and retries them.",
        )
    if late:
        return Health(
            Verdict.WARNING, f"{late} have waited for more than five minutes: add a worker."
        )
    return Health(Verdict.OK, "Nothing is late and nothing has failed.")
