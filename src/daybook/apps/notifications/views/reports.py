"""Where mail providers tell what became of a mail."""

from typing import Final

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from daybook.apps.notifications import actions
from daybook.apps.notifications.clients.providers import Call
from daybook.apps.notifications.queries.reports import provider_called
from daybook.core.limits import Limit, asker_of, spend
from daybook.core.rest import problem, status_of
from daybook.lib.errors import DomainError

log = structlog.get_logger(__name__)

LARGEST_BODY: Final = 512 * 1024
# Only calls that come to nothing count: a provider may have ten thousand things to tell.
TRIES: Final = Limit("mail-reports", 60, 60)


@csrf_exempt  # providers have no session; each proves itself in its own way
@never_cache
@require_POST
def reports(request: HttpRequest, provider: str) -> HttpResponse:
    """Take what ``provider`` tells: 200 with the number of new reports, else a problem document.

    404 where the provider is not set up, 403 without its proof, 413, 422, 429.
    """
    now = timezone.now()
    try:
        known = provider_called(provider)
        counted = spend(TRIES, asker_of(request), now=now)
        body = request.read(LARGEST_BODY + 1)
        if len(body) > LARGEST_BODY:
            return problem(413, "too-large", _("A report has at most 512 KiB."))
        headers = {name.lower(): value for name, value in request.headers.items()}
        call = Call(body=body, headers=headers, now=now)
        known.check(call, known.secret())
        taken = actions.take_reports(provider=provider, reports=known.read(call), now=now)
    except DomainError as error:
        return _refusal(error, provider)
    counted.forgive()
    return JsonResponse({"taken": taken})


def _refusal(error: DomainError, provider: str) -> HttpResponse:
    log.warning("notifications.report-refused", provider=provider, code=error.code)
    answer = problem(status_of(error), error.code, error.message)
    if seconds := error.details.get("retry_after_seconds"):
        answer["Retry-After"] = str(seconds)
    return answer
