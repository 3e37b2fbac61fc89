"""The person's Octopus account: connecting it, how far it is, what is missing, letting go of it."""

from typing import Final, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import Unit, agile_of
from daybook.apps.consumption.errors import (
    AccountUnknown,
    ConnectionPaused,
    KeyRefused,
    NoMeterPoint,
    NotConnected,
    OtherAccount,
)
from daybook.apps.consumption.forms import DisconnectForm, OctopusForm
from daybook.apps.consumption.models import OctopusAccount
from daybook.apps.consumption.views.octopus_words import (
    facts_of,
    gap_lists,
    meter_of,
    points_table,
    taken_words,
)
from daybook.core.rest import status_of
from daybook.lib.errors import DomainError
from daybook.lib.periods import LONDON, local_date
from daybook.ui.parts import wants_part

PAGE: Final = "consumption/octopus.html"
PROGRESS: Final = "consumption/_octopus_progress.html"
FIELDS: Final[dict[type[DomainError], str]] = {
    KeyRefused: "api_key",
    AccountUnknown: "number",
    NoMeterPoint: "number",
    OtherAccount: "number",
}


@sensitive_post_parameters("api_key")
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def octopus(request: HttpRequest) -> HttpResponse:
    """Show the account, or connect it; HTMX asks for how far it is alone."""
    person = _person(request)
    if request.method != "POST":
        return _page(request)
    form = OctopusForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        actions.connect_octopus(
            person=person,
            number=form.cleaned_data["number"],
            key=form.cleaned_data["api_key"],
            gas_unit=Unit(form.cleaned_data["gas_unit"]),
            now=timezone.now(),
        )
    except DomainError as error:
        form.add_error(FIELDS.get(type(error)), error.message)
        return _page(request, form, status=status_of(error))
    messages.success(request, _("Your account is connected. Its half-hours are being fetched."))
    return redirect("consumption:octopus")


@never_cache
@login_required
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """Ask for what is new now."""
    try:
        actions.renew_octopus(person=_person(request), now=timezone.now())
    except (NotConnected, ConnectionPaused) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Octopus is being asked. Load this page again in a moment."))
    return redirect("consumption:octopus")


@never_cache
@login_required
@require_POST
def take_over(request: HttpRequest) -> HttpResponse:
    """Add the half-hourly tariffs of the account to the person's own, and tell of the others."""
    try:
        taken = actions.take_over_tariffs(person=_person(request), now=timezone.now())
    except NotConnected as error:
        messages.error(request, error.message)
        return redirect("consumption:octopus")
    for level, words in taken_words(taken):
        messages.add_message(request, level, words)
    return redirect("consumption:tariffs" if taken.added else "consumption:octopus")


@never_cache
@login_required
@require_POST
def disconnect(request: HttpRequest) -> HttpResponse:
    """Forget the account, and what came from it where that is wished."""
    form = DisconnectForm(request.POST)
    if not form.is_valid():
        return _page(request, disconnecting=form, status=422)
    try:
        actions.disconnect_octopus(
            person=_person(request), keeps=form.cleaned_data["keeps"], now=timezone.now()
        )
    except NotConnected as error:
        messages.info(request, error.message)
    else:
        messages.success(request, _("The account is disconnected, and its key is forgotten."))
    return redirect("consumption:octopus")


def _page(
    request: HttpRequest,
    form: OctopusForm | None = None,
    *,
    disconnecting: DisconnectForm | None = None,
    status: int = 200,
) -> HttpResponse:
    account = _account(request)
    if account is None:
        return render(request, PAGE, {"form": form or OctopusForm()}, status=status)
    now = timezone.now()
    part = wants_part(request)
    context: dict[str, object] = {"account": account, "meter": meter_of(account)}
    if not part:
        today = local_date(now, LONDON)
        agreements = queries.agreements_of(account.person_id)
        known = {"number": account.number, "gas_unit": account.gas_unit}
        context |= {
            "facts": facts_of(account, now=now),
            "points": points_table(queries.meter_points_of(account.person_id), agreements, now=now),
            "has_agile": any(agile_of(one.tariff_code) for one in agreements),
            "gaps": gap_lists(queries.octopus_gaps(account, today=today), today=today),
            "form": form or OctopusForm(initial=known),
            "disconnecting": disconnecting or DisconnectForm(),
        }
    response = render(request, PROGRESS if part else PAGE, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _account(request: HttpRequest) -> OctopusAccount | None:
    try:
        return queries.octopus_of(_person(request).pk)
    except NotConnected:
        return None


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
