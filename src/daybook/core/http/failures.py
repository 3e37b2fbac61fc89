"""Failures remembered for a short while, by every process, so that nobody runs into them again."""

import datetime as dt
from pathlib import Path

from daybook.core.http import files
from daybook.core.http.errors import OUTAGES, error_of
from daybook.lib.errors import DomainError


class Failures:
    """What failed a moment ago: one question, or the whole service.

    A failure is forgotten by itself ``seconds`` after it happened. The file ``outage`` tells that
    the whole service is down, to every cache that has it.
    """

    def __init__(self, *, outage: Path, seconds: float) -> None:
        self._outage = outage
        self._memory = dt.timedelta(seconds=seconds)

    def recent(self, answer: Path, now: dt.datetime) -> DomainError | None:
        """The failure that makes asking again pointless at ``now``, if there is one."""
        for path in (answer.with_suffix(".failed"), self._outage):
            kept = files.read(path)
            if isinstance(kept, dict) and self._is_recent(kept.get("failed_at"), now):
                return error_of(str(kept.get("code")), str(kept.get("message")))
        return None

    def remember(self, answer: Path, error: DomainError, now: dt.datetime) -> None:
        """Keep ``error``; one that says the service is down counts for every question.

        Raises ``OSError`` when the disk refuses.
        """
        is_outage = isinstance(error, OUTAGES)
        path = self._outage if is_outage else answer.with_suffix(".failed")
        failed_at = now.isoformat()
        files.write(path, {"failed_at": failed_at, "code": error.code, "message": error.message})

    def forget(self, answer: Path) -> None:
        """The service has answered: what was remembered against it no longer holds."""
        answer.with_suffix(".failed").unlink(missing_ok=True)
        self._outage.unlink(missing_ok=True)

    def _is_recent(self, failed_at: object, now: dt.datetime) -> bool:
        try:
            since = now - dt.datetime.fromisoformat(str(failed_at))
        except (TypeError, ValueError):
            return False
        # Others read the clock before or after the one who failed, hence both directions.
        return abs(since) < self._memory
