"""Which prices are kept, and what is in the way of it."""

import datetime as dt
from typing import Final

from daybook.apps.prices.models import RateHistory

#: One or two failures in a row are nothing to wake anybody for.
MANY_FAILURES: Final = 3


def due_histories(now: dt.datetime) -> list[int]:
    """The wanted tariffs that Octopus is to be asked about, by id."""
    return list(RateHistory.objects.due(now).values_list("pk", flat=True))


def wanted_count(now: dt.datetime) -> int:
    """How many tariffs are kept."""
    return RateHistory.objects.wanted(now).count()


def failing_histories(now: dt.datetime) -> list[RateHistory]:
    """Wanted tariffs about which Octopus has failed to answer several times in a row."""
    failing = RateHistory.objects.wanted(now).filter(failures__gte=MANY_FAILURES)
    return list(failing.order_by("-failures", "pk"))
