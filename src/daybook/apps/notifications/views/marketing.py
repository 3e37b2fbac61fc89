"""The box on the page of settings by which people agree to news and offers, or take it back."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from daybook.apps.notifications import actions
from daybook.apps.notifications.errors import TextChanged
from daybook.apps.notifications.forms import MarketingForm
from daybook.apps.notifications.queries.marketing import marketing_asked


@login_required
@require_POST
def marketing(request: HttpRequest) -> HttpResponse:
    """Keep what the person says; the page comes again where the text has changed meanwhile."""
    person = cast("AbstractBaseUser", request.user)
    form = MarketingForm(request.POST, asked=marketing_asked(person))
    if form.is_valid() and _keep(person, form):
        messages.success(request, _("Your choice is saved."))
        return redirect("notifications:settings")
    return render(request, "notifications/marketing.html", {"marketing": form}, status=422)


def _keep(person: AbstractBaseUser, form: MarketingForm) -> bool:
    place, now = reverse("notifications:settings"), timezone.now()
    if not form.cleaned_data["wants_news"]:
        actions.withdraw_from_marketing(person=person, place=place, now=now)
        return True
    version = form.cleaned_data["version"] or 0
    try:
        actions.agree_to_marketing(person=person, version=version, place=place, now=now)
    except TextChanged as error:
        form.add_error("wants_news", error.message)
        return False
    return True
