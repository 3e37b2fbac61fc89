import datetime as dt
from decimal import Decimal

from daybook.apps.consumption.domain import ONE_DAY, Days, coverage

FIRST = dt.date(2025, 10, 25)
FOUR = Days(FIRST, FIRST + 4 * ONE_DAY)


def test_counts_days_and_half_hours():
    found = coverage({FIRST: 0, FIRST + 2 * ONE_DAY: 12}, FOUR)
    assert (found.known_days, found.missing_days, found.missing_half_hours) == (2, 2, 12)
    assert found.share == Decimal("1.75") / 4


def test_knows_that_the_long_day_has_fifty():
    found = coverage({FIRST + ONE_DAY: 25}, FOUR)
    assert found.share == Decimal("0.5") / 4


def test_looks_at_no_other_days():
    assert coverage({FIRST - ONE_DAY: 5}, FOUR).share == 0
