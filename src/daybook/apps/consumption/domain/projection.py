"""What a month or a year may come to: always a range, and nothing where too little is known.

A stretch of days is told by what is known of it, plus what is expected of each day that is not
known. How wide the range is follows from how far comparable days have strayed from what would have
been expected of them. Decision 25 tells the method and how it was tried.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from daybook.apps.consumption.domain.days import ONE_DAY, Days
from daybook.apps.consumption.domain.figures import ZERO, Daily, total
from daybook.apps.consumption.domain.spans import WEEK_DAYS

#: The 90th percentile of the normal distribution, so that eight of ten fall into the range.
TENTH_TO_NINETIETH: Final = Decimal("1.2816")
LEAST_DAYS: Final = 7
COMPARABLE_DAYS: Final = 28
#: A day resembles the day before it. More than this would be the trace of records over a week,
#: whose days are all the same: it makes a sum stray as seven equal days do.
MOST_ALIKE: Final = Decimal("0.75")
#: Days that are compared have the same weekday.
SAME_DAY_LAST_YEAR: Final = 52 * WEEK_DAYS * ONE_DAY
#: From how many days before ``until`` the level against a year ago is taken.
LEVEL_DAYS: Final = 182
LEAST_WEEKS: Final = 4
#: Of how many of the days to come a year earlier has to be known.
LEAST_KNOWN_AHEAD: Final = Decimal("0.9")


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """What some days will probably come to, in the standard unit.

    In eight of ten cases between ``low`` and ``high``, the 10th and 90th percentile.
    ``expected_days`` of them are not known.
    """

    low: Decimal
    middle: Decimal
    high: Decimal
    expected_days: int

    @classmethod
    def of(
        cls, *, known: Decimal, expected: Decimal, reach: Decimal, expected_days: int
    ) -> "Projection":
        """What is known, and what is expected with a ``reach`` to both sides; never less."""
        return cls(
            low=known + max(expected - reach, ZERO),
            middle=known + expected,
            high=known + expected + reach,
            expected_days=expected_days,
        )


def projected_month(daily: Daily, month: Days, *, until: dt.date) -> Projection | None:
    """What ``month`` will come to, when nothing is known of days after ``until``.

    Each unknown day is expected to be the mean of the days of the same weekday among the last four
    weeks; of a weekday that is known less than twice, the mean of them all. Where the year before
    is known, that follows the season: times what the month took a day then, against what those four
    weeks took then. ``None`` below seven known days.
    """
    recent = _until(until, COMPARABLE_DAYS)
    known = [day for day in recent if day in daily]
    unknown = [day for day in month.each() if day not in daily]
    if len(known) < LEAST_DAYS:
        return None
    means, freedom = _weekday_means(daily, known)
    strays = [daily[day] - means[day.weekday()] for day in known]
    season = _season(daily, month, recent)
    expected = sum((means[day.weekday()] for day in unknown), ZERO)
    return Projection.of(
        known=total(daily, month).amount,
        expected=expected if season is None else expected * season,
        # Without the season one mean is not known for sure, and with it three.
        reach=_reach(
            strays, freedom=freedom, count=Decimal(len(unknown)), means=1 if season is None else 3
        ),
        expected_days=len(unknown),
    )


def projected_year(daily: Daily, year: Days, *, until: dt.date) -> Projection | None:
    """What ``year`` will come to, when nothing is known of days after ``until``.

    Each unknown day is expected to be the day 52 weeks earlier, times the level: what the last 26
    weeks took against what those a year before took. It strays by the week, as weather does, and in
    proportion: a winter strays further than a summer.
    ``None`` without four whole weeks to compare, or where the year before has more than a tenth of
    the days to come missing.
    """
    pairs = _pairs(daily, _until(until, LEVEL_DAYS))
    unknown = [day for day in year.each() if day not in daily]
    earlier = _known_before(daily, unknown)
    then = sum((that for _, that in pairs), ZERO)
    if not then or len(earlier) < LEAST_KNOWN_AHEAD * len(unknown):
        return None
    level = sum((this for this, _ in pairs), ZERO) / then
    strays = [stray for week in _weeks(pairs) if (stray := _stray(week, level)) is not None]
    if len(strays) < LEAST_WEEKS:
        return None
    expected = level * sum(earlier, ZERO) * len(unknown) / max(len(earlier), 1)
    weeks = Decimal(max(len(unknown), 1)) / WEEK_DAYS
    return Projection.of(
        known=total(daily, year).amount,
        expected=expected,
        reach=expected * _reach(strays, freedom=len(strays) - 1, count=weeks) / weeks,
        expected_days=len(unknown),
    )


def _pairs(daily: Daily, days: Sequence[dt.date]) -> list[tuple[Decimal, Decimal]]:
    """The use of each of ``days`` with that of 52 weeks before, where both are known."""
    both = [(day, day - SAME_DAY_LAST_YEAR) for day in days if day in daily]
    return [(daily[day], daily[before]) for day, before in both if before in daily]


def _known_before(daily: Daily, days: Sequence[dt.date]) -> list[Decimal]:
    """What is known of the days 52 weeks before ``days``."""
    before = [day - SAME_DAY_LAST_YEAR for day in days]
    return [daily[day] for day in before if day in daily]


def _season(daily: Daily, month: Days, recent: Sequence[dt.date]) -> Decimal | None:
    """What ``month`` took a day a year before, against the days a year before ``recent``."""
    there, here = _known_before(daily, month.each()), _known_before(daily, recent)
    is_known = len(there) >= LEAST_KNOWN_AHEAD * month.count
    if not is_known or len(here) < LEAST_KNOWN_AHEAD * len(recent) or not any(here):
        return None
    return (sum(there, ZERO) / len(there)) / (sum(here, ZERO) / len(here))


def _weeks(pairs: Sequence[tuple[Decimal, Decimal]]) -> list[Sequence[tuple[Decimal, Decimal]]]:
    count = len(pairs) // WEEK_DAYS
    return [pairs[n * WEEK_DAYS : (n + 1) * WEEK_DAYS] for n in range(count)]


def _stray(week: Sequence[tuple[Decimal, Decimal]], level: Decimal) -> Decimal | None:
    """By what share of what was expected a week strayed from it; ``None`` where that is nothing."""
    expected = level * sum((that for _, that in week), ZERO)
    return sum((this for this, _ in week), ZERO) / expected - 1 if expected else None


def _reach(strays: Sequence[Decimal], *, freedom: int, count: Decimal, means: int = 1) -> Decimal:
    """How far a sum of ``count`` more of the same strays in eight of ten cases.

    The prediction interval of a sum: ``z * s * sqrt(n * (1 + k * n / m) * (1 + r) / (1 - r))`` for
    n to come after m known ones, which stray by s, where k ``means`` of m had to be estimated. The
    last factor is that of a first-order autoregression (r, from 0 to 0.75, is how alike neighbours
    are): cold days come in a row.
    """
    squares = sum((stray * stray for stray in strays), ZERO)
    if not squares or not count:
        return ZERO
    products = sum((this * that for this, that in pairwise(strays)), ZERO)
    alike = min(max(products / squares, ZERO), MOST_ALIKE)
    variance = squares / freedom * (1 + alike) / (1 - alike)
    return TENTH_TO_NINETIETH * (variance * count * (1 + means * count / len(strays))).sqrt()


def _until(last: dt.date, count: int) -> list[dt.date]:
    """So many days up to and with ``last``, in order."""
    return [last - n * ONE_DAY for n in range(count - 1, -1, -1)]


def _weekday_means(daily: Daily, known: Sequence[dt.date]) -> tuple[list[Decimal], int]:
    """What is expected of each weekday, Monday first; and the degrees of freedom that leaves."""
    overall = sum((daily[day] for day in known), ZERO) / len(known)
    same = [[daily[day] for day in known if day.weekday() == n] for n in range(WEEK_DAYS)]
    own = [len(amounts) > 1 for amounts in same]
    means = [
        sum(amounts, ZERO) / len(amounts) if is_own else overall
        for amounts, is_own in zip(same, own, strict=True)
    ]
    return means, len(known) - sum(own) - (not all(own))
