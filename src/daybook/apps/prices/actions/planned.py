"""Putting windows on the calendar and taking them off."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.apps.prices import domain
from daybook.apps.prices.domain import Region
from daybook.apps.prices.errors import NoSuchWindow, TooManyWindows
from daybook.apps.prices.models import PlannedWindow
from daybook.lib.periods import Period


@transaction.atomic
def plan_window(
    *,
    person: AbstractBaseUser,
    title: str,
    period: Period,
    product: str,
    region: Region,
    now: dt.datetime,
) -> PlannedWindow:
    """Put ``period`` on the person's calendar; the same block a second time changes nothing.

    Raises ``InvalidPlan`` for what is over, too long or too far away, ``InvalidProduct``, and
    ``TooManyWindows`` from two hundred on.
    """
    domain.checked_plan(period, now)
    code = domain.product_code(product)
    get_user_model().objects.select_for_update().get(pk=person.pk)  # they are counted
    theirs = PlannedWindow.objects.filter(person_id=person.pk)
    block = {
        "product": code,
        "region": region.letter,
        "starts_at": period.starts_at,
        "ends_at": period.ends_at,
    }
    if before := theirs.filter(**block).first():
        return before
    if theirs.count() >= domain.MOST_WINDOWS:
        raise TooManyWindows(_("Your calendar is full. Delete windows you no longer need."))
    return PlannedWindow.objects.create(person_id=person.pk, title=title, planned_at=now, **block)


@transaction.atomic
def drop_window(*, person: AbstractBaseUser, window_id: int) -> None:
    """Take a window off the person's calendar; raises ``NoSuchWindow``."""
    gone, _each = PlannedWindow.objects.filter(person_id=person.pk, pk=window_id).delete()
    if not gone:
        raise NoSuchWindow(_("This window is not on your calendar."))


@transaction.atomic
def forget_windows(*, ended_before: dt.datetime) -> int:
    """Delete the windows that ended before an instant; says how many went."""
    gone, _each = PlannedWindow.objects.filter(ends_at__lt=ended_before).delete()
    return gone
