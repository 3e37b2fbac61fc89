"""Pages of the inbox: the list, one message, and what is done with them."""

import datetime as dt
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from daybook.apps.notifications import actions, queries
from daybook.apps.notifications.models import Message
from daybook.apps.notifications.queries.history import history_of
from daybook.apps.notifications.views.history import ways_of
from daybook.ui.formats import full_moment, moment

LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Line:
    """One message of the list, ready to be shown."""

    id: int
    subject: str
    text: str
    when: str
    when_full: str
    is_new: bool


@never_cache
@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what Daybook has told the person, newest first."""
    now = timezone.now()
    page = queries.inbox_of(_person(request).pk, page=request.GET.get("page", "1"), now=now)
    lines = [line_of(message, now=now) for message in page.object_list]
    context = {"page": page, "lines": lines, "has_new": any(line.is_new for line in lines)}
    return render(request, "notifications/inbox.html", context)


@never_cache
@login_required
@require_safe
def message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Show one message, which is then read; 404 when it is not the person's."""
    now = timezone.now()
    told = actions.read(person=_person(request), message_id=_id(message_id), now=now)
    context = {
        "message": line_of(told, now=now),
        "offers": queries.offers_of(told),
        "ways": ways_of(history_of(told), now=now),
    }
    return render(request, "notifications/message.html", context)


@login_required
@require_POST
def act(request: HttpRequest, message_id: int) -> HttpResponse:
    """Do one of the things a message offers; 404 when it is not the person's, or not offered."""
    taken = actions.take_action(
        person=_person(request),
        message_id=_id(message_id),
        action=request.POST.get("action", ""),
        now=timezone.now(),
    )
    messages.success(request, taken.result)
    return redirect("notifications:message", message_id)


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    count = actions.read_all(person=_person(request), now=timezone.now())
    told = ngettext("%d message is marked as read.", "%d messages are marked as read.", count)
    messages.success(request, told % count)
    return redirect("notifications:inbox")


@login_required
@require_POST
def delete(request: HttpRequest, message_id: int) -> HttpResponse:
    """Take one message out of the inbox; 404 when it is not the person's."""
    actions.delete(person=_person(request), message_id=_id(message_id), now=timezone.now())
    messages.success(request, _("The message is deleted."))
    return redirect("notifications:inbox")


def line_of(message: Message, *, now: dt.datetime) -> Line:
    """What is shown of ``message``, its time as people say it."""
    zone = timezone.get_current_timezone()
    return Line(
        id=message.pk,
        subject=message.subject,
        text=message.text,
        when=moment(message.shown_at, now, zone),
        when_full=full_moment(message.shown_at, zone),
        is_new=message.read_at is None,
    )


def _id(number: int) -> int:
    return min(number, LARGEST_ID)  # a larger one would not even fit into the question


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
