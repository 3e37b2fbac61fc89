"""How often a delivery is tried, and when."""

import datetime as dt
from typing import Final

# Minutes to wait after the first, second … attempt: a server that is down over night is outlived.
WAITS_MINUTES: Final = (1, 5, 15, 60, 180, 360, 720)
ATTEMPTS: Final = len(WAITS_MINUTES) + 1
JITTER: Final = 0.1
# A worker that says nothing for so long has died: no delivery takes longer than its time-outs.
STALE_AFTER: Final = dt.timedelta(minutes=3)


def wait_after(attempt: int, *, jitter: float) -> dt.timedelta | None:
    """How long to wait after ``attempt`` (from 1); ``None`` when it was the last.

    ``jitter`` lies between -1 and 1: what failed together does not come back together.
    """
    if attempt >= ATTEMPTS:
        return None
    return dt.timedelta(minutes=WAITS_MINUTES[attempt - 1] * (1 + JITTER * jitter))
