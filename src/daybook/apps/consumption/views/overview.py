"""The first page of consumption: what has been used, month by month, and how it changes."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from daybook.apps.consumption import domain, queries
from daybook.apps.consumption.domain import Comparison, Unit
from daybook.apps.consumption.forms import QuickForm
from daybook.apps.consumption.queries import MonthUse, UtilityStats
from daybook.apps.consumption.views.ahead import ahead_of
from daybook.apps.consumption.views.words import NAMES, UNITS, measured, places_of
from daybook.lib.money import rounded
from daybook.ui import formats

HUNDRED: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One month of one utility."""

    month: str
    name: str
    amount: Decimal | None
    words: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Everything the page shows of one utility."""

    utility: str
    name: str
    unit: str
    is_sample: bool
    figures: list[dict[str, str]]
    ahead: list[dict[str, str]]
    bars: list[Bar]


@never_cache
@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show totals, this month against others, what lies ahead, and the months as bars."""
    person = cast("AbstractBaseUser", request.user)
    found = queries.stats_of(person.pk, today=timezone.localdate())
    context = {"panels": [_panel(stats) for stats in found], "quick": QuickForm()}
    return render(request, "consumption/overview.html", context)


def _panel(stats: UtilityStats) -> Panel:
    return Panel(
        utility=stats.utility.value,
        name=str(NAMES[stats.utility]),
        unit=str(UNITS[stats.unit]),
        is_sample=stats.ever.is_sample,
        figures=[
            _total(stats),
            _average(stats),
            _figure(
                _("This month so far"),
                stats.this_month.amount,
                stats.unit,
                _missing(stats.this_month),
            ),
            _change(_("Against last month"), stats.on_last_month),
            _change(_("Against a year ago"), stats.on_last_year),
        ],
        ahead=ahead_of(stats),
        bars=[_bar(month, stats.unit) for month in stats.months],
    )


def _figure(label: str, amount: Decimal, unit: Unit, note: str) -> dict[str, str]:
    return {
        "label": label,
        "number": formats.number(amount, places_of(amount, unit)),
        "unit": str(UNITS[unit]),
        "exact": measured(amount, unit, exact=True),
        "note": note,
    }


def _total(stats: UtilityStats) -> dict[str, str]:
    note = _("since %(day)s") % {"day": formats.long_day(stats.ever.first)}
    return _figure(_("In all"), stats.ever.amount, stats.unit, note)


def _average(stats: UtilityStats) -> dict[str, str]:
    days = stats.ever.known_days
    note = ngettext("from %d recorded day", "from %d recorded days", days) % days
    amount = rounded(stats.month_average, domain.PLACES)
    return _figure(_("An average month"), amount, stats.unit, note)


def _missing(total: domain.Total) -> str:
    if not total.missing_days:
        return _("every day is recorded")
    told = ngettext(
        "%(n)d of %(all)d days is missing", "%(n)d of %(all)d days are missing", total.missing_days
    )
    return told % {"n": total.missing_days, "all": total.days}


def _change(label: str, compared: Comparison) -> dict[str, str]:
    """A change a day, over as many days of both months."""
    change = compared.change
    if change is None:
        return {"label": label, "number": "\N{EN DASH}", "note": _("not enough is recorded yet")}
    number = formats.percent(change * HUNDRED)
    days = compared.now.days
    note = ngettext("a day, over %d day", "a day, over the first %d days", days) % days
    if compared.now.missing_days or compared.before.missing_days:
        note = _("approximate: days are missing")
    return {"label": label, "number": number, "note": note}


def _bar(month: MonthUse, unit: Unit) -> Bar:
    total = month.total
    return Bar(
        month=month.month,
        name=f"{month.first:%b %Y}",
        amount=total.amount if total.known_days else None,
        words=measured(total.amount, unit) if total.known_days else _("nothing recorded"),
        note=_missing(total) if total.known_days else "",
    )
