"""Jobs over the API, for operators: what the page of jobs shows, and what can be done there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Final, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Status
from redis.exceptions import RedisError

from daybook.core.jobs import board, both, desk, progress
from daybook.core.jobs.shapes import (
    KIND,
    LONGEST_KIND,
    JobsOut,
    Place,
    QueuesOut,
    RetriedOut,
    RetryIn,
    RunningJobsOut,
    ScheduleOut,
    WorkersOut,
)
from daybook.core.operators import operators
from daybook.lib.errors import Unavailable

router = Router(tags=["jobs"], auth=operators)

LAST_PAGE: Final = 1_000_000

Listed = Literal["failed", "waiting", "done"]
KindQuery = Annotated[
    str,
    Query(
        max_length=LONGEST_KIND,
        pattern=KIND,
        description="The dotted name of a job; empty for all.",
    ),
]
PageNumber = Annotated[int, Query(ge=1, le=LAST_PAGE)]
InPlace = Annotated[Place, Path()]


@router.get("", response=JobsOut, summary="Jobs of a state")
def jobs(
    request: HttpRequest,
    state: Listed = "failed",
    place: Place = "database",
    kind: KindQuery = "",
    page: PageNumber = 1,
) -> object:
    """The jobs that were set aside, wait or are done, the latest first.

    Those that wait come in the order in which they will run. A page after the last is the last.
    404 `jobs.no-such-job` for Redis where that is not used, 503 when it is away.
    """
    del request
    with _redis_told():
        kinds, found = both.lines(place, state, kind=kind, page=str(page))
    return {
        "count": found.paginator.count,
        "page": found.number,
        "pages": found.paginator.num_pages,
        "kinds": kinds,
        "jobs": list(found.object_list),
    }


@router.get("/queues", response=QueuesOut, summary="What waits")
def queues(request: HttpRequest) -> object:
    """The queues with something in them, and how many jobs were set aside in each place."""
    del request
    return both.look(now=timezone.now())


@router.get("/running", response=RunningJobsOut, summary="What runs just now")
def running(request: HttpRequest) -> object:
    """The jobs that run just now, with how far they are."""
    del request
    lines = both.running()
    told = progress.of_jobs(line.id for line in lines)
    return {"jobs": [{"job": line, "progress": told.get(line.id)} for line in lines]}


@router.get("/schedule", response=ScheduleOut, summary="Recurring jobs")
def schedule(request: HttpRequest) -> object:
    """The recurring jobs with their next time and their last result."""
    del request
    return {"schedule": board.timetable()}


@router.get("/workers", response=WorkersOut, summary="Workers")
def workers(request: HttpRequest) -> object:
    """The workers that were heard of within a day."""
    del request
    return {"workers": board.workers(now=timezone.now())}


@router.post("/{place}/retry", response=RetriedOut, summary="Run those of a kind again")
def retry_all(request: HttpRequest, place: InPlace, body: RetryIn) -> object:
    """Give all jobs that were set aside a fresh start, or all of a kind; a thousand at most."""
    with _redis_told():
        count = desk.retry_all(place=place, kind=body.kind, by=_who(request), now=timezone.now())
    return {"retried": count}


@router.post("/{place}/{job_id}/retry", response=RetriedOut, summary="Run one again")
def retry(request: HttpRequest, place: InPlace, job_id: UUID) -> object:
    """Give one job that was set aside a fresh start; `retried` is 0 when it no longer was.

    409 `jobs.another-one-waits` for a job of which one is enough, while another one waits.
    """
    with _redis_told():
        is_again = desk.retry(place=place, job_id=str(job_id), by=_who(request), now=timezone.now())
    return {"retried": int(is_again)}


@router.post("/{place}/{job_id}/drop", response={204: None}, summary="Drop one")
def drop(request: HttpRequest, place: InPlace, job_id: UUID) -> Status[None]:
    """Throw a job away that was set aside or waits.

    404 `jobs.no-such-job` when it runs just now, or is gone.
    """
    with _redis_told():
        desk.drop(place=place, job_id=str(job_id), by=_who(request))
    return Status(204, None)


def _who(request: HttpRequest) -> int:
    return int(request.user.pk or 0)


@contextmanager
def _redis_told() -> Iterator[None]:
    try:
        yield
    except RedisError as error:
        raise Unavailable(_("Redis does not answer. Please try again later.")) from error
