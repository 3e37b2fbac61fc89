"""Background work of prices."""

import datetime as dt
import secrets
from typing import Final

from django.utils import timezone

from daybook.apps.prices import actions, queries
from daybook.core.jobs import job
from daybook.core.jobs.unique import enqueue_once

#: Long enough to outlast an outage, short enough not to keep what strangers looked up.
ANSWERS_KEPT: Final = dt.timedelta(days=3)

#: A calendar that looks back finds the windows of the last months.
WINDOWS_KEPT: Final = dt.timedelta(days=90)


@job()
def clean_answers() -> int:
    """Remove kept answers that nobody has renewed for three days; says how many files went."""
    return queries.clean_answers(older_than=ANSWERS_KEPT, now=timezone.now())


@job()
def want_preferred() -> int:
    """Keep the prices of every tariff that somebody has; says how many tariffs."""
    return actions.want_preferred(now=timezone.now())


@job()
def fill_histories() -> int:
    """Start a job for each wanted tariff that is to be asked about; says how many."""
    return sum(start_filling(history_id) for history_id in queries.due_histories(timezone.now()))


@job()
def fill_history(history_id: int) -> int:
    """Ask Octopus for the prices of one tariff that are missing; says how many pieces."""
    chance = secrets.SystemRandom().random()
    return actions.fill_history(history_id=history_id, now=timezone.now(), chance=chance)


def start_filling(history_id: int) -> bool:
    """Fill one history in the background, once however often it is asked for."""
    return enqueue_once(fill_history, f"prices.fill-history:{history_id}", history_id)


@job()
def tell_of_prices() -> int:
    """Tell everybody who wants it of the latest prices; says how many messages."""
    return actions.tell_of_prices(now=timezone.now())


@job()
def tell_of_windows() -> int:
    """Tell of the cheap blocks that are about to begin; says how many messages."""
    return actions.tell_of_windows(now=timezone.now())


def start_telling() -> bool:
    """Tell of new prices in the background, once however many tariffs have them."""
    return enqueue_once(tell_of_prices, "prices.tell-of-prices")


@job()
def forget_deleted() -> int:
    """Remove for good the appliances deleted more than thirty days ago; says how many."""
    return actions.forget_deleted_appliances(now=timezone.now())


@job()
def forget_windows() -> int:
    """Delete planned windows that ended ninety days ago; says how many went."""
    return actions.forget_windows(ended_before=timezone.now() - WINDOWS_KEPT)
