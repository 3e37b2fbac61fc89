"""Background work of prices."""

import datetime as dt
from typing import Final

from django.utils import timezone

from daybook.apps.prices import actions, queries
from daybook.core.jobs import job

#: Long enough to outlast an outage, short enough not to keep what strangers looked up.
ANSWERS_KEPT: Final = dt.timedelta(days=3)


@job()
def clean_answers() -> int:
    """Remove kept answers that nobody has renewed for three days; says how many files went."""
    return queries.clean_answers(older_than=ANSWERS_KEPT, now=timezone.now())


@job()
def forget_deleted() -> int:
    """Remove for good the appliances deleted more than thirty days ago; says how many."""
    return actions.forget_deleted_appliances(now=timezone.now())
