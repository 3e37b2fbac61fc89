"""Half-hours, days and months as rows of a table, from which the page draws its charts."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from daybook.apps.consumption import domain
from daybook.apps.consumption.domain import CLOCK_PLACES, Look, Profile, Source, Unit, UsualDay
from daybook.apps.consumption.queries import Looked
from daybook.apps.consumption.views.words import UNITS, day_name, measured
from daybook.lib.half_hours import starts
from daybook.lib.periods import HALF_HOUR, LONDON
from daybook.ui import formats
from daybook.ui.ruler import clock_labels

SOURCES: Final = {
    Source.RECORDS: gettext_lazy("typed"),
    Source.READINGS: gettext_lazy("from readings"),
    Source.HALF_HOURS: gettext_lazy("half-hours"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: ``amount`` is what the chart draws, empty where nothing is known.

    Its ``state`` is "running" when it is not over, and "ahead" when it is still to come.
    """

    name: str
    amount: str
    words: str
    note: str = ""
    url: str = ""
    state: str = ""
    second: str = ""
    second_words: str = ""


def bars_of(look: Look, seen: Looked, url: str) -> list[Bar]:
    """The parts of what is looked at; ``url`` has places for a view and a day."""
    if look is Look.DAY:
        return _half_hours(seen)
    if look is Look.YEAR:
        return [_month(seen, month, url) for month in domain.months_of(seen.span)]
    return [_day(seen, day, url) for day in seen.span.each()]


def usual_day_bars(told: Profile, unit: Unit) -> list[Bar]:
    """The usual working day beside the usual weekend, by the half-hours of the clock."""
    return [
        Bar(
            name=f"{n // 2:02}:{n % 2 * 30:02}",
            amount=_drawn(told.workday[n]),
            words=_mean(told.workday, n, unit),
            second=_drawn(told.weekend[n]),
            second_words=_mean(told.weekend, n, unit),
        )
        for n in range(CLOCK_PLACES)
    ]


def weekday_bars(seen: Looked) -> list[Bar]:
    """The mean day of each weekday, Monday first."""
    monday = dt.date(2026, 3, 2)
    return [
        Bar(
            name=f"{monday + n * domain.ONE_DAY:%A}",
            amount=_drawn(mean),
            words=_("not known") if mean is None else measured(mean, seen.unit),
        )
        for n, mean in enumerate(domain.weekday_means(seen.daily))
    ]


def _half_hours(seen: Looked) -> list[Bar]:
    places = seen.half_hours.get(seen.days.first)
    if places is None:
        return []
    instants = starts(seen.days.first, LONDON)
    labels = clock_labels((*instants, instants[-1] + HALF_HOUR), LONDON)
    ends = (*labels[1:-1], "24:00")
    return [
        Bar(
            name=f"{begins}{formats.DASH}{end}",
            amount=_drawn(used),
            words=_("missing") if used is None else _fine(used, seen.unit),
        )
        for begins, end, used in zip(labels[:-1], ends, places, strict=True)
    ]


def _day(seen: Looked, day: dt.date, url: str) -> Bar:
    if day >= seen.days.past:
        return _ahead(day_name(day))
    amount = seen.daily.get(day)
    link = url % {"view": Look.DAY.value, "on": day.isoformat()}
    if amount is None:
        return Bar(name=day_name(day), amount="", words=_("nothing known"), url=link)
    lost = sum(used is None for used in seen.half_hours.get(day, ()))
    source = seen.sources[day]
    note = str(SOURCES[source])
    if lost and source is Source.HALF_HOURS:
        note = ngettext("%d half-hour is missing", "%d half-hours are missing", lost) % lost
    return Bar(
        name=day_name(day),
        amount=_drawn(amount),
        words=measured(amount, seen.unit),
        note=note,
        url=link,
    )


def _month(seen: Looked, month: domain.Days, url: str) -> Bar:
    so_far = month.overlap(seen.days)
    if so_far is None:
        return _ahead(f"{month.first:%b %Y}")
    found = domain.total(seen.daily, so_far)
    link = url % {"view": Look.MONTH.value, "on": month.first.isoformat()}
    lost = found.missing_days
    note = ngettext("%d day is missing", "%d days are missing", lost) % lost if lost else ""
    return Bar(
        name=f"{month.first:%b %Y}",
        amount=_drawn(found.amount) if found.known_days else "",
        words=measured(found.amount, seen.unit) if found.known_days else _("nothing known"),
        note=note if found.known_days else "",
        url=link,
        state="running" if so_far != month else "",
    )


def _ahead(name: str) -> Bar:
    return Bar(name=name, amount="", words=_("still to come"), state="ahead")


def _mean(usual: UsualDay, n: int, unit: Unit) -> str:
    mean = usual[n]
    return _("not known") if mean is None else _fine(mean, unit)


def _fine(amount: Decimal, unit: Unit) -> str:
    """An amount of half an hour, which is small: three decimals."""
    return f"{formats.number(amount, 3)}{formats.SPACE}{UNITS[unit]}"


def _drawn(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount.quantize(Decimal('0.001')):f}"
