"""A day, week, month or year of one utility, and the way to the ones beside it."""

import datetime as dt
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from daybook.apps.accounts.queries import first_weekday_of
from daybook.apps.consumption import domain, queries
from daybook.apps.consumption.domain import ONE_DAY, Days, Look, Utility
from daybook.apps.consumption.forms import UseForm
from daybook.apps.consumption.queries import Ever, Looked
from daybook.apps.consumption.views.bars import bars_of, usual_day_bars, weekday_bars
from daybook.apps.consumption.views.heat import heat_map
from daybook.apps.consumption.views.tellings import figures_of, why_no_half_hours
from daybook.apps.consumption.views.words import NAMES, UNITS
from daybook.ui import formats
from daybook.ui.parts import wants_part

LOOKS = {
    Look.DAY: gettext_lazy("Day"),
    Look.WEEK: gettext_lazy("Week"),
    Look.MONTH: gettext_lazy("Month"),
    Look.YEAR: gettext_lazy("Year"),
}

PARTS = {
    Look.DAY: gettext_lazy("Half-hours"),
    Look.WEEK: gettext_lazy("Days"),
    Look.MONTH: gettext_lazy("Days"),
    Look.YEAR: gettext_lazy("Months"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is looked at; ``day`` is the one that other looks keep."""

    look: Look
    utility: Utility
    days: Days
    day: str


@never_cache
@login_required
@require_safe
def use(request: HttpRequest) -> HttpResponse:
    """Show what was used in the day, week, month or year asked for."""
    person, today = cast("AbstractBaseUser", request.user), timezone.localdate()
    form = UseForm(request.GET)
    status = 200 if form.is_valid() else 422
    ever = queries.use_ever(person.pk)
    context: dict[str, object] = {"form": form, "is_empty": not ever}
    if ever:
        asked = _asked(form, ever, first_weekday=first_weekday_of(person), today=today)
        seen = queries.look_at(person.pk, asked.utility, asked.days, today=today)
        context |= _shown(asked.look, seen) | _ways(asked, ever, today)
    template = "consumption/use.html#work" if wants_part(request) else "consumption/use.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _asked(
    form: UseForm, ever: dict[Utility, Ever], *, first_weekday: int, today: dt.date
) -> _Asked:
    """What was asked for; else the month that is known last, of the first utility."""
    wanted, look = form.utility_asked(), form.look_asked()
    utility = wanted if wanted in ever else next(one for one in Utility if one in ever)
    on = min(form.cleaned_data.get("on") or ever[utility].last, today)
    return _Asked(
        look=look,
        utility=utility,
        days=domain.span_of(look, on, first_weekday=first_weekday),
        day=on.isoformat(),
    )


def _shown(look: Look, seen: Looked) -> dict[str, object]:
    """What is drawn and told, made ready for the template."""
    address = _address(seen.utility, "%(view)s", "%(on)s")
    has_heat = look in {Look.WEEK, Look.MONTH}
    day_url = address % {"view": Look.DAY.value, "on": "%s"}
    told = seen.profile
    return {
        "name": NAMES[seen.utility],
        "unit": UNITS[seen.unit],
        "title": _title(look, seen.span),
        "is_sample": seen.is_sample,
        "part": PARTS[look],
        "why": why_no_half_hours(seen) if look is Look.DAY else "",
        "figures": figures_of(look, seen),
        "bars": bars_of(look, seen, address),
        "heat": heat_map(seen.days, seen.half_hours, seen.unit, day_url) if has_heat else None,
        "usual": usual_day_bars(told, seen.unit) if told and look is not Look.DAY else [],
        "weekdays": weekday_bars(seen) if look in {Look.MONTH, Look.YEAR} and seen.daily else [],
    }


def _ways(asked: _Asked, ever: dict[Utility, Ever], today: dt.date) -> dict[str, object]:
    """The way to other utilities and looks, and to what lies before and after."""
    look, utility, days = asked.look, asked.utility, asked.days
    first = min(one.first for one in ever.values())
    has_earlier, has_later = days.first > first, days.past <= today
    before, after = (days.first - ONE_DAY).isoformat(), days.past.isoformat()
    return {
        "utilities": [
            {
                "text": NAMES[one],
                "url": _address(one, look.value, asked.day),
                "is_current": one is utility,
            }
            for one in Utility
            if one in ever
        ],
        "looks": [
            {
                "text": name,
                "url": _address(utility, one.value, asked.day),
                "is_current": one is look,
            }
            for one, name in LOOKS.items()
        ],
        "earlier": _address(utility, look.value, before) if has_earlier else "",
        "later": _address(utility, look.value, after) if has_later else "",
    }


def _address(utility: Utility, view: str, on: str) -> str:
    given = urlencode({"utility": utility.value, "view": view, "on": on}, safe="%()")
    return f"{reverse('consumption:use')}?{given}"


def _title(look: Look, days: Days) -> str:
    first, last = days.first, days.last
    if look is Look.DAY:
        return formats.long_day(first)
    if look is Look.WEEK:
        begins = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
        begins += f" {first.year}" if first.year != last.year else ""
        ends = f"{last.day} {last:%B} {last.year}"
        return _("%(begins)s to %(ends)s") % {"begins": begins, "ends": ends}
    return f"{first:%B %Y}" if look is Look.MONTH else f"{first.year}"
