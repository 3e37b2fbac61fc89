"""The calendar feed: its page for its owner, and the file that calendars read."""

import hashlib
from typing import Final, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daybook.apps.prices import actions, queries
from daybook.apps.prices.errors import InvalidPlan, NoSuchFeed
from daybook.apps.prices.forms import FeedForm
from daybook.apps.prices.models import Feed
from daybook.apps.prices.views import ical
from daybook.core.limits import Limit, asker_of, spend
from daybook.core.rest import status_of
from daybook.lib.errors import TooMany, Unavailable

#: Many calendars ask from the few addresses of their providers.
READINGS: Final = Limit("prices.feed", times=120, seconds=60)
KEEP_SECONDS: Final = 300
RETRY_SECONDS: Final = 600
NOT_FOUND: Final = 404


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def feed(request: HttpRequest) -> HttpResponse:
    """Show the address of the person's feed; a POST turns it on or sets its alarm."""
    person = _person(request)
    found = queries.feed_of(person.pk)
    if request.method != "POST":
        alarm = "" if found is None or found.alarm_minutes is None else found.alarm_minutes
        return _page(request, found, FeedForm(initial={"alarm": alarm}))
    form = FeedForm(request.POST)
    if form.is_valid():
        try:
            alarm_minutes = form.cleaned_data["alarm"]
            actions.open_feed(person=person, alarm_minutes=alarm_minutes, now=timezone.now())
        except InvalidPlan as error:
            form.add_error("alarm", error.message)
        else:
            messages.success(request, _("Saved.") if found else _("Your calendar feed is on."))
            return redirect("prices:feed")
    return _page(request, found, form, status=422)


@never_cache
@login_required
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """Give the feed another address."""
    try:
        actions.renew_feed(person=_person(request), now=timezone.now())
    except NoSuchFeed as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("The feed has a new address. The old one no longer works."))
    return redirect("prices:feed")


@never_cache
@login_required
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Turn the feed off."""
    actions.close_feed(person=_person(request))
    messages.success(request, _("Your calendar feed is off."))
    return redirect("prices:feed")


@require_safe
def feed_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The calendar behind a secret address; 304 for whoever has it already, 404 for guesses."""
    now = timezone.now()
    try:
        spend(READINGS, asker_of(request), now=now)
        found = queries.feed_behind(token)
        programme = queries.programme_of(found.person_id, now=now)
    except (NoSuchFeed, TooMany, Unavailable) as error:
        # Answered here, since refusals are logged with their address, which is a secret.
        wait = error.details.get("retry_after_seconds", RETRY_SECONDS)
        headers = {"Retry-After": str(wait)} if status_of(error) != NOT_FOUND else {}
        return HttpResponse(
            error.message,
            status=status_of(error),
            headers=headers,
            content_type="text/plain; charset=utf-8",
        )
    entries = [
        *ical.block_entries(programme, found.person_id),
        *map(ical.planned_entry, programme.planned),
    ]
    body = ical.calendar_file(
        entries,
        name=_("Cheap electricity"),
        url=request.build_absolute_uri(reverse("prices:prices")),
        alarm_minutes=found.alarm_minutes,
    )
    response = HttpResponse(body, content_type=ical.CONTENT_TYPE)
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    response["ETag"] = etag
    response["Content-Disposition"] = 'inline; filename="daybook.ics"'
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    patch_cache_control(response, private=True, max_age=KEEP_SECONDS)
    return get_conditional_response(request, etag=etag, response=response) or response


def _page(
    request: HttpRequest, found: Feed | None, form: FeedForm, status: int = 200
) -> HttpResponse:
    preference = queries.preference_of(_person(request).pk)
    address = ""
    if found is not None:
        path = reverse("prices:feed-file", args=[queries.feed_token(found)])
        address = request.build_absolute_uri(path)
    context = {
        "form": form,
        "address": address,
        # Calendars on the same device open such addresses by themselves.
        "webcal": address.replace("https:", "webcal:", 1).replace("http:", "webcal:", 1),
        "has_tariff": preference is not None and preference.region and preference.product,
        "preference": preference,
    }
    return render(request, "prices/feed.html", context, status=status)


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
