"""Telling people of the prices they want to hear of, once each.

What is owed stands in the alerts themselves: whoever is stopped in the middle, or runs beside
another one, tells the rest and nothing twice.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.db import transaction

from daybook.apps.notifications import actions as notifications
from daybook.apps.notifications import domain as notices
from daybook.apps.notifications import queries as told
from daybook.apps.prices import domain, queries
from daybook.apps.prices.actions.alert_words import Context, context_of, window_context
from daybook.apps.prices.domain import AlertKind, Limits, Outlook, Window
from daybook.apps.prices.errors import NoWindow
from daybook.apps.prices.models import Alert, AlertQuerySet, Preference, RateHistory
from daybook.lib.periods import LONDON, local_date

KIND: Final = "prices.{}"
#: How many people are told in one transaction: nobody who writes waits long for it.
BATCH: Final = 25
_DAY: Final = dt.timedelta(days=1)


def tell_of_prices(*, now: dt.datetime) -> int:
    """Tell everybody who wants it of the latest prices of their tariff; says how many messages.

    May be done again, and by two at once.
    """
    today = local_date(now, LONDON)
    histories = RateHistory.objects.filter(announced__gte=today).order_by("pk")
    return sum(_tell_of_tariff(history, now) for history in histories)


def tell_of_windows(*, now: dt.datetime) -> int:
    """Tell of the blocks that are about to begin; says how many messages.

    Of a block that has begun nothing is told, nor to somebody who wants quiet now: it would come
    too late. May be done again, and by two at once.
    """
    due = Alert.objects.windows_due(now).order_by("pk").values_list("pk", flat=True)
    blocks = _Blocks(now)
    return sum(_tell_of_windows(batch, blocks, now) for batch in _batches(list(due)))


def _tell_of_tariff(history: RateHistory, now: dt.datetime) -> int:
    day = history.announced
    if day is None:
        return 0
    people = Preference.objects.filter(product=history.product, region=history.region)
    owed = Alert.objects.owed(day).filter(person_id__in=people.values("person_id"))
    ids = list(owed.order_by("pk").values_list("pk", flat=True))
    if not ids:
        return 0
    region = domain.region(history.region)
    slots = queries.stored_slots(
        product=history.product, region=region, first=day - _DAY, past=day + _DAY
    )
    outlook = Outlook(day, domain.touching(slots, domain.agile_day(day)), now)
    return sum(_tell_batch(batch, history, outlook, now) for batch in _batches(ids))


@transaction.atomic
def _tell_batch(
    ids: Sequence[int], history: RateHistory, outlook: Outlook, now: dt.datetime
) -> int:
    owed = _locked(Alert.objects.owed(outlook.day), ids)
    preferences = {
        person_id: preference
        for person_id, preference in queries.preferences_of(a.person_id for a in owed).items()
        if (preference.product, preference.region) == (history.product, history.region)
    }
    owed = [alert for alert in owed if alert.person_id in preferences]
    windows = [alert for alert in owed if alert.kind == AlertKind.WINDOW.value]
    for alert in windows:
        _plan_window(alert, preferences[alert.person_id], outlook)
    Alert.objects.bulk_update(windows, ["starts_at", "tell_at"])
    others = [alert for alert in owed if alert.kind != AlertKind.WINDOW.value]
    is_news = domain.is_news(outlook.day, now)
    count = _tell_news(others, preferences, outlook, now) if is_news else 0
    Alert.objects.filter(pk__in=[alert.pk for alert in owed]).update(told_for=outlook.day)
    return count


def _tell_news(
    alerts: Sequence[Alert],
    preferences: Mapping[int, Preference],
    outlook: Outlook,
    now: dt.datetime,
) -> int:
    to_plan = [one.person_id for one in alerts if one.kind == AlertKind.PUBLISHED.value]
    appliances = queries.appliances_of_all(to_plan) if to_plan else {}
    key, count = outlook.day.isoformat(), 0
    for alert in alerts:
        whose = alert.person_id
        context = context_of(alert, preferences[whose], outlook, appliances.get(whose, ()))
        count += _tell(alert, context, key, now)
    return count


def _tell(alert: Alert, context: Context | None, key: str, now: dt.datetime) -> bool:
    if context is None:
        return False
    notifications.notify(
        kind=KIND.format(alert.kind), person=alert.person, context=context, key=key, now=now
    )
    return True


def _plan_window(alert: Alert, preference: Preference, outlook: Outlook) -> None:
    blocks = outlook.blocks(preference.duration_hours, tolerance_pence=preference.tolerance_pence)
    if not blocks:
        return
    alert.starts_at = blocks[0].starts_at
    alert.tell_at = alert.starts_at - dt.timedelta(minutes=alert.minutes_before or 0)


@transaction.atomic
def _tell_of_windows(ids: Sequence[int], blocks: "_Blocks", now: dt.datetime) -> int:
    due = _locked(Alert.objects.windows_due(now), ids)
    preferences = queries.preferences_of({alert.person_id for alert in due})
    count = 0
    for alert in due:
        block = blocks.of(alert, preferences.get(alert.person_id))
        if block is not None and not _is_quiet(alert, now):
            context = window_context(preferences[alert.person_id], block, now)
            count += _tell(alert, context, block.starts_at.isoformat(), now)
    Alert.objects.filter(pk__in=[alert.pk for alert in due]).update(starts_at=None, tell_at=None)
    return count


class _Blocks:
    """The blocks that people wait for, each looked up once however many they are."""

    def __init__(self, now: dt.datetime) -> None:
        self._now = now
        self._known: dict[tuple[object, ...], Window | None] = {}

    def of(self, alert: Alert, preference: Preference | None) -> Window | None:
        """The block of ``alert`` where it has not begun and is still as it was."""
        starts_at = alert.starts_at
        if preference is None or starts_at is None or starts_at <= self._now:
            return None
        hours = preference.duration_hours
        key = (preference.product, preference.region, starts_at, hours)
        if key not in self._known:
            self._known[key] = self._found(preference, starts_at)
        return self._known[key]

    def _found(self, preference: Preference, starts_at: dt.datetime) -> Window | None:
        day = local_date(starts_at, LONDON)
        slots = queries.stored_slots(
            product=preference.product,
            region=domain.region(preference.region),
            first=day,
            past=day + 2 * _DAY,
        )
        exactly = Limits(not_before=starts_at, not_after=starts_at)
        try:
            return domain.cheapest(slots, preference.duration_hours, exactly)
        except NoWindow:
            return None


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(ids), BATCH):
        yield ids[first : first + BATCH]


def _locked(alerts: AlertQuerySet, ids: Sequence[int]) -> list[Alert]:
    """Those of ``alerts`` that nobody else has told meanwhile, with their people."""
    rows = alerts.filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk")
    return list(rows.select_related("person"))


def _is_quiet(alert: Alert, now: dt.datetime) -> bool:
    rest = told.rest_of(alert.person_id)
    rings_at = notices.delivery_time(
        at=now,
        is_urgent=False,
        zone=notices.zone_of(alert.person.time_zone),
        quiet=rest.quiet,
        paused_until=rest.paused_until,
    )
    return rings_at > now
