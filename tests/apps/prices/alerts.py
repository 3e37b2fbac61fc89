"""Alerts and announced prices for tests."""

import datetime as dt
from decimal import Decimal

from daybook.apps.prices import actions, domain
from daybook.apps.prices.domain import AlertKind, Slot
from daybook.apps.prices.models import Alert, RateHistory
from daybook.lib.periods import HALF_HOUR, half_hours

AGILE = "AGILE-24-10-01"
LONDON_REGION = domain.region("C")
TODAY = dt.date(2026, 3, 3)
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
TOMORROW = TODAY + DAY
EVENING = dt.datetime(2026, 3, 3, 16, 30, tzinfo=dt.UTC)
#: An Agile day begins at 23:00; the cheapest two hours begin at 02:00, at 03:00 it is negative.
SHAPE = {**dict.fromkeys(range(50), "20"), 6: "3", 7: "2", 8: "-4.2", 9: "1", 36: "41"}


def plain(text):
    """The text with the characters of a keyboard."""
    return text.translate({0x2013: "-", 0x2212: "-", 0xA0: " "})


def slots_of(day, shape=SHAPE):
    """Slots of the Agile day ``day`` that cost what ``shape`` says."""
    return [
        Slot(at, at + HALF_HOUR, Decimal(shape[n]), Decimal(shape[n]))
        for n, at in enumerate(half_hours(domain.agile_day(day)))
    ]


def publish(day=TOMORROW, *, shape=SHAPE, product=AGILE, region="C"):
    """Keep the prices of ``day`` as if Octopus had just announced them."""
    place = domain.region(region)
    actions.keep_rates(product=product, region=place, slots=slots_of(day, shape))
    said = {"announced": day, "since": day, "wanted_at": EVENING, "ask_at": EVENING}
    RateHistory.objects.update_or_create(product=product, region=region, defaults=said)


def wish(kind, *, is_on=True, pence=None, minutes=None):
    """A wish to be told of something."""
    return actions.AlertWish(
        kind=AlertKind(kind),
        is_on=is_on,
        threshold_pence=None if pence is None else Decimal(pence),
        minutes_before=minutes,
    )


def prefer(person, *, now=EVENING, region="C", product=AGILE, hours=2, **said):
    """Says what somebody's tariff is, and that they run things for two hours."""
    wishes = actions.Wishes(region=region, product=product, duration_hours=Decimal(hours), **said)
    return actions.prefer(person=person, wishes=wishes, now=now)


def want(person, kind, *, now=EVENING, **said):
    """Switches one alert on, or changes it."""
    actions.wish_alerts(person=person, wishes=[wish(kind, **said)], now=now)
    return Alert.objects.get(person=person, kind=kind)
