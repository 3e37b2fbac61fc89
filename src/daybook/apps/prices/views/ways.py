"""What surrounds a day of prices: what was wished of it, the days beside it, where links lead."""

import datetime as dt
from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from daybook.apps.prices import domain
from daybook.apps.prices.forms import BlockForm
from daybook.apps.prices.views import choice
from daybook.apps.prices.views.day import DAY, Wanted
from daybook.lib.periods import LONDON, local_date

DATE_LENGTH = len("2026-03-03")


def addresses(
    request: HttpRequest, asked: dict[str, str], region: domain.Region, product: str
) -> dict[str, object]:
    """Where the links of the page lead, and what its forms carry along."""
    tariff = {"region": region.letter, "product": product}
    widget = choice.address({**tariff, "duration": asked["duration"]}, "prices:widget")
    real = "" if product == domain.SAMPLE_PRODUCT else product
    carried = {name: asked[name] for name in choice.ASKED if name != "from" and asked.get(name)}
    return {
        "others": carried,
        "query": urlencode(tariff),
        "widget_url": request.build_absolute_uri(widget),
        "here_url": choice.address(asked),
        "region_url": choice.address(asked, "prices:region"),
        "product_url": choice.address(asked, "prices:product"),
        "sample_url": choice.address(asked, sample="1"),
        "real_url": choice.address(asked, sample=choice.NO_SAMPLE, product=real),
        "plan_url": choice.address(asked, "prices:plan"),
    }


def day_of(form: BlockForm, now: dt.datetime) -> dt.date:
    """The day that was asked for: today where none was, or none that makes sense."""
    since = form.cleaned_data.get("from")
    return local_date(since or now, LONDON)


def wanted_of(form: BlockForm, day: dt.date) -> Wanted:
    """The block that was asked for, when the form is valid."""
    given = form.cleaned_data
    has_time = len(form.data.get("from", "").strip()) > DATE_LENGTH
    return Wanted(
        day=day,
        hours=given["duration"],
        kwh=given["capacity"],
        tolerance=given["tolerance"] or Decimal(0),
        not_before=given["from"] if has_time else None,
        by=given["by"],
    )


def switch(asked: dict[str, str], day: dt.date, now: dt.datetime) -> list[dict[str, object]]:
    """The choice between today and tomorrow."""
    today = local_date(now, LONDON)
    return [
        {"text": text, "url": _day_url(asked, date, today), "is_current": day == date}
        for text, date in ((_("Today"), today), (_("Tomorrow"), today + DAY))
    ]


def steps(asked: dict[str, str], day: dt.date, now: dt.datetime) -> dict[str, str]:
    """The days on either side; no prices are known of any day after tomorrow."""
    today = local_date(now, LONDON)
    later = min(day, today) + DAY
    return {
        "earlier": _day_url(asked, min(day, today + 2 * DAY) - DAY, today),
        "later": _day_url(asked, later, today) if later > day else "",
    }


def _day_url(asked: dict[str, str], day: dt.date, today: dt.date) -> str:
    return choice.address(asked, **{"from": "" if day == today else day.isoformat()})
