"""What a calendar reads at a person's secret address."""

import base64
import binascii
import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Final

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from daybook.apps.prices import domain
from daybook.apps.prices.domain import Window
from daybook.apps.prices.errors import NoSuchFeed, UnknownTariff
from daybook.apps.prices.models import Feed, PlannedWindow, Preference
from daybook.apps.prices.queries.offline import rates_or_stored
from daybook.apps.prices.queries.planned import windows_within
from daybook.apps.prices.queries.preferences import preference_of
from daybook.lib.periods import LONDON, Period, local_date, local_day

SALT: Final = "prices.feed"
MARK_BYTES: Final = 16
DAY: Final = dt.timedelta(days=1)
#: Windows that are over stay in the calendar for so long.
SINCE: Final = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """What stands in a feed: the cheapest block of each day, and what the person has planned.

    ``revised_at`` is when the blocks of a day were last worked out anew.
    """

    preference: Preference | None
    blocks: dict[dt.date, Window]
    planned: tuple[PlannedWindow, ...]

    def revised_at(self, day: dt.date) -> dt.datetime:
        """Since when the block of ``day`` is what it is: since its prices or the last wish."""
        due = domain.due_at(day)
        return due if self.preference is None else max(due, self.preference.changed_at)


def feed_of(person_id: int) -> Feed | None:
    """The person's feed, ``None`` where it is off."""
    return Feed.objects.filter(person_id=person_id).first()


def feed_token(feed: Feed) -> str:
    """The secret of the feed's address: its key and what only this installation can make of it."""
    return base64.urlsafe_b64encode(feed.key.bytes + _mark(feed.key)).rstrip(b"=").decode()


def feed_behind(token: str) -> Feed:
    """The feed with this secret; raises ``NoSuchFeed``, also where its person has left."""
    refusal = NoSuchFeed(_("There is no calendar at this address."))
    try:
        secret = base64.b64decode(token.encode("ascii") + b"=", altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeError):
        raise refusal from None
    key_bytes, mark = secret[:MARK_BYTES], secret[MARK_BYTES:]
    if len(key_bytes) != MARK_BYTES:
        raise refusal
    key = uuid.UUID(bytes=key_bytes)
    if not constant_time_compare(mark, _mark(key)):
        raise refusal
    feed = Feed.objects.filter(key=key, person__is_active=True).first()
    if feed is None:
        raise refusal
    return feed


def programme_of(person_id: int, *, now: dt.datetime) -> Programme:
    """What the person's calendar shows at ``now``: blocks of today and tomorrow, and plans.

    Without a tariff there are no blocks. Raises ``OctopusUnavailable`` when prices are not to be
    had, so that calendars keep what they have.
    """
    today = local_date(now, LONDON)
    days = (today, today + DAY)
    horizon = Period(now - SINCE, now + domain.FARTHEST + DAY)
    preference = preference_of(person_id)
    return Programme(
        preference=preference,
        blocks=_blocks(preference, days, now) if preference else {},
        planned=tuple(windows_within(person_id, horizon)),
    )


def _blocks(
    preference: Preference, days: tuple[dt.date, dt.date], now: dt.datetime
) -> dict[dt.date, Window]:
    if not (preference.region and preference.product):
        return {}
    period = Period(local_day(days[0], LONDON).starts_at, local_day(days[-1], LONDON).ends_at)
    region = domain.region(preference.region)
    try:
        rates = rates_or_stored(product=preference.product, region=region, period=period, now=now)
    except UnknownTariff:
        return {}
    return domain.cheapest_by_day(
        rates.slots,
        preference.duration_hours,
        days,
        tolerance_pence=preference.tolerance_pence,
    )


def _mark(key: uuid.UUID) -> bytes:
    return salted_hmac(SALT, key.bytes, algorithm="sha256").digest()[:MARK_BYTES]
