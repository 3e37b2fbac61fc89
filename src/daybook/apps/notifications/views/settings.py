"""The page on which people say what they want to be told, and when to be left alone."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from daybook.apps.notifications import actions, queries
from daybook.apps.notifications.errors import WrongWish
from daybook.apps.notifications.forms import MarketingForm, WishesForm, channel_label
from daybook.apps.notifications.queries.marketing import marketing_asked
from daybook.apps.notifications.views.addresses import trouble_of
from daybook.apps.notifications.views.phone import sms_size


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show the person's wishes, and keep them."""
    person = cast("AbstractBaseUser", request.user)
    rest = queries.rest_of(person.pk)
    phone = queries.phone_state(person, now=timezone.now())
    form = WishesForm(
        request.POST if request.method == "POST" else None,
        kinds=queries.wishes_of(person.pk),
        gets_sms=phone.gets_sms,
        initial={
            "quiet_from": rest.quiet_from,
            "quiet_until": rest.quiet_until,
            "paused_until": rest.paused_until,
        },
    )
    if form.is_valid() and _keep(person, form):
        messages.success(request, _("Your settings are saved."))
        return redirect("notifications:settings")
    status = 422 if form.is_bound else 200
    context = {
        "form": form,
        "pace": rest.pace,
        "phone": phone,
        "preview": _preview(person) if phone.is_on else None,
        "trouble": trouble_of(person),
        "marketing": MarketingForm(asked=marketing_asked(person)),
    }
    return render(request, "notifications/settings.html", context, status=status)


def _preview(person: AbstractBaseUser) -> dict[str, str]:
    """The test message as an SMS, and what it costs."""
    text, size = actions.sms_preview(person=person, kind=actions.TRIAL)
    return {"text": text, "size": sms_size(size)}


def _keep(person: AbstractBaseUser, form: WishesForm) -> bool:
    data = form.cleaned_data
    try:
        actions.change_wishes(
            person=person,
            switched=[(wish.kind, wish.channel, is_on) for wish, is_on in form.changed_wishes()],
            quiet_from=data["quiet_from"],
            quiet_until=data["quiet_until"],
            paused_until=data["paused_until"],
            now=timezone.now(),
        )
    except WrongWish as error:
        form.add_error(error.field, error.message)
        return False
    return True


@login_required
@require_POST
def trial(request: HttpRequest) -> HttpResponse:
    """Send the person a message only to show that it arrives."""
    person = cast("AbstractBaseUser", request.user)
    message = actions.send_trial(person=person, now=timezone.now())
    if ways := [channel_label(way) for way in queries.ways_of(message)]:
        told = _("A test message is on its way. It goes by: %(ways)s.") % {"ways": ", ".join(ways)}
        messages.success(request, told)
    else:
        messages.warning(request, _("Test messages are switched off for every way, so none went."))
    place = "devices" if request.POST.get("from") == "devices" else "settings"
    return redirect(f"notifications:{place}")
