"""The page of the browsers that show a person's messages, and the worker that shows them there."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from daybook.apps.notifications import actions, queries
from daybook.apps.notifications.models import Device
from daybook.ui.formats import full_moment, moment

LARGEST_ID: Final = 2**63 - 1
WORKER: Final = Path(__file__).parents[1] / "static" / "notifications" / "worker.js"
# The worker speaks to Daybook and to nobody else.
WORKER_POLICY: Final = "default-src 'none'; connect-src 'self'"


@dataclass(frozen=True, slots=True)
class Entry:
    """One device of the list, ready to be shown."""

    id: int
    mark: str
    name: str
    added: str
    added_full: str
    used: str
    is_live: bool
    has_failed: bool


@never_cache
@login_required
@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    """Show which browsers show the person's messages, and let this one be switched."""
    now = timezone.now()
    person = _person(request)
    entries = [
        entry_of(device, is_live=is_live, now=now)
        for device, is_live in queries.devices_of(person.pk, now=now)
    ]
    has_live = any(entry.is_live for entry in entries)
    context = {
        "entries": entries,
        "push_key": queries.push_key(),
        "is_gone": not has_live and (bool(entries) or queries.counts_on_push(person.pk)),
    }
    return render(request, "notifications/devices.html", context)


@login_required
@require_POST
def remove_device(request: HttpRequest, device_id: int) -> HttpResponse:
    """Send nothing to a device any more; 404 when it is not the person's."""
    actions.remove_device(person=_person(request), device_id=min(device_id, LARGEST_ID))
    messages.success(request, _("The device is removed. It gets no more messages."))
    return redirect("notifications:devices")


@require_safe
@cache_control(no_cache=True)
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker; from here it may look after every page."""
    response = HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    response.headers["Content-Security-Policy"] = WORKER_POLICY
    return response


def entry_of(device: Device, *, is_live: bool, now: dt.datetime) -> Entry:
    """What is shown of ``device``, its times as people say them."""
    zone = timezone.get_current_timezone()
    return Entry(
        id=device.pk,
        mark=device.mark,
        name=device.name,
        added=moment(device.added_at, now, zone),
        added_full=full_moment(device.added_at, zone),
        used=moment(device.used_at, now, zone) if device.used_at else "",
        is_live=is_live,
        has_failed=device.failed_at is not None,
    )


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
