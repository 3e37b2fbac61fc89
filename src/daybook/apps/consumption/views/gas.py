"""The energy in a cubic metre of the person's gas."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.forms import CalorificValueForm


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def gas(request: HttpRequest) -> HttpResponse:
    """Show the calorific value, or change it."""
    person = cast("AbstractBaseUser", request.user)
    if request.method != "POST":
        known = queries.calorific_value_of(person.pk)
        form = CalorificValueForm(initial={"calorific_value": f"{known.normalize():f}"})
        return render(request, "consumption/gas.html", {"form": form})
    form = CalorificValueForm(request.POST)
    if not form.is_valid():
        return render(request, "consumption/gas.html", {"form": form}, status=422)
    actions.set_calorific_value(person=person, value=form.cleaned_data["calorific_value"])
    messages.success(request, _("Gas is turned into kWh with that value from now on."))
    return redirect("consumption:gas")
