"""The years of a person's utilities: when a contract starts, and what a year should take."""

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
from daybook.apps.consumption.domain import Utility, standard_unit
from daybook.apps.consumption.forms import GoalsForm, goals_initial
from daybook.apps.consumption.views.words import NAMES, UNITS


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def goals(request: HttpRequest) -> HttpResponse:
    """Show the contract year and the goal of each utility, or change them."""
    person = cast("AbstractBaseUser", request.user)
    if request.method != "POST":
        form = GoalsForm(initial=goals_initial(queries.goals_of(person.pk)))
        return render(request, "consumption/goals.html", _context(form))
    form = GoalsForm(request.POST)
    if not form.is_valid():
        return render(request, "consumption/goals.html", _context(form), status=422)
    actions.set_goals(person=person, aims=form.aims())
    messages.success(request, _("Your goals are saved."))
    return redirect("consumption:goals")


def _context(form: GoalsForm) -> dict[str, object]:
    parts = [
        {
            "utility": utility.value,
            "name": NAMES[utility],
            "unit": UNITS[standard_unit(utility)],
            "starts_on": form[f"{utility.value}_starts_on"],
            "amount": form[f"{utility.value}_amount"],
        }
        for utility in Utility
    ]
    return {"form": form, "parts": parts}
