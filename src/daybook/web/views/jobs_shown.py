"""Jobs as the operators' page shows them: ready words, and the address of each list."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Self
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import TaskResultStatus
from redis.exceptions import RedisError

from daybook.core.contributions import Words
from daybook.core.jobs import board, both, progress
from daybook.core.jobs.bulk import redis_backend
from daybook.core.jobs.models import Progress
from daybook.core.jobs.places import DATABASE, PLACES, REDIS
from daybook.ui.formats import ago, full_moment, moment

STATES: Final[dict[str, Words]] = {
    "failed": gettext_lazy("Set aside"),
    "waiting": gettext_lazy("Waiting"),
    "done": gettext_lazy("Done"),
}
PLACE_NAMES: Final[dict[str, Words]] = {
    DATABASE: gettext_lazy("Database"),
    REDIS: gettext_lazy("Redis"),
}
STATUS_NAMES: Final[dict[TaskResultStatus, Words]] = {
    TaskResultStatus.SUCCESSFUL: gettext_lazy("done"),
    TaskResultStatus.FAILED: gettext_lazy("set aside"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which jobs are listed."""

    state: str = "failed"
    place: str = DATABASE
    kind: str = ""
    page: str = "1"

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """What the address asks for; what it gets wrong is as if it were not there."""
        state, place = given.get("state", ""), given.get("place", "")
        return cls(
            state=state if state in STATES else "failed",
            place=place if place in PLACES and redis_backend() else DATABASE,
            kind=kind_in(given),
            page=given.get("page", "1"),
        )

    @property
    def query(self) -> str:
        """The address without the page, ready to be continued."""
        given = {"state": self.state, "place": self.place, "kind": self.kind}
        return urlencode({name: value for name, value in given.items() if value}) + "&"

    @property
    def url(self) -> str:
        """The address of this list."""
        return f"{reverse('jobs')}?{self.query}page={self.page}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One job, ready to be shown."""

    id: str
    place: str
    name: str
    path: str
    facts: str
    when: str
    when_full: str
    error: str = ""
    progress: Progress | None = None


def overview(asked: Asked, *, now: dt.datetime) -> dict[str, Any]:
    """Everything the page shows."""
    seen = both.look(now=now)
    is_away = seen.is_redis_away
    page: Page[Any] = Paginator((), board.PAGE_SIZE).get_page(1)
    kinds: list[str] = []
    try:
        kinds, page = both.lines(asked.place, asked.state, kind=asked.kind, page=asked.page)
    except RedisError:
        is_away = True
    workers = board.workers(now=now)
    return {
        "asked": asked,
        "queues": [_queue_cells(queue, now) for queue in seen.queues],
        "waiting_count": sum(queue.waiting for queue in seen.queues),
        "failed_count": sum(seen.aside.values()),
        "alive_count": sum(worker.is_alive for worker in workers),
        "is_away": is_away,
        "running": _running_rows(seen.running, now),
        "states": _switch(asked, "state", STATES),
        "backends": _switch(asked, "place", PLACE_NAMES) if redis_backend() else [],
        "kinds": [(kind, name_of(kind)) for kind in kinds],
        "rows": [_row(line, now) for line in page.object_list],
        "page": page,
        "workers": [_worker_cells(worker, now) for worker in workers],
        "timetable": [_due_cells(due, now) for due in board.timetable()],
    }


def running_rows(now: dt.datetime) -> list[Row]:
    """What runs just now, with how far it is."""
    return _running_rows(both.running(), now)


def _running_rows(lines: list[board.Line], now: dt.datetime) -> list[Row]:
    known = progress.of_jobs(line.id for line in lines)
    return [replace(_row(line, now), progress=known.get(line.id)) for line in lines]


def kind_in(given: Mapping[str, str]) -> str:
    """The kind of job that is asked for; PostgreSQL takes no NUL in a text."""
    return given.get("kind", "").replace("\0", "")[:200]


def name_of(path: str) -> str:
    """The name people know a job by: ``notifications.deliver``."""
    parts = [part for part in path.split(".") if part not in {"daybook", "apps", "core", "jobs"}]
    return ".".join(parts) or path


def _switch(asked: Asked, what: str, names: Mapping[str, Words]) -> list[dict[str, Any]]:
    return [
        {
            "text": str(words),
            "url": replace(asked, page="1", kind="", **{what: name}).url,
            "is_current": getattr(asked, what) == name,
        }
        for name, words in names.items()
    ]


def _row(line: board.Line, now: dt.datetime) -> Row:
    at = line.finished_at or line.started_at or line.due_at
    facts = [_("queue %(name)s") % {"name": line.queue}]
    if line.attempt:
        facts.append(_("attempt %(number)d") % {"number": line.attempt})
    if line.worker:
        facts.append(_("worker %(name)s") % {"name": line.worker[:8]})
    return Row(
        id=line.id,
        place=line.place,
        name=name_of(line.path),
        path=line.path,
        facts=" · ".join(facts),
        when=_when(at, now),
        when_full=full_moment(at, timezone.get_current_timezone()),
        error=line.error,
    )


def _when(at: dt.datetime, now: dt.datetime) -> str:
    return ago(at, now) if at <= now else moment(at, now, timezone.get_current_timezone())


def _queue_cells(queue: board.Queue, now: dt.datetime) -> tuple[str, ...]:
    age = ago(queue.oldest, now) if queue.oldest else _("nothing is due")
    place = str(PLACE_NAMES[queue.place])
    name = _("for later") if queue.name == "*" else queue.name
    return f"{place}: {name}", str(queue.waiting), str(queue.later), age


def _worker_cells(worker: board.Worker, now: dt.datetime) -> tuple[str, ...]:
    state = _("at work") if worker.is_alive else _("silent")
    return worker.id[:8], state, ago(worker.at, now)


def _due_cells(due: board.Due, now: dt.datetime) -> tuple[str, ...]:
    zone = timezone.get_current_timezone()
    soon = moment(due.next_at, now, zone) if due.next_at else _("when a worker has looked")
    last = _("never") if due.last_at is None else ago(due.last_at, now)
    if due.last_status is not None:
        last = f"{last}: {STATUS_NAMES[due.last_status]}"
    return due.name, due.cron, soon, last
