"""Runs inside Daybook's shell for ``bench.history``: keeps two years of rates, reads, tells."""

import datetime as dt
import json
import statistics
import time
from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.db import connection

from daybook.apps.prices import actions, domain, queries
from daybook.apps.prices.models import Alert, Preference, RateDay, RateHistory
from daybook.lib.periods import LONDON, Period, local_midnight

YEARS = dt.timedelta(days=730)
LAST = dt.date(2026, 3, 4)
NOW = dt.datetime(2026, 3, 3, 16, 10, tzinfo=dt.UTC)
PRODUCT = "AGILE-24-10-01"
ROUNDS = 7
PEOPLE = 1000


def measure() -> None:
    """Keep, read and tell; print the figures as JSON."""
    empty = _size()
    kept = _seconds(_keep)
    taken = _size() - empty
    region = domain.region("C")

    def read() -> object:
        return queries.stored_pence(
            product=PRODUCT, region=region, first=LAST - YEARS, past=LAST + dt.timedelta(days=1)
        )

    reading = statistics.median(_seconds(read) for _ in range(ROUNDS))
    _cast()
    telling = _seconds(_tell)
    told = {
        "keeping them all, seconds": f"{kept:.1f}",
        "reading two years of one region, milliseconds": f"{reading * 1000:.1f}",
        f"telling {PEOPLE:,} people of tomorrow's prices, seconds": f"{telling:.1f}",
        "telling them nothing is new, milliseconds": f"{_seconds(_tell) * 1000:.1f}",
    }
    print(json.dumps({"rows": RateDay.objects.count(), "bytes": taken, "told": told}))


def _keep() -> None:
    period = Period(local_midnight(LAST - YEARS, LONDON), domain.agile_day(LAST).ends_at)
    slots = tuple(domain.sample_slots(period))
    for region in domain.REGIONS:
        actions.keep_rates(product=PRODUCT, region=region, slots=slots)


def _cast() -> None:
    people = get_user_model().objects.bulk_create(
        get_user_model()(name=f"P{n}", email=f"p{n}@example.com") for n in range(PEOPLE)
    )
    Preference.objects.bulk_create(
        Preference(person_id=one.pk, region="C", product=PRODUCT, changed_at=NOW) for one in people
    )
    Alert.objects.bulk_create(
        Alert(person_id=one.pk, kind="published", is_on=True, changed_at=NOW) for one in people
    )
    RateHistory.objects.create(
        product=PRODUCT, region="C", since=LAST, announced=LAST, wanted_at=NOW, ask_at=NOW
    )


def _tell() -> object:
    return actions.tell_of_prices(now=NOW)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _size() -> int:
    """The bytes of the database, as SQLite counts its own pages."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])
