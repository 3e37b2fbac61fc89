"""Whether what is paid each month covers what is used."""

from dataclasses import dataclass
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

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain.instalments import (
    LEAST_DAYS,
    ProjectedMonth,
    Projection,
    Scope,
)
from daybook.apps.consumption.errors import InvalidInstalment
from daybook.apps.consumption.forms import InstalmentForm
from daybook.apps.consumption.models import SCOPE_NAMES, Instalment
from daybook.ui import formats

SCOPES = dict(SCOPE_NAMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One instalment, and what becomes of it."""

    scope: str
    name: str
    said: str
    sentence: str
    advice: str
    is_short: bool
    is_sample: bool
    rows: list[list[str]]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def instalments(request: HttpRequest) -> HttpResponse:
    """Show each instalment with its year to come, or say what is paid."""
    person, today = cast("AbstractBaseUser", request.user), timezone.localdate()
    is_sent = request.method == "POST"
    form = InstalmentForm(request.POST if is_sent else None, initial={"balance_on": today})
    if is_sent and form.is_valid():
        try:
            _set(person, form)
        except InvalidInstalment as error:
            form.add_error("balance_on", error.message)
        else:
            messages.success(request, _("The instalment is saved."))
            return redirect("consumption:instalments")
    checks = [_check(person, one) for one in queries.instalments_of(person.pk)]
    context = {"form": form, "checks": checks, "has_tariffs": queries.has_tariffs(person.pk)}
    status = 422 if is_sent else 200
    return render(request, "consumption/instalments.html", context, status=status)


@login_required
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Forget what was said about one instalment."""
    scope = request.POST.get("scope", "")
    if scope in SCOPES:
        person = cast("AbstractBaseUser", request.user)
        actions.forget_instalment(person=person, scope=Scope(scope))
        messages.success(request, _("The instalment is forgotten."))
    return redirect("consumption:instalments")


def _set(person: AbstractBaseUser, form: InstalmentForm) -> None:
    given = form.cleaned_data
    actions.set_instalment(
        person=person,
        scope=form.chosen(),
        monthly=given["monthly"],
        balance=given["balance"],
        balance_on=given["balance_on"],
        today=timezone.localdate(),
        now=timezone.now(),
    )


def _check(person: AbstractBaseUser, instalment: Instalment) -> Check:
    today, plan = timezone.localdate(), instalment.plan
    scope = Scope(instalment.scope)
    found = queries.projection_of(person.pk, scope, plan, today=today)
    monthly = formats.pounds(plan.monthly)
    said = _("%(monthly)s a month; balance %(balance)s on %(day)s") % {
        "monthly": monthly,
        "balance": formats.pounds(plan.balance),
        "day": formats.day_words(plan.balance_on, today),
    }
    return Check(
        scope=instalment.scope,
        name=str(SCOPES[instalment.scope]),
        said=said,
        sentence=_sentence(found, monthly),
        advice=_advice(found),
        is_short=found.first_short is not None,
        is_sample=queries.is_sample_projection(person.pk, scope, plan, today=today),
        rows=[_row(month) for month in found.months],
    )


def _sentence(found: Projection, monthly: str) -> str:
    if not found.months:
        told = ngettext(
            "The cost of only %(known)d day is known. It takes %(least)d to tell the year ahead.",
            "The cost of only %(known)d days is known. It takes %(least)d to tell the year ahead.",
            found.known_days,
        )
        return told % {"known": found.known_days, "least": LEAST_DAYS}
    if found.lowest is not None:
        return _(
            "%(monthly)s a month covers the year in the end; at the end of %(month)s you owe"
            " %(owed)s."
        ) % {
            "monthly": monthly,
            "month": f"{found.lowest.first:%B %Y}",
            "owed": formats.pounds(-found.lowest.balance),
        }
    last = found.last_covered
    if last is None:
        return _("%(monthly)s a month does not cover this month.") % {"monthly": monthly}
    if found.first_short is not None:
        return _("%(monthly)s a month covers it until the end of %(month)s.") % {
            "monthly": monthly,
            "month": f"{last.first:%B %Y}",
        }
    return _("%(monthly)s a month covers the year, with %(left)s left in %(month)s.") % {
        "monthly": monthly,
        "left": formats.pounds(last.balance),
        "month": f"{last.first:%B %Y}",
    }


def _advice(found: Projection) -> str:
    if not found.months:
        return ""
    return _(
        "Likely cost of the twelve months: %(cost)s. %(enough)s a month would be enough to owe"
        " nothing at the end of any month."
    ) % {
        "cost": formats.pounds(found.year_cost),
        "enough": f"£{formats.number(found.enough, 0)}",
    }


def _row(month: ProjectedMonth) -> list[str]:
    between = {"low": formats.pounds(month.low), "high": formats.pounds(month.high)}
    return [
        f"{month.first:%b %Y}",
        formats.pounds(month.balance),
        _("%(low)s to %(high)s") % between,
        formats.pounds(month.paid),
        formats.pounds(month.cost),
    ]
