"""How many messages are new, as an open page asks for it again and again."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from daybook.apps.notifications import queries

STOP_ASKING: Final = 286


@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """Show the count as it stands in the navigation; 304 while it is the same.

    Whoever has been signed out meanwhile is answered 286 and nothing, which ends the asking.
    """
    if not request.user.is_authenticated:
        return HttpResponse(status=STOP_ASKING, headers={"Cache-Control": "no-store"})
    unread = queries.unread_count(request.user.pk, now=timezone.now())
    response = render(request, "ui/count.html", {"count": unread})
    etag = f'"{request.user.pk}-{unread}-{get_language()}"'
    response.headers["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return get_conditional_response(request, etag=etag, response=response) or response
