"""The page on which people confirm the number SMS go to."""

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
from django.views.decorators.http import require_http_methods, require_POST

from daybook.apps.notifications import actions, queries
from daybook.apps.notifications.errors import NoPhone, WrongCode
from daybook.apps.notifications.forms import CodeForm
from daybook.core.limits import asker_of
from daybook.lib.gsm import Size


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """Show where the person stands with SMS, and take the code they type."""
    person = cast("AbstractBaseUser", request.user)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _confirm(person, form):
        messages.success(request, _("Your number is confirmed. Now choose what comes by SMS."))
        return redirect("notifications:settings")
    context = {"form": form, "phone": queries.phone_state(person, now=timezone.now())}
    status = 422 if form.is_bound else 200
    return render(request, "notifications/phone.html", context, status=status)


@login_required
@require_POST
def send_code(request: HttpRequest) -> HttpResponse:
    """Send a code to the number of the profile."""
    person = cast("AbstractBaseUser", request.user)
    try:
        actions.send_code(person=person, address=asker_of(request), now=timezone.now())
    except NoPhone as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("A code is on its way. It works for ten minutes."))
    return redirect("notifications:phone")


@login_required
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Send no more SMS until the number is confirmed again."""
    actions.forget_phone(person_id=cast("AbstractBaseUser", request.user).pk)
    messages.success(request, _("You get no more SMS."))
    return redirect("notifications:phone")


def sms_size(size: Size) -> str:
    """How long an SMS is, as people say it."""
    parts = ngettext("%d SMS", "%d SMS in one", size.segments) % size.segments
    letters = ngettext("%d character", "%d characters", size.characters) % size.characters
    return f"{parts}, {letters}"


def _confirm(person: AbstractBaseUser, form: CodeForm) -> bool:
    try:
        actions.confirm_phone(person=person, code=form.cleaned_data["code"], now=timezone.now())
    except WrongCode as error:
        form.add_error("code", error.message)
        return False
    return True
