"""What the household spends: this month, yesterday, the year, and month by month."""

from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from daybook.apps.consumption import queries
from daybook.apps.consumption.domain.tariffs import Cost
from daybook.apps.consumption.queries import MonthCost, Spending
from daybook.apps.consumption.views.cost_words import cost_words, gap_words
from daybook.apps.consumption.views.words import NAMES
from daybook.lib.money import pounds_from_pence, rounded
from daybook.ui import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRow:
    """One month of one utility."""

    name: str
    pounds: Decimal | None
    total: str
    note: str
    energy: str
    standing: str
    credit: str
    vat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CostPanel:
    """Everything the page shows of one utility."""

    utility: str
    name: str
    is_sample: bool
    figures: list[dict[str, str]]
    rows: list[CostRow]
    has_credit: bool


@never_cache
@login_required
@require_safe
def costs(request: HttpRequest) -> HttpResponse:
    """Show what each utility has cost; teach the way to a tariff where there is none."""
    person = cast("AbstractBaseUser", request.user)
    found = queries.spending_of(person.pk, today=timezone.localdate())
    context = {
        "panels": [_panel(spending) for spending in found],
        "has_tariffs": bool(found) or queries.has_tariffs(person.pk),
    }
    return render(request, "consumption/costs.html", context)


def _panel(spending: Spending) -> CostPanel:
    return CostPanel(
        utility=spending.utility.value,
        name=str(NAMES[spending.utility]),
        is_sample=spending.is_sample,
        figures=[
            _figure(_("This month so far"), spending.this_month),
            _figure(_("Yesterday"), spending.yesterday),
            _figure(_("The twelve months before"), spending.year),
        ],
        rows=[_row(month) for month in spending.months],
        has_credit=any(month.cost.credit.inc_vat for month in spending.months),
    )


def _figure(label: str, cost: Cost) -> dict[str, str]:
    if not cost.covered_days:
        return {"label": label, "number": formats.DASH, "note": _("no tariff")}
    return {
        "label": label,
        "number": cost_words(cost),
        "note": gap_words(cost) or _parts(cost),
        "exact": formats.exact_pounds(pounds_from_pence(cost.total.inc_vat)),
    }


def _parts(cost: Cost) -> str:
    return _("%(standing)s of it standing charge") % {
        "standing": _pounds(cost.standing.inc_vat),
    }


def _row(month: MonthCost) -> CostRow:
    cost, name = month.cost, f"{month.first:%b %Y}"
    if not cost.covered_days:
        dash, note = formats.DASH, gap_words(cost)
        return CostRow(
            name=name, pounds=None, total=_("no tariff"), note=note,
            energy=dash, standing=dash, credit=dash, vat=dash,
        )  # fmt: skip
    return CostRow(
        name=name,
        pounds=rounded(pounds_from_pence(cost.total.inc_vat)),
        total=cost_words(cost),
        note=gap_words(cost),
        energy=_pounds(cost.energy.inc_vat),
        standing=_pounds(cost.standing.inc_vat),
        credit=_pounds(-cost.credit.inc_vat) if cost.credit.inc_vat else formats.DASH,
        vat=_pounds(cost.vat_pence),
    )


def _pounds(pence: Decimal) -> str:
    return formats.pounds(pounds_from_pence(pence))
