"""The page that compares tariffs over what somebody has used."""

from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.forms import CompareForm, compare_initial
from daybook.apps.consumption.views.comparison_words import page_of
from daybook.lib.errors import Invalid, NotFound


@never_cache
@login_required
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show what the person's half-hours cost on several tariffs."""
    today, person = timezone.localdate(), cast("AbstractBaseUser", request.user)
    product, letter = queries.preferred_product(person.pk) or ("", "")
    usual = compare_initial(region=letter, product=product)
    asked = {name: request.GET[name] for name in CompareForm.base_fields if name in request.GET}
    form = CompareForm(_whole(usual, asked) if asked else usual)
    context: dict[str, object] = {"form": form}
    if not form.is_valid():
        return render(request, "consumption/compare.html", context, status=422)
    candidates = form.candidates()
    outcome = queries.outcome_of(person.pk, form.days(today), candidates)
    context["shown"] = page_of(outcome, candidates)
    return render(request, "consumption/compare.html", context)


@login_required
@require_POST
def want_prices(request: HttpRequest) -> HttpResponse:
    """Have the prices of the product that is compared fetched, and go back."""
    today, person = timezone.localdate(), cast("AbstractBaseUser", request.user)
    form = CompareForm(request.POST)
    address = f"{reverse('consumption:compare')}?{_query(request)}"
    if not form.is_valid() or not form.cleaned_data["product"]:
        return redirect(address)
    given = form.cleaned_data
    try:
        actions.want_prices(
            person=person,
            product=given["product"],
            letter=given["region"],
            days=form.days(today),
            now=timezone.now(),
        )
    except (Invalid, NotFound) as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("The prices are being fetched. Look again in a minute."))
    return redirect(address)


def _whole(usual: dict[str, str], asked: dict[str, str]) -> dict[str, str]:
    """What was asked for; the times of the night and the span are never empty."""
    needed = ("months", "night_from", "night_until")
    return {**{name: usual[name] for name in needed}, **asked}


def _query(request: HttpRequest) -> str:
    names = [name for name in CompareForm.base_fields if request.POST.get(name)]
    return urlencode({name: request.POST[name] for name in names})
