"""Background work of prices."""

import datetime as dt
from typing import Final

from django.utils import timezone

from daybook.apps.prices import actions, queries
from daybook.core.jobs import job

#: Long enough to outlast an outage, short enough not to keep what strangers looked up.
ANSWERS_KEPT: Final = dt.timedelta(days=3)

#: A calendar that looks back finds the windows of the last months.
WINDOWS_KEPT: Final = dt.timedelta(days=90)


@job()
def clean_answers() -> int:
    """Remove kept answers that nobody has renewed for three days; says how many files went."""
    return queries.clean_answers(older_than=ANSWERS_KEPT, now=timezone.now())


@job()
def forget_windows() -> int:
    """Delete planned windows that ended ninety days ago; says how many went."""
    return actions.forget_windows(ended_before=timezone.now() - WINDOWS_KEPT)
