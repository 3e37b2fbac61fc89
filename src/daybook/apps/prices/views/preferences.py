"""What is usual for a person: the page that says it, and the button that saves a choice."""

from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from daybook.apps.prices import actions, domain, queries
from daybook.apps.prices.errors import UnknownPostcode
from daybook.apps.prices.forms import DefaultForm, PreferenceForm, preference_initial
from daybook.apps.prices.views import choice
from daybook.core.limits import asker_of
from daybook.lib.errors import TooMany, Unavailable

PATIENCE_SECONDS = 1.5  # the code can be typed as well


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Show what is usual for the person, or change it."""
    person = cast("AbstractBaseUser", request.user)
    known = queries.preference_of(person.pk)
    usual = known.product if known else ""
    products, trouble = _products(request, usual)
    if request.method != "POST":
        form = PreferenceForm(initial=preference_initial(known), products=products)
        return render(request, "prices/preferences.html", {"form": form, "trouble": trouble})
    form = PreferenceForm(request.POST, products=products)
    if form.is_valid():
        wishes = form.wishes()
        if form.cleaned_data["postcode"]:
            wishes = _living_at(request, form, wishes)
        if form.is_valid():
            actions.prefer(person=person, wishes=wishes, now=timezone.now())
            messages.success(request, _("That is usual for you from now on."))
            return redirect("prices:preferences")
    context = {"form": form, "trouble": trouble}
    return render(request, "prices/preferences.html", context, status=422)


@login_required
@require_POST
def save_default(request: HttpRequest) -> HttpResponse:
    """Keep the choice of the page of prices as what is usual."""
    person = cast("AbstractBaseUser", request.user)
    form = DefaultForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("That choice cannot be saved. Correct it on the page first."))
        return redirect("prices:prices")
    actions.save_as_default(person=person, wishes=form.wishes(), now=timezone.now())
    messages.success(request, _("Saved as usual for you. Preferences shows it and changes it."))
    chosen = {name: request.POST.get(name, "") for name in choice.REMEMBERED}
    return redirect(choice.address(chosen))


def _products(request: HttpRequest, usual: str) -> tuple[list[tuple[str, str]], str]:
    """What can be chosen: the products on sale, and the one the person has; and what went wrong."""
    try:
        found = queries.products(
            now=timezone.now(), asker=asker_of(request), patience_seconds=PATIENCE_SECONDS
        ).products
        trouble = ""
    except (Unavailable, TooMany) as error:
        found, trouble = (), error.message
    names = {product.code: f"{product.full_name} ({product.code})" for product in found}
    if usual and usual not in names:
        is_sample = usual == domain.SAMPLE_PRODUCT
        names = {usual: _("Sample prices, none of them real") if is_sample else usual} | names
    return list(names.items()), trouble


def _living_at(request: HttpRequest, form: forms.Form, wishes: actions.Wishes) -> actions.Wishes:
    """``wishes`` with the region of the postcode; what stands against it is said beside it."""
    try:
        found = queries.regions_of_postcode(
            postcode=form.cleaned_data["postcode"], now=timezone.now(), asker=asker_of(request)
        )
    except (UnknownPostcode, Unavailable, TooMany) as error:
        form.add_error("postcode", error.message)
        return wishes
    if len(found) > 1:
        names = ", ".join(region.name for region in found)
        form.add_error(
            "postcode",
            _("It lies in several regions (%s). Choose yours from the list; your bill names it.")
            % names,
        )
        return wishes
    return wishes.living_in(found[0].letter)
