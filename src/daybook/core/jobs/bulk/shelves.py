"""The sorted sets in Redis where bulk jobs lie, and every move between them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, cast

import redis

from daybook.core.jobs.bulk import scripts

TIMEOUT_SECONDS: Final = 5.0
SHELVES: Final = ("running", "failed", "done")

Fields = Mapping[str, str]


class Shelves:
    """Jobs in one Redis under one prefix; raises ``redis.RedisError`` when it is away."""

    def __init__(self, url: str, *, prefix: str) -> None:
        self._prefix = prefix
        self._redis = redis.Redis.from_url(
            url,
            decode_responses=True,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
        )
        register = self._redis.register_script
        self._put, self._claim = register(scripts.PUT), register(scripts.CLAIM)
        self._settle, self._revive = register(scripts.SETTLE), register(scripts.REVIVE)
        self._drop, self._prune = register(scripts.DROP), register(scripts.PRUNE)

    def put(self, job_id: str, fields: Fields, *, due: dt.datetime, now: dt.datetime) -> None:
        """Lay a new job down, to be taken when it is due."""
        self._put(keys=[self._prefix], args=[job_id, _stamp(now), _stamp(due), *_flat(fields)])

    def claim(self, worker: str, *, queues: Sequence[str], now: dt.datetime) -> str:
        """Take the most urgent job that is due, the oldest of those; its id, or nothing."""
        taken = self._claim(keys=[self._prefix], args=[_stamp(now), worker, *queues])
        return cast("str", taken or "")

    def settle(
        self,
        job_id: str,
        fields: Fields,
        *,
        workers: str,
        status: str,
        due: dt.datetime,
        now: dt.datetime,
    ) -> bool:
        """End a run, unless the job was given to somebody else meanwhile; says whether it did."""
        ends = [job_id, _stamp(now), _stamp(due), workers, status]
        return bool(self._settle(keys=[self._prefix], args=[*ends, *_flat(fields)]))

    def revive(self, job_id: str, *, now: dt.datetime) -> bool:
        """Give a failed job a fresh start; says whether it was one."""
        return bool(self._revive(keys=[self._prefix], args=[job_id, _stamp(now)]))

    def drop(self, job_id: str) -> bool:
        """Throw away a job that failed or waits; says whether it was one."""
        return bool(self._drop(keys=[self._prefix], args=[job_id]))

    def prune(self, shelf: str, *, before: dt.datetime) -> int:
        """Delete the jobs that came to this shelf before then; returns how many."""
        count = 0
        while removed := cast(
            "int", self._prune(keys=[self._prefix], args=[shelf, _stamp(before)])
        ):
            count += removed
        return count

    def fields(self, job_ids: Iterable[str]) -> list[dict[str, str]]:
        """What is known of these jobs, in this order; those that are gone are left out."""
        ids = [*job_ids]
        pipe = self._redis.pipeline(transaction=False)
        for job_id in ids:
            pipe.hgetall(f"{self._prefix}:job:{job_id}")
        return [
            {"id": job_id, **found}
            for job_id, found in zip(ids, pipe.execute(), strict=True)
            if found
        ]

    def queues(self) -> list[str]:
        """The queues in which a job has ever lain, by name."""
        return sorted(cast("set[str]", self._redis.smembers(f"{self._prefix}:queues")))

    def ids(self, shelf: str, first: int = 0, last: int = -1) -> list[str]:
        """The jobs on ``running``, ``failed`` or ``done``, the latest first; both ends count."""
        return cast("list[str]", self._redis.zrevrange(f"{self._prefix}:{shelf}", first, last))

    def waiting(self, last: int = -1) -> list[str]:
        """The jobs that wait, those that are due first, each queue by itself."""
        found: list[str] = []
        for queue in self.queues():
            found += self.ready(queue, last)
        return found + cast("list[str]", self._redis.zrange(f"{self._prefix}:later", 0, last))

    def ready(self, queue: str, last: int = -1) -> list[str]:
        """The jobs of ``queue`` that are due, in the order in which they will run."""
        return cast("list[str]", self._redis.zrange(f"{self._prefix}:ready:{queue}", 0, last))

    def count(self, shelf: str) -> int:
        """How many jobs lie there: ``failed``, ``later``, ``ready:default``."""
        return self._redis.zcard(f"{self._prefix}:{shelf}")

    def taken_before(self, when: dt.datetime) -> list[str]:
        """The jobs that have run since before ``when``."""
        shelf = f"{self._prefix}:running"
        return cast("list[str]", self._redis.zrangebyscore(shelf, "-inf", f"({_stamp(when)}"))

    def close(self) -> None:
        """Give the connections back."""
        self._redis.close()


def _stamp(moment: dt.datetime) -> str:
    return f"{moment.timestamp():.6f}"


def _flat(fields: Fields) -> list[str]:
    return [part for pair in fields.items() for part in pair]
