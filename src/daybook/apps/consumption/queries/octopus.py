"""The Octopus account of a person, what was agreed there, and what is missing of its use."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from daybook.apps.consumption.domain import GAP_DAYS, LATE_DAYS, ONE_DAY, Days, Utility
from daybook.apps.consumption.errors import NotConnected
from daybook.apps.consumption.models import Agreement, MeterPoint, OctopusAccount
from daybook.apps.consumption.queries.half_hours import half_hours
from daybook.lib.half_hours import starts
from daybook.lib.periods import LONDON, local_date


@dataclass(frozen=True, slots=True)
class Gap:
    """The half-hours of ``day`` that are not known, by their start in UTC; ``is_whole``: all."""

    day: dt.date
    starts: tuple[dt.datetime, ...]
    is_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PointAgreement:
    """A tariff of one of the person's meter points; ``valid_to`` is open while it holds."""

    utility: Utility
    number: str
    is_export: bool
    tariff_code: str
    valid_from: dt.datetime
    valid_to: dt.datetime | None


def octopus_of(person_id: int) -> OctopusAccount:
    """The person's Octopus account; raises ``NotConnected``."""
    account = OctopusAccount.objects.filter(person_id=person_id).first()
    if account is None:
        raise NotConnected(_("No Octopus account is connected."))
    return account


def meter_points_of(person_id: int) -> list[MeterPoint]:
    """The meter points of the person's Octopus account, those that are fed into last."""
    own = MeterPoint.objects.filter(account__person_id=person_id)
    return list(own.order_by("is_export", "utility", "number"))


def agreements_of(person_id: int) -> list[PointAgreement]:
    """The tariffs of the person's Octopus account, by utility, the earliest first."""
    own = Agreement.objects.filter(point__account__person_id=person_id).select_related("point")
    return [
        PointAgreement(
            utility=Utility(one.point.utility),
            number=one.point.number,
            is_export=one.point.is_export,
            tariff_code=one.tariff_code,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
        )
        for one in own.order_by("point__utility", "point__number", "valid_from")
    ]


def gaps_of(person_id: int, utility: Utility, days: Days) -> list[Gap]:
    """The days of ``days`` of which half-hours are missing, earliest first; in one question.

    A day of which nothing is known is missing as a whole.
    """
    known = half_hours(person_id, utility, days)
    found = []
    for day in days.each():
        places = known.get(day, ())
        all_of_it = starts(day, LONDON)
        missing = tuple(
            at for n, at in enumerate(all_of_it) if n >= len(places) or places[n] is None
        )
        if missing:
            found.append(Gap(day, missing, is_whole=len(missing) == len(all_of_it)))
    return found


def octopus_gaps(account: OctopusAccount, *, today: dt.date) -> dict[Utility, list[Gap]]:
    """What Octopus has not sent of the last sixty days, by the utilities that it supplies.

    Days outside of the agreements and those that were not asked for yet are left out, and
    yesterday, since consumption comes a day late.
    """
    late = today - LATE_DAYS
    supplied: dict[Utility, list[Days]] = {}
    for point in account.points.filter(is_export=False).prefetch_related("agreements"):
        supplied.setdefault(Utility(point.utility), []).append(_supplied(point, account, late))
    found: dict[Utility, list[Gap]] = {}
    for utility, stretches in sorted(supplied.items()):
        first = min(days.first for days in stretches)
        since = max(first, account.filled_since, today - GAP_DAYS)
        past = min(max(days.past for days in stretches), late)
        if since < past:
            found[utility] = gaps_of(account.person_id, utility, Days(since, past))
    return found


def _supplied(point: MeterPoint, account: OctopusAccount, late: dt.date) -> Days:
    """From the first agreement to the last, or to the day ``late`` while one holds."""
    agreed = list(point.agreements.all())
    begun = [local_date(one.valid_from, LONDON) for one in agreed]
    ends = [local_date(one.valid_to, LONDON) if one.valid_to else late for one in agreed]
    first = min(begun, default=account.fill_from)
    return Days(first, max([first + ONE_DAY, *(ends or [late])]))
