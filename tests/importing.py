"""Files to import, as the tests of imports write them."""

import datetime as dt

from daybook.apps.consumption import actions
from daybook.apps.consumption.queries import preview_of
from daybook.lib.half_hours import starts
from daybook.lib.periods import LONDON

NOW = dt.datetime(2026, 3, 3, 9, 10, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 2)
OCTOPUS = " Consumption (kwh), Start, End\n"
DAILY = b"Date,Amount,Notes\n2026-03-01,8.3,guests\n2026-03-02,7,\n"
BAD = b"Date,Amount\n2026-03-01,8.3\n2026-03-02,many\n2027-01-01,2\n"


def octopus(days=1, first=DAY, amount="0.25"):
    """Half-hours of so many days, as Octopus Energy writes them."""
    ends = [
        (f"{at.astimezone(LONDON).isoformat()}", f"{(at + dt.timedelta(minutes=30)).isoformat()}")
        for n in range(days)
        for at in starts(first - n * dt.timedelta(1), LONDON)
    ]
    lines = "".join(f"{amount}, {start}, {end}\n" for start, end in ends)
    return (OCTOPUS + lines).encode()


def draft_of(person, content=DAILY, *, name="use.csv", now=NOW):
    """A file somebody looks at."""
    return actions.start_draft(person=person, name=name, content=content, now=now)


def agreed_of(draft):
    """The digest of what importing ``draft`` would do now."""
    return previewed(draft).digest


def previewed(draft):
    """What importing ``draft`` would do now."""
    return preview_of(draft.person_id, reading_of(draft).entries)


def reading_of(draft):
    """What the file of ``draft`` says."""
    return actions.reading_of_draft(draft, now=NOW)


def commit(person, draft, agreed=None):
    """Import ``draft`` as it is shown now, or as ``agreed``."""
    return actions.commit_draft(
        person=person, draft_id=draft.pk, agreed=agreed or agreed_of(draft), clock=lambda: NOW
    )


def imported(person, content=DAILY, **said):
    """The batch of a file that is imported at once."""
    return commit(person, draft_of(person, content, **said)).batch
