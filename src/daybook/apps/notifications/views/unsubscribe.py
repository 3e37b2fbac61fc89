"""Switching the mails of a kind off from the mail itself, without signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from daybook.apps.notifications import actions


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the token is what counts
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, which scanners of mail follow too; act on POST, and never redirect."""
    if request.method == "POST":
        kind, is_done = actions.unsubscribe(token=token, now=timezone.now()), True
    else:
        kind, is_done = actions.subscription(token)[2], False
    context = {"kind": kind, "is_done": is_done}
    return render(request, "notifications/unsubscribe.html", context)
