"""Seeing to it that what is compared can be."""

import datetime as dt
from typing import Final

from django.contrib.auth.models import AbstractBaseUser

from daybook.apps.consumption.domain import Days
from daybook.apps.prices import actions as prices
from daybook.apps.prices.domain import region
from daybook.core.limits import Limit, spend

#: Each is up to two years of prices that Octopus is asked for.
HISTORIES: Final = Limit("consumption.histories", times=10, seconds=24 * 60 * 60)


def want_prices(
    *, person: AbstractBaseUser, product: str, letter: str, days: Days, now: dt.datetime
) -> None:
    """Have the prices of a product fetched for ``days`` and kept; may be done again.

    Raises ``InvalidProduct``, ``UnknownRegion``, and ``TooMany`` after ten in a day.
    """
    place = region(letter)
    spend(HISTORIES, str(person.pk), now=now)
    prices.want_history(product=product, region=place, since=days.first, now=now)
