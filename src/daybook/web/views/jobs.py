"""The operators' page of jobs: what waits, runs or was set aside, and what to do about it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from redis.exceptions import RedisError

from daybook.core.jobs import desk
from daybook.core.jobs.errors import AnotherOneWaits
from daybook.core.jobs.places import PLACES
from daybook.core.operators import is_operator
from daybook.web.views.jobs_shown import Asked, kind_in, overview, running_rows

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def operators_only(view: View[P]) -> View[P]:
    """To everybody but operators there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not is_operator(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@never_cache
@operators_only
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show everything about jobs; the address says which of them are listed."""
    asked = Asked.read(request.GET)
    return render(request, "web/jobs/jobs.html", overview(asked, now=timezone.now()))


@never_cache
@operators_only
@require_safe
def running(request: HttpRequest) -> HttpResponse:
    """What runs just now, for the page that asks again."""
    return render(request, "web/jobs/_running.html", {"running": running_rows(timezone.now())})


@operators_only
@require_POST
def retry(request: HttpRequest, place: str, job_id: str) -> HttpResponse:
    """Give one job that was set aside a fresh start."""
    try:
        is_again = desk.retry(
            place=_known(place), job_id=job_id, by=_who(request), now=timezone.now()
        )
    except AnotherOneWaits as error:
        messages.warning(request, error.message)
    except RedisError:
        messages.error(request, _("Redis does not answer. Nothing was changed."))
    else:
        said = _("The job will run again.") if is_again else _("It was not set aside any more.")
        messages.success(request, said)
    return _back(request)


@operators_only
@require_POST
def retry_all(request: HttpRequest, place: str) -> HttpResponse:
    """Give all jobs that were set aside a fresh start, or all of one kind."""
    try:
        count = desk.retry_all(
            place=_known(place),
            kind=kind_in(request.POST),
            by=_who(request),
            now=timezone.now(),
        )
    except RedisError:
        messages.error(request, _("Redis does not answer. Some jobs may not have been changed."))
    else:
        said = ngettext("%d job will run again.", "%d jobs will run again.", count) % count
        messages.success(request, said)
    return _back(request)


@operators_only
@require_POST
def drop(request: HttpRequest, place: str, job_id: str) -> HttpResponse:
    """Throw one job away; 404 when it is gone or runs."""
    try:
        desk.drop(place=_known(place), job_id=job_id, by=_who(request))
    except RedisError:
        messages.error(request, _("Redis does not answer. Nothing was changed."))
    else:
        messages.success(request, _("The job is dropped."))
    return _back(request)


def _known(place: str) -> str:
    if place not in PLACES:
        raise Http404
    return place


def _who(request: HttpRequest) -> int:
    return int(request.user.pk or 0)


def _back(request: HttpRequest) -> HttpResponse:
    """To the list the operator came from, and to no other site."""
    given = request.POST.get("next", "")
    here = f"{reverse('jobs')}?"
    return redirect(given if given.startswith(here) else f"{here}state=failed")
