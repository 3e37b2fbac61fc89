"""Bulk jobs in Redis: the same jobs, the same worker, another place where they wait.

They are enqueued after the commit of their cause, so a crash in between loses them, and so does a
Redis that forgets. What must not be lost stays in the database, which is the default.
"""

from daybook.core.jobs.bulk.backend import RedisBackend, redis_backend

__all__ = ["RedisBackend", "redis_backend"]
