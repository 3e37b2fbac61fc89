"""What mail and SMS would have been sent without a provider; only for debugging."""

from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from daybook.apps.notifications import queries

# A mail has its styles inline; nothing else in it may do anything.
AS_A_MAIL_PROGRAM: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'none'; sandbox"
)


@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """List the mails and SMS, newest first."""
    _only_debugging()
    return render(request, "notifications/outbox.html", {"mails": queries.kept_mails()})


@never_cache
@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one mail with its headers and its text."""
    _only_debugging()
    return render(request, "notifications/mail_kept.html", {"mail": queries.kept_mail(name)})


@never_cache
@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one mail as HTML."""
    del request
    _only_debugging()
    response = HttpResponse(queries.kept_mail(name).html)
    response.headers["Content-Security-Policy"] = AS_A_MAIL_PROGRAM
    return response


def _only_debugging() -> None:
    if not settings.DEBUG:
        raise Http404
