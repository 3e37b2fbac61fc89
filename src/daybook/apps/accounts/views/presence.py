"""When a session of a page was last in use."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from daybook.apps.accounts import actions

SEEN_AT: Final = "seen_at"
SEEN_EVERY_SECONDS: Final = 300

Respond = Callable[[HttpRequest], HttpResponse]


def presence(respond: Respond) -> Respond:
    """Middleware that writes down, every few minutes, that a session is in use.

    The last time stands in the session itself, so that most requests cost nothing.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        session = request.session
        seen_at = session.get(SEEN_AT) if session.accessed and session.session_key else None
        now = timezone.now()
        if seen_at is not None and now.timestamp() - seen_at >= SEEN_EVERY_SECONDS:
            session[SEEN_AT] = int(now.timestamp())
            actions.note_seen(session_key=session.session_key or "", now=now)
        return response

    return answer
