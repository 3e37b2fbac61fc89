"""The pages of digests: how often they come, the way out of them, and links that are followed."""

import datetime as dt
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
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from daybook.apps.notifications import actions, queries
from daybook.apps.notifications.errors import WrongWish
from daybook.apps.notifications.forms import DigestForm
from daybook.ui.formats import moment

AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show how the person gets what is not urgent, and keep it."""
    person = cast("AbstractBaseUser", request.user)
    now = timezone.now()
    rest = queries.rest_of(person.pk)
    form = DigestForm(
        request.POST if request.method == "POST" else None,
        initial={
            "pace": rest.pace,
            "morning_at": rest.morning_at,
            "notes_openings": rest.notes_openings,
        },
    )
    if form.is_valid() and _keep(person, form, now=now):
        messages.success(request, _("Your settings are saved."))
        return redirect("notifications:digest-settings")
    context = {"form": form, "held": _held_words(person.pk, now=now)}
    status = 422 if form.is_bound else 200
    return render(request, "notifications/digest_settings.html", context, status=status)


def _keep(person: AbstractBaseUser, form: DigestForm, *, now: dt.datetime) -> bool:
    try:
        actions.change_pace(person=person, now=now, **form.cleaned_data)
    except WrongWish as error:
        form.add_error(error.field, error.message)
        return False
    return True


def _held_words(person_id: int, *, now: dt.datetime) -> str:
    held = queries.held_for(person_id)
    count, first = held.count(), held.first()
    if first is None:
        return ""
    words = ngettext(
        "%(count)s message waits for the digest: %(when)s.",
        "%(count)s messages wait for a digest. The next one: %(when)s.",
        count,
    )
    when = moment(first.due_at, now, timezone.get_current_timezone())
    return words % {"count": count, "when": when}


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the token is what counts
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, which scanners of mail follow too; act on POST, and never redirect."""
    if is_done := request.method == "POST":
        kinds = actions.unsubscribe_digest(token=token)
    else:
        kinds = [kind for _name, kind in actions.digest_subscription(token)]
    context = {"kinds": kinds, "is_done": is_done}
    return render(request, "notifications/digest_off.html", context)


@never_cache
@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Lead on to a page of this site; looking ahead of opening (HEAD, prefetch) is not noted."""
    is_ahead = request.method == "HEAD" or any(request.headers.get(name) for name in AHEAD)
    path = actions.follow(token=token, is_opened=not is_ahead, now=timezone.now())
    return redirect(path)
