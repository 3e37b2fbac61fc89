"""The page on which people say what they want to be told of prices."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from daybook.apps.prices import actions, domain, queries
from daybook.apps.prices.domain import AlertKind
from daybook.apps.prices.errors import NoTariff, WrongAlert
from daybook.apps.prices.forms import AlertsForm
from daybook.ui import formats


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def alerts(request: HttpRequest) -> HttpResponse:
    """Show the person's alerts, and keep them."""
    person = cast("AbstractBaseUser", request.user)
    form = AlertsForm(
        request.POST if request.method == "POST" else None, initial=_initial(person.pk)
    )
    if form.is_valid() and _keep(person, form):
        messages.success(request, _("Your alerts are saved."))
        return redirect("prices:alerts")
    tariff, usual = queries.tariff_of(person.pk), queries.preference_of(person.pk)
    context = {
        "form": form,
        "is_sample": usual is not None and usual.product == domain.SAMPLE_PRODUCT,
        "tariff": tariff,
        "region": tariff and domain.region(tariff.region),
        "usual": tariff and formats.duration(tariff.duration),
    }
    return render(request, "prices/alerts.html", context, status=422 if form.is_bound else 200)


def _initial(person_id: int) -> dict[str, Any]:
    """The alerts as the form has them; a price that was never typed is proposed."""
    usual = {f"{kind}_pence": pence for kind, pence in domain.THRESHOLDS.items()}
    said: dict[str, Any] = {**usual, "window_minutes": domain.USUAL_MINUTES}
    for alert in queries.alerts_of(person_id):
        said[alert.kind] = alert.is_on
        if alert.threshold_pence is not None:
            said[f"{alert.kind}_pence"] = f"{alert.threshold_pence.normalize():f}"
        if alert.minutes_before is not None:
            said[f"{alert.kind}_minutes"] = alert.minutes_before
    return said


def _keep(person: AbstractBaseUser, form: AlertsForm) -> bool:
    data = form.cleaned_data
    wishes = [
        actions.AlertWish(
            kind=kind,
            is_on=data[kind.value],
            threshold_pence=data.get(f"{kind}_pence"),
            minutes_before=data.get(f"{kind}_minutes"),
        )
        for kind in AlertKind
    ]
    try:
        actions.wish_alerts(person=person, wishes=wishes, now=timezone.now())
    except WrongAlert as error:
        form.add_error(error.field, error.message)
        return False
    except NoTariff as error:
        form.add_error(None, error.message)
        return False
    return True
