"""Background work on Django's Tasks, kept in the database.

A job is enqueued in the transaction of its cause, so it is never lost and never runs for a cause
that was rolled back. It runs *at least once*: a worker that dies in the middle of it leaves it to
another one. Jobs are therefore idempotent: they take ids, load what is there now, call one action.
"""

from daybook.core.jobs.policy import Retry, job

__all__ = ["Retry", "job"]
