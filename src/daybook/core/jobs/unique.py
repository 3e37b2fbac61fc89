"""Jobs of which at most one waits or runs."""

from typing import Any, ParamSpec

from django.db import IntegrityError, transaction
from django_tasks.base import DEFAULT_TASK_BACKEND_ALIAS, Task

from daybook.core.jobs.models import Job, Unique

P = ParamSpec("P")


def enqueue_once(job: Task[P, Any], key: str, *args: P.args, **kwargs: P.kwargs) -> bool:
    """Enqueue ``job`` unless another one of the same ``key`` waits or runs; says whether it did.

    The key is one for all jobs, so begin it with the job's name: ``"mydata.export:7"``. It is part
    of the caller's transaction like the job itself, and always lies in the database, also where
    bulk jobs lie in Redis. A job that runs already may have looked before the cause of this call
    was written: whoever cannot bear that makes the job look again before it ends.
    """
    with transaction.atomic():
        if Unique.is_held(key):
            return False
        try:
            with transaction.atomic():
                made = job.using(backend=DEFAULT_TASK_BACKEND_ALIAS).enqueue(*args, **kwargs)
                Unique.objects.create(job_id=made.id, key=key)
        except IntegrityError:  # another one of the key was committed meanwhile: the savepoint goes
            return False
    return True


def forget() -> int:
    """Delete the keys of jobs that are gone; returns how many."""
    return Unique.objects.exclude(job_id__in=Job.objects.values("pk")).delete()[0]
