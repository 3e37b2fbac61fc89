"""Statistics of kept prices: average days, how prices spread, how often they fall below zero."""

import datetime as dt
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from daybook.apps.prices import queries
from daybook.apps.prices.domain import region as region_of
from daybook.apps.prices.errors import NoPrices
from daybook.apps.prices.forms import HistoryForm
from daybook.apps.prices.queries import Kept
from daybook.apps.prices.views import choice
from daybook.apps.prices.views.averages import average_day, figures, gap_words, month_lines, spread
from daybook.lib.periods import LONDON, InvalidPeriod, local_date
from daybook.ui import formats

DAY: Final = dt.timedelta(days=1)
#: What is shown unless somebody asks for other days.
USUAL: Final = dt.timedelta(days=364)


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Tell what the kept prices of a tariff come to, a year of them unless asked otherwise.

    Nothing is wrong with a bare address where nothing is kept yet; a wrong wish is 422.
    """
    today = local_date(timezone.now(), LONDON)
    kept = queries.kept_tariffs()
    form = HistoryForm(_asked(request, kept, today))
    context = {
        "form": form,
        "kept": [(_address(one), one, _days(one, today)) for one in kept],
        "query": urlencode({n: form.data[n] for n in ("region", "product") if form.data.get(n)}),
    }
    is_asked = bool(kept) or bool(request.GET)
    if is_asked and form.is_valid():
        try:
            context |= _told(form, today)
        except InvalidPeriod as error:
            form.add_error("until", error.message)
        except NoPrices:
            context["has_none"] = True
    is_wrong = is_asked and not form.is_valid()
    return render(request, "prices/statistics.html", context, status=422 if is_wrong else 200)


def _told(form: HistoryForm, today: dt.date) -> dict[str, object]:
    given = form.cleaned_data
    region = region_of(given["region"])
    found = queries.history(
        product=given["product"],
        region=region,
        first=given["since"],
        past=min(given["until"], dt.date.max - DAY) + DAY,
    )
    return {
        "region": region,
        "product": given["product"],
        "span": f"{formats.day_words(given['since'], today)}{formats.DASH}"
        f"{formats.day_words(given['until'], today)}",
        "figures": figures(found, today),
        "gaps": gap_words(found.whole),
        "day": average_day(found),
        "spread": spread(found),
        "months": month_lines(found),
    }


def _asked(request: HttpRequest, kept: tuple[Kept, ...], today: dt.date) -> dict[str, str]:
    """What the address says; else the tariff of last time or the first one that is kept."""
    said = {n: request.GET[n].strip() for n in HistoryForm.base_fields if n in request.GET}
    before = choice.remembered(request)
    usual = _usual(kept, said, before)
    return {
        "region": usual.region.letter if usual else "",
        "product": usual.product if usual else "",
        "since": max(usual.first, usual.last - USUAL).isoformat() if usual else "",
        "until": usual.last.isoformat() if usual else today.isoformat(),
        **({n: before[n] for n in ("region", "product") if n in before} if not usual else {}),
        **said,
    }


def _usual(kept: tuple[Kept, ...], said: dict[str, str], before: dict[str, str]) -> Kept | None:
    """The kept tariff that fits best what was said now or before."""
    for wanted in (said, before):
        if not {"region", "product"} & wanted.keys():
            continue
        for one in kept:
            tariff = {"region": one.region.letter, "product": one.product}
            if all(wanted.get(name, value) == value for name, value in tariff.items()):
                return one
    return kept[0] if kept and not {"region", "product"} & said.keys() else None


def _address(one: Kept) -> str:
    return "?" + urlencode({"region": one.region.letter, "product": one.product})


def _days(one: Kept, today: dt.date) -> str:
    first, last = formats.day_words(one.first, today), formats.day_words(one.last, today)
    return _("%(first)s to %(last)s") % {"first": first, "last": last}
