"""The person's own zone and language while their request is answered."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation


def activate_for(person: AbstractBaseUser | AnonymousUser) -> None:
    """Show times in the person's zone and words in their language from here on."""
    try:
        timezone.activate(ZoneInfo(getattr(person, "time_zone", settings.TIME_ZONE)))
    except (ZoneInfoNotFoundError, ValueError):  # a zone that has left the IANA database
        timezone.deactivate()
    language = getattr(person, "language", settings.LANGUAGE_CODE)
    translation.activate(
        language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    )


def personal_settings(
    respond: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that answers a signed-in person in their zone and language.

    Strangers without a session cost no query and get the defaults of the installation.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        with timezone.override(None), translation.override(settings.LANGUAGE_CODE):
            if settings.SESSION_COOKIE_NAME in request.COOKIES:
                activate_for(request.user)
            return respond(request)

    return answer
