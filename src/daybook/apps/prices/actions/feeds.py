"""Opening and closing the address by which a calendar reads."""

import datetime as dt
import uuid

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.apps.prices import domain
from daybook.apps.prices.errors import NoSuchFeed
from daybook.apps.prices.models import Feed


@transaction.atomic
def open_feed(*, person: AbstractBaseUser, alarm_minutes: int | None, now: dt.datetime) -> Feed:
    """Give the person's calendar an address; one that is there stays and gets the alarm.

    Raises ``InvalidPlan`` for an alarm that is not offered.
    """
    alarm = domain.checked_alarm(alarm_minutes)
    feed, _is_new = Feed.objects.update_or_create(
        person_id=person.pk,
        defaults={"alarm_minutes": alarm},
        create_defaults={"alarm_minutes": alarm, "made_at": now},
    )
    return feed


@transaction.atomic
def renew_feed(*, person: AbstractBaseUser, now: dt.datetime) -> Feed:
    """Give the calendar another address; the old one leads nowhere. Raises ``NoSuchFeed``."""
    feed = Feed.objects.select_for_update().filter(person_id=person.pk).first()
    if feed is None:
        raise NoSuchFeed(_("The calendar feed is off. Turn it on first."))
    feed.key, feed.made_at = uuid.uuid4(), now
    feed.save(update_fields=["key", "made_at"])
    return feed


@transaction.atomic
def close_feed(*, person: AbstractBaseUser) -> None:
    """Take the address away; may be done again."""
    Feed.objects.filter(person_id=person.pk).delete()
